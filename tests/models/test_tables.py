"""What the database itself refuses, and that its migrations make the tables that the code expects."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.models import Model
from tortoise.transactions import in_transaction

from models.conversation import Address
from models.dashboard import CitizenRequest, Document, Invoice, InvoiceState, Loaded, News
from models.database import bring_up_to_date, configuration, opened
from models.family import Child, Citizen, Guardianship, Household
from models.post import Inbox, Timer
from models.terms import Acceptance, Terms
from tests.models.engine.tables import database as new_database

NOON = datetime(2020, 6, 9, 6, 29, tzinfo=UTC)
DAY = date(2020, 6, 9)
TOWN = "val-test"

stored = pytest.mark.usefixtures("database")


def person(login: str, external_id: str, *, town: str = TOWN, household_id: int = 1) -> Citizen:
    return Citizen(
        town=town,
        household_id=household_id,
        external_id=external_id,
        login=login,
        given_name="Claire",
        family_name="Testa",
        created_at=NOON,
    )


def invoice(number: str) -> Invoice:
    return Invoice(
        town=TOWN,
        citizen_id=1,
        number=number,
        period="mai 2020",
        issued_on=DAY,
        due_on=DAY,
        online_until=DAY,
        counter_until=DAY,
        total="53.90",
        state=InvoiceState.TO_PAY,
    )


#: Two rows made by each of these cannot both stand.
ONCE: dict[str, Callable[[], Model]] = {
    "a login": lambda: person("claire", str(next(NUMBERS))),
    "an adult of the town's file": lambda: person(f"login-{next(NUMBERS)}", "A1"),
    "a household": lambda: Household(town=TOWN, external_id="F1"),
    "a child": lambda: Child(town=TOWN, external_id="E2", given_name="Léa", family_name="Testa"),
    "a parent of a child": lambda: Guardianship(town=TOWN, child_id=1, citizen_id=1),
    "an invoice number": lambda: invoice("F-1"),
    "a request number": lambda: CitizenRequest(
        town=TOWN, citizen_id=1, number="D-1", type="", filed_on=DAY, updated_on=DAY, state=""
    ),
    "a document": lambda: Document(
        town=TOWN, citizen_id=1, external_id="A", title="", issued_on=DAY
    ),
    "a piece of news": lambda: News(town=TOWN, external_id="N", title="", published_on=DAY),
    "a heading": lambda: Loaded(town=TOWN, heading="news", as_of=DAY),
    "a version of the terms": lambda: Terms(
        town=TOWN, version="1", text="", sha256="", published_at=NOON
    ),
    "an acceptance": lambda: Acceptance(
        town=TOWN,
        citizen_id=1,
        version="1",
        sha256="",
        accepted_at=NOON,
        channel="mail",
        manner="code",
    ),
    "an address": lambda: Address(town=TOWN, channel="mail", external_id="claire@exemple.example"),
    "a received message": lambda: Inbox(
        town=TOWN, account="bot", external_id="1", address_id=1, received_at=NOON, ready_at=NOON
    ),
    "a reminder": lambda: Timer(
        town=TOWN, conversation_id=1, address_id=1, turn=1, nth=1, due_at=NOON
    ),
}
NUMBERS = iter(range(100, 10_000))


async def a_family() -> None:
    """A household, an adult and a child: the first rows, hence of id 1."""
    await write(Household(town=TOWN, external_id="F0"))
    await write(person("paul", "A0"))
    await write(Child(town=TOWN, external_id="E0", given_name="Léa", family_name="Testa"))


async def write(row: Model) -> None:
    async with in_transaction():
        await row.save()


@stored
@pytest.mark.parametrize("what", ONCE)
async def test_the_database_itself_refuses_a_second_one(what: str) -> None:
    await a_family()
    await write(ONCE[what]())
    with pytest.raises(IntegrityError):
        await write(ONCE[what]())


@stored
async def test_the_same_login_in_two_towns_is_two_citizens() -> None:
    await a_family()
    await write(person("claire", "A1"))
    await write(person("claire", "A1", town="ailleurs"))
    assert await Citizen.filter(login="claire").count() == 2


@stored
async def test_a_couple_may_share_a_mailbox() -> None:
    await a_family()
    for number in ("A1", "A2"):
        citizen = person(f"login-{number}", number)
        citizen.mail = "famille@exemple.example"
        await write(citizen)


@stored
async def test_nobody_belongs_to_what_does_not_exist() -> None:
    await a_family()
    with pytest.raises(IntegrityError):
        await write(person("claire", "A1", household_id=99))
    with pytest.raises(IntegrityError):
        await write(Guardianship(town=TOWN, child_id=99, citizen_id=1))


@stored
async def test_a_household_with_adults_cannot_vanish_under_them() -> None:
    await a_family()
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await Household.filter(id=1).delete()


@stored
async def test_no_migration_is_missing(database: str) -> None:
    assert Tortoise.apps is not None
    detector = MigrationAutodetector(Tortoise.apps, configuration(database)["apps"])
    missing = [operation for writer in await detector.changes() for operation in writer.operations]
    assert missing == []


@stored
async def test_a_time_is_read_back_in_utc_to_the_microsecond_and_an_amount_to_the_cent() -> None:
    await a_family()
    row = invoice("F-1")
    row.total = "0.10"  # type: ignore[assignment]
    await row.save()
    at = datetime(2020, 6, 9, 6, 29, 0, 123456, tzinfo=UTC)
    await Citizen.filter(id=1).update(activated_at=at)
    kept = await Citizen.get(id=1)
    assert kept.activated_at == at
    assert kept.activated_at.utcoffset() == at.utcoffset()
    assert str((await Invoice.get(number="F-1")).total) == "0.10"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_database_is_made_once_and_then_only_opened(kind: str, tmp_path: Path) -> None:
    async with new_database(kind, tmp_path) as url:
        for _ in range(2):
            async with opened(url):
                await Household.create(town=TOWN, external_id=str(next(NUMBERS)))
        async with opened(url):
            assert await Household.all().count() == 2


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_processes_that_start_together_make_it_once(kind: str, tmp_path: Path) -> None:
    async with new_database(kind, tmp_path) as url:
        ends: list[Any] = await asyncio.gather(
            *(bring_up_to_date(url) for _ in range(4)), return_exceptions=True
        )
        assert ends == [None] * 4
