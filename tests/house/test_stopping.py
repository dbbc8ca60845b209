"""A stop is clean, bounded, and leaves nothing behind."""

import signal

import pytest

from tests.house.mailbox import Mailbox, code_of
from tests.house.program import Place
from tests.house.steps import INVITATION

CLAIRE = "claire.testa@courriel.example"
pytestmark = pytest.mark.slow


async def test_the_demo_stops_when_asked_and_starts_again_where_it_was(place: Place) -> None:
    mail = Mailbox(place, CLAIRE)
    with place.demo() as program:
        await mail.waits_for(INVITATION)
        assert program.stop(signal.SIGTERM) == 0
    assert {file.name for file in place.folder.iterdir()} == {
        "demo.db", "demo.key", "demo.toml", "courrier", "erreurs.log", "guichet.witness",
    }  # fmt: skip
    told = place.log.read_text("utf-8").splitlines()
    assert [line for line in told if " INFO " not in line] == []
    with place.demo() as program:
        assert len(mail.letters()) == 1
        assert program.stop(signal.SIGINT) == 0


async def test_a_fresh_demo_forgets_the_town_of_before(place: Place) -> None:
    with place.demo() as program:
        before = await Mailbox(place, CLAIRE).waits_for(INVITATION)
        assert program.stop() == 0
    with place.demo("--fresh"):
        after = await Mailbox(place, CLAIRE).waits_for(INVITATION)
        assert code_of(after) != code_of(before)
        assert len(Mailbox(place, CLAIRE).letters()) == 1
