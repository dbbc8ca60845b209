"""Nothing of one machine or one network stands in the repository, and pictures stay small."""

import re

from tests.repository import DOCS, ROOT, files

#: Written in two halves, so that this file is not its own finding.
_INDEX = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.org", "index" + "-url"))
)
_MACHINE = re.compile(r"(?<![\w.}])/(?:home|Users|root|work|workspace)/\w")
_LARGEST_PICTURE = 60_000


def _texts() -> list[tuple[str, str]]:
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((str(path.relative_to(ROOT)), content.decode("utf-8", "replace")))
    return found


def test_no_file_names_a_package_index() -> None:
    assert [name for name, text in _texts() if _INDEX.search(text)] == []


def test_no_file_names_a_folder_of_somebody_s_machine() -> None:
    assert [name for name, text in _texts() if _MACHINE.search(text)] == []


def test_pictures_are_small() -> None:
    pictures = list((DOCS / "pictures").iterdir())
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > _LARGEST_PICTURE] == []
