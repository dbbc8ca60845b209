"""What the documents name exists, and they are short enough to be read."""

import re
from pathlib import Path

import pytest
from tortoise.models import Model

from guichet.cli import COMMANDS
from models import conversation, dashboard, family, journal, link, post, terms, web_session
from tests.repository import DOCS, ROOT, pages

_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_CODE = re.compile(r"```.*?```", re.DOTALL)
#: A file of ours named in a sentence: `flows/engine.py`, `tests/mail/layouts/`.
_NAMED = re.compile(r"`([a-z_.]+/[\w./-]*)`")
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
#: What one page shows how to add.
_NOT_THERE = {"flows/hours.py", "words/fr/hours.toml", "tests/flows/stories/horaires.txt"}
TABLES = (conversation, dashboard, family, journal, link, post, terms, web_session)


def _ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", pages(), ids=_ids)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    found = [inside or quoted for inside, quoted in _LINK.findall(_CODE.sub("", text))]
    inner = [one for one in found if not re.match(r"https?:|mailto:", one)]
    for one in inner:
        path, _, anchor = one.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), one
        assert not anchor or anchor in _anchors(target), one


def _anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", pages(), ids=_ids)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = set(_NAMED.findall(_CODE.sub("", page.read_text("utf-8"))))
    ours = {name for name in named if (ROOT / name.split("/")[0]).is_dir()} - _NOT_THERE
    missing = [name for name in ours if not _exists(name) and not name.startswith("var/")]
    assert missing == []


def _exists(name: str) -> bool:
    return (ROOT / name).exists() or bool(list(ROOT.glob(f"{name}*")))


@pytest.mark.parametrize("page", pages(), ids=_ids)
def test_no_page_shows_a_command_that_does_not_exist(page: Path) -> None:
    shown = re.findall(r"`guichet (?:--config \S+ )?([a-z][a-z-]*)", page.read_text("utf-8"))
    assert set(shown) <= set(COMMANDS)


def test_every_verb_that_is_shown_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = {
        verb
        for page in pages()
        for verb in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {"run", "test"} <= shown <= targets


def test_every_table_is_told_to_whoever_answers_for_the_data() -> None:
    told = (DOCS / "data.md").read_text("utf-8")
    tables = {
        kind.Meta.table  # type: ignore[attr-defined]  # every table of ours has a Meta
        for module in TABLES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Model) and kind is not Model
    }
    assert len(tables) > 15
    assert [table for table in sorted(tables) if f"`{table}`" not in told] == []


def test_decisions_are_numbered_one_after_the_other() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]


@pytest.mark.parametrize("decision", DECISIONS, ids=_ids)
def test_a_decision_says_why_what_and_then(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert text.startswith(f"# {int(decision.name[:4])}. ")
    parts = [text.find(f"**{part}.**") for part in ("Context", "Choice", "Consequence")]
    assert -1 not in parts
    assert parts == sorted(parts)
    assert len(text.splitlines()) <= 40
