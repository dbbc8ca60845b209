"""A copy that came back is noticed, whoever starts first, and a database that went on is left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.restoring.holding import held
from desk.restoring.pulse import Witness, beat
from models.installation import ONLY, Installation

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=2)


async def beats(many: int, witness: Witness | None = None) -> Witness:
    for _ in range(many):
        witness, came_back = await beat(witness, NOON)
        assert not came_back
    assert witness is not None
    return witness


async def come_back(life: int, at: int) -> None:
    """The row as the backup had it."""
    await Installation.filter(id=ONLY).update(life=life, beat=at, beat_at=NOON, held_since=None)


async def test_a_database_that_goes_on_is_left_alone() -> None:
    witness = await beats(3)
    assert witness.beat == 3
    assert (await beat(witness, LATER))[1] is False
    assert await held() is None


async def test_a_copy_that_the_witness_has_outlived_is_held_once() -> None:
    witness = await beats(5)
    await come_back(0, 2)
    first, came_back = await beat(witness, LATER)
    assert came_back
    found = await held()
    assert found
    assert (found.since, found.copied_at) == (LATER, NOON)
    assert (await beat(first, LATER))[1] is False


async def test_another_machine_that_saw_more_finds_it_held_already() -> None:
    theirs = await beats(9)
    await come_back(0, 2)
    await beat(Witness(mark=theirs.mark, life=0, beat=4), LATER)
    assert (await beat(theirs, LATER))[1] is False


async def test_the_same_backup_may_come_back_twice() -> None:
    witness = await beats(5)
    for _ in range(2):
        await come_back(0, 2)
        witness, came_back = await beat(witness, LATER)
        assert came_back
    assert witness.life == 2


async def test_a_machine_that_never_saw_it_holds_what_nobody_serves() -> None:
    witness = await beats(5)
    assert (await beat(None, NOON + timedelta(minutes=1)))[1] is False
    assert (await beat(replace(witness, mark="autre"), LATER))[1] is True


async def test_a_fresh_database_is_nobodys_copy() -> None:
    assert (await beat(Witness(mark="ancienne", life=3, beat=900), NOON))[1] is False
