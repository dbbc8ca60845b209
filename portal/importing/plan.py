"""What one transaction of a file of families reads, then writes set by set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tortoise.models import Model

from models.engine import Busy
from models.family import Child, Citizen, Household, MailState
from models.imported import Imported
from portal.importing.homes import Home
from portal.importing.outcome import Outcome
from portal.names import same_login


@dataclass(slots=True)
class Known:
    """What the database holds of the households of one transaction, each by its external id."""

    households: dict[str, Household]
    citizens: dict[str, Citizen]
    children: dict[str, Child]
    marks: dict[tuple[str, str], Imported]
    #: Whose each login of the file is.
    logins: dict[str, str]
    #: The external id of any household, by its id: people move.
    homes: dict[int, str]


@dataclass(slots=True)
class Plan:
    """What one transaction will write, beside what it found."""

    known: Known
    households: list[Household] = field(default_factory=list)
    citizens: list[tuple[Citizen, str]] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    marks: list[Imported] = field(default_factory=list)
    changes: list[tuple[Model, dict[str, Any]]] = field(default_factory=list)
    moves: list[tuple[Citizen, str]] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)


async def known(town: str, items: Sequence[Home]) -> Known:
    """Read all that concerns these households."""
    persons = [person.person for one in items for person in one.people]
    homes = [one.key for one in items]
    logins = [same_login(person.login) for one in items for person in one.people if person.login]
    citizens = await Citizen.filter(town=town, external_id__in=persons)
    children = await Child.filter(town=town, external_id__in=persons)
    marks = await Imported.filter(town=town, external_id__in=[*homes, *persons])
    lived = {citizen.household_id for citizen in citizens}
    owners = Citizen.filter(town=town, login__in=logins).values_list("login", "external_id")
    named = Household.filter(town=town, id__in=list(lived)).values_list("id", "external_id")
    households = await Household.filter(town=town, external_id__in=homes)
    return Known(
        households={row.external_id: row for row in households},
        citizens={row.external_id: row for row in citizens},
        children={row.external_id: row for row in children},
        marks={(row.kind, row.external_id): row for row in marks},
        logins=dict(await owners) if logins else {},
        homes=dict(await named) if lived else {},
    )


async def write(town: str, plan: Plan) -> None:
    """Write it all: households before those who live there."""
    for row, changes in plan.changes:
        await _change(row, changes)
    await Household.bulk_create(plan.households)
    await Child.bulk_create(plan.children)
    await Imported.bulk_create(plan.marks)
    wanted = [home_ for _, home_ in (*plan.citizens, *plan.moves)]
    rows = Household.filter(town=town, external_id__in=wanted).values_list("external_id", "id")
    ids: dict[str, int] = dict(await rows) if wanted else {}
    for row, home_ in plan.citizens:
        row.household_id = ids[home_]
    await Citizen.bulk_create([row for row, _ in plan.citizens])
    for citizen, home_ in plan.moves:
        await _change(citizen, {"household_id": ids[home_]})


async def _change(row: Model, changes: Mapping[str, Any]) -> None:
    """Change what still is as it was read. Raises `Busy` when somebody changed it just now."""
    written = dict(changes)
    if "mail" in changes:
        written["mail_state"] = MailState.UNKNOWN  # what was learnt is of the other mailbox
    # Marks are nobody else's, and JSON is not compared.
    read = {name: getattr(row, name) for name in changes if name != "marks"}
    if not await type(row).filter(pk=row.pk, **read).update(**written):
        raise Busy("a field was changed while it was compared")
