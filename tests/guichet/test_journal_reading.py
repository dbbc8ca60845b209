"""The journal answers what staff ask of it."""

from datetime import timedelta
from typing import Any

import pytest

from desk.journal.reading import Wanted, all_of, citizens_named, latest
from portal.paris import PARIS
from tests.guichet.lines import NOON, TOWN, citizen, write

pytestmark = pytest.mark.usefixtures("database")


async def read(limit: int = 100, **asked: Any) -> list[int]:
    wanted = Wanted(**{"towns": (TOWN,), **asked})
    return [line.id for line in await latest(wanted, limit)]


async def test_the_last_lines_come_oldest_first() -> None:
    rows = [await write(minute) for minute in range(5)]
    assert await read(3) == [row.id for row in rows[2:]]


async def test_a_line_carries_the_login_and_half_the_name() -> None:
    her = await citizen("claire.testa")
    await write(citizen_id=her.id, took=1500, kind="answered", detail="oui", length=3)
    [line] = await latest(Wanted(towns=None), 1)
    assert (line.login, line.name, line.sentence) == (
        "claire.testa",
        "Mme T.",
        "a répondu « oui »",
    )
    assert line.took == timedelta(milliseconds=1.5)
    assert line.at == NOON


@pytest.mark.parametrize(
    "columns",
    [
        {"flow": "invitation"},
        {"step": "question"},
        {"channel": "telegram"},
        {"kind": "answered"},
    ],
)
async def test_one_column_is_enough_to_choose(columns: dict[str, str]) -> None:
    await write(flow="terms", step="read", channel="mail", kind="asked")
    wanted = await write(**columns)
    assert await read(**columns) == [wanted.id]


async def test_choices_add_up() -> None:
    await write(flow="terms", channel="mail")
    await write(flow="invitation", channel="telegram")
    both = await write(flow="invitation", channel="mail")
    assert await read(flow="invitation", channel="mail") == [both.id]


async def test_a_town_does_not_see_another() -> None:
    here = await write()
    there = await write(town="autre-ville")
    assert await read() == [here.id]
    assert await read(towns=None) == [here.id, there.id]


async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last() -> None:
    rows = [await write(minute) for minute in range(4)]
    since, until = NOON + timedelta(minutes=1), NOON + timedelta(minutes=3)
    assert await read(since=since, until=until) == [row.id for row in rows[1:3]]


async def test_a_period_may_be_given_at_paris_time() -> None:
    rows = [await write(minute) for minute in range(4)]
    since = (NOON + timedelta(minutes=2)).astimezone(PARIS)
    assert await read(since=since) == [row.id for row in rows[2:]]


async def test_a_period_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.journal.reading.CHUNK", 2)
    rows = [await write(minute) for minute in range(7)]
    told = [line.id async for line in all_of(Wanted(towns=None))]
    assert told == [row.id for row in rows]


async def test_a_citizen_is_found_by_login_whatever_the_capitals() -> None:
    her = await citizen("claire.testa")
    assert [one.id for one in await citizens_named("Claire.Testa ", (TOWN,))] == [her.id]


async def test_a_citizen_is_found_by_number() -> None:
    her = await citizen("claire.testa")
    assert [one.id for one in await citizens_named(str(her.id), (TOWN,))] == [her.id]


async def test_a_citizen_of_another_town_is_not_found() -> None:
    her = await citizen("claire.testa", town="autre-ville")
    assert await citizens_named("claire.testa", (TOWN,)) == []
    assert await citizens_named(str(her.id), (TOWN,)) == []


async def test_the_same_login_in_two_towns_is_two_citizens() -> None:
    both = [await citizen("claire.testa"), await citizen("claire.testa", town="autre-ville")]
    found = await citizens_named("claire.testa", None)
    assert {one.id for one in found} == {one.id for one in both}


@pytest.mark.parametrize("who", ["nobody", "", "9" * 40, "²"])
async def test_who_does_not_exist_is_not_found(who: str) -> None:
    assert await citizens_named(who, None) == []


async def test_one_citizens_lines_are_hers_alone() -> None:
    her, him = await citizen("claire.testa"), await citizen("marc.testa")
    mine = await write(citizen_id=her.id)
    await write(citizen_id=him.id)
    assert await read(citizens=(her.id,)) == [mine.id]
    assert await read(citizens=()) == []
