"""`docs/write-a-flow.md` is right: its flow can be trusted, its words are written, its story is told."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk.catalogue import catalogue
from flows.all_flows import FLOWS
from flows.catalogue import Catalogue
from flows.flow import Flow
from flows.here import Channel
from flows.lint import faults
from tests.flows.story import Story, played
from tests.flows.talk import Talk, here_on, texts
from tests.flows.town import Town
from tests.repository import DOCS, ROOT
from words.texts import Texts

PAGE = (DOCS / "write-a-flow.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    """The blocks of code of that kind, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def flow() -> Flow:
    """The flow that the page shows."""
    [code] = blocks("python")
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - it stands in our own page
    found: Flow = names["HOURS"]
    return found


@pytest.fixture
def wording(tmp_path: Path) -> Texts:
    """Ours, with the words and phrases that the page adds."""
    words, phrases = blocks("toml")
    (tmp_path / "hours.toml").write_text(words, "utf-8")
    (tmp_path / "vocabulary.toml").write_text(f"[requests]\n{phrases}", "utf-8")
    return Texts.load(tmp_path)


@pytest.fixture
def known(flow: Flow, wording: Texts) -> Catalogue:
    """Every flow with the new one, which takes its phrases away from « une personne »."""
    ours = catalogue(wording)
    requests = dict(ours.vocabulary.requests)
    requests["person"] -= requests["hours"]
    vocabulary = replace(ours.vocabulary, requests=requests)
    return replace(ours, flows={**FLOWS, flow.name: flow}, vocabulary=vocabulary)


def test_the_flow_has_no_fault(flow: Flow) -> None:
    assert faults({**FLOWS, flow.name: flow}) == []


def test_its_faults_are_told_as_the_page_says(flow: Flow) -> None:
    code = blocks("python")[0]
    for right, wrong in (
        ('"oui": "person"', '"oui": "persn"'),
        ('{"done": "end"}', '{"called": "end"}'),
    ):
        names: dict[str, Any] = {}
        exec(code.replace(right, wrong), names)  # noqa: S102 - the same page, with one slip
        told = faults({**FLOWS, flow.name: names["HOURS"]})
        assert f"`{told[0]}`" in PAGE.replace("\n", " ")


def test_its_sentences_are_written(wording: Texts) -> None:
    assert wording.keys - texts().keys == {"hours.told", "hours.more"}


def test_its_story_is_told_as_the_page_says(
    known: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on(channel: Channel) -> Talk:
        return Talk(Town(here_on(channel)), catalogue=known)

    monkeypatch.setattr(Talk, "on", on)
    [written], [told] = blocks("story"), blocks("story-told")
    filled, _ = played(Story(tmp_path / "horaires.txt", written))
    assert filled == told


def test_what_it_changes_is_still_there_to_change() -> None:
    assert {"horaires", "vos horaires"} <= set(texts().said.requests["person"])
    table = (ROOT / "tests/flows/test_understanding.py").read_text("utf-8")
    assert '("vos horaires svp", Request("person"))' in table
