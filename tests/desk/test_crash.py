"""Killed with -9 again and again: nothing lost, nothing done twice, order kept."""

from pathlib import Path

import pytest
from tortoise import Tortoise

from guichet.bench.crash.load import ADDRESSES, Toll, survived, words
from guichet.bench.crash.measure import at_every_boundary
from guichet.bench.crash.scenes import Work
from models.database import configuration
from models.journal import Journal, Utterance
from models.post import Inbox, Outbox
from tests.postgres import ADMIN, fresh_database

MESSAGES = 1000
#: The process is killed once that many messages were acknowledged, a different moment of the work each time.
DEATHS = (1, 7, 60, 61, 150, 280, 281, 400, 555, 700, 850, 999)
#: What must be 0 whatever dies, and where.
HARM = ("different", "stuck", "secrets", "lost")


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_thousand_messages_survive_a_dozen_deaths(
    database_url: str, tmp_path: Path
) -> None:
    try:
        toll = await survived(database_url, tmp_path, words(MESSAGES), DEATHS)
    finally:
        await emptied(database_url)
    assert toll == Toll(lost=0, twice=0, unanswered=0, disordered=0, resent=toll.resent)
    assert toll.resent <= len(DEATHS) * ADDRESSES


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("server", "step"), [("", 5), (ADMIN, 11)], ids=["sqlite", "postgres"])
async def test_killed_after_any_statement_the_desk_leaves_what_it_would_have_left(
    tmp_path: Path, server: str, step: int
) -> None:
    if server:
        async with fresh_database():  # skips where no server answers
            pass
    scenes = await at_every_boundary(tmp_path, step, server)
    assert len(scenes) == len(Work)
    for told in (one.figures for one in scenes):
        assert {name: told[name] for name in HARM} == dict.fromkeys(HARM, 0), told["first"]
        assert int(told["deaths"] or 0) > 5
        assert int(told["resent_most"] or 0) <= int(told["resent_bound"] or 0)


async def emptied(url: str) -> None:
    await Tortoise.init(config=configuration(url))
    try:
        for table in (Inbox, Outbox, Journal, Utterance):
            await table.all().delete()
    finally:
        await Tortoise.close_connections()
