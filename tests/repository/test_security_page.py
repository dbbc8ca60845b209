"""The threats that we say are stopped have a test that would tell."""

import re

from tests.repository import DOCS, ROOT

NAMED = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (DOCS / "security.md").read_text("utf-8"))


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 20
    missing = [
        (file, name)
        for file, name in NAMED
        if not re.search(
            rf"^(async )?def {name}\(", (ROOT / "tests" / file).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


def test_every_threat_has_its_test() -> None:
    rows = [
        line for line in (DOCS / "security.md").read_text("utf-8").splitlines() if line[:2] == "| "
    ]
    assert [row for row in rows[1:] if "::test_" not in row] == []
