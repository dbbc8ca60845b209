"""Invoices, requests and news: the town's software is their only source, so the file is right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tortoise.models import Model

from models.dashboard import InvoiceState
from models.family import Citizen
from portal.importing import bills, leaves
from portal.importing.bills import Bill
from portal.importing.columns import of_field
from portal.importing.job import Import, Transaction
from portal.importing.leaves import Filed, Told
from portal.importing.lines import read
from portal.importing.outcome import Deed, Finding, Outcome, refused
from portal.importing.survey import Group
from portal.importing.trouble import quoted

NOTHING, ONE = Decimal("0.00"), Decimal(1)
Faults = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What will be written under one key; `person` is empty for what concerns everyone."""

    key: str
    numbers: tuple[int, ...]
    person: str = ""
    values: dict[str, Any]

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self.numbers)


class Ledger:
    """One table whose rows are found by a key, and belong to a person or to everyone."""

    def __init__(
        self,
        job: Import,
        *,
        thing: str,
        table: tuple[type[Model], str],
        entry: Callable[[list[tuple[int, dict[str, Any]]], date], "Entry | Faulty"],
    ) -> None:
        self._job, self._thing, self._entry = job, thing, entry
        self._model, self._key = table
        self._town = job.wanted.town

    async def start(self) -> None:
        """Nothing to know beforehand."""

    def check(self, group: Group) -> Entry | list[Finding]:
        """The entry, or why its lines are refused."""
        found, faults = [], []
        for row in group.rows:
            values, wrong = read(self._job.survey.heading, row)
            found.append((row.number, values))
            faults += [
                refused(column, why, line=row.number, group=group.key) for column, why in wrong
            ]
        if faults:
            return [*faults, *_with_them(group, faults)]
        entry = self._entry(found, self._job.wanted.today)
        if isinstance(entry, Entry):
            return entry
        faults = [
            refused(name, why, line=line, group=group.key) for line, name, why in entry.faults
        ]
        return [*faults, *_with_them(group, faults)]

    async def write(self, items: Sequence[Entry], transaction: Transaction) -> Outcome:
        """Create what is new, write again what has changed."""
        outcome = Outcome()
        owners = await self._owners(items)
        rows = self._model.filter(
            town=self._town, **{f"{self._key}__in": [one.key for one in items]}
        )
        known: dict[str, Any] = {getattr(row, self._key): row for row in await rows}
        created: list[Model] = []
        changed: list[tuple[int, dict[str, Any]]] = []
        for one in items:
            owner = owners.get(one.person)
            row = known.get(one.key)
            if why := _why_not(one, owner, row):
                outcome.findings += _refused(one, why)
                outcome.refused.add(one.key)
                outcome.misleading |= owner is not None
            elif row is None:
                mine = {"citizen_id": owner} if one.person else {}
                values = {"town": self._town, self._key: one.key, **mine, **one.values}
                created.append(self._model(**values))
                outcome.did(self._thing, Deed.CREATED)
            else:
                changes = _changes(row, one.values)
                changed += [(row.id, changes)] if changes else []
                outcome.did(self._thing, Deed.CHANGED if changes else Deed.SAME)
        if not self._job.wanted.dry_run and (created or changed):
            async with transaction():
                await self._write(created, changed)
        return outcome

    async def finish(self, transaction: Transaction) -> Outcome:
        """Nothing: a file of the month says nothing of the others."""
        del transaction
        return Outcome()

    async def _write(
        self, created: Sequence[Model], changed: Sequence[tuple[int, dict[str, Any]]]
    ) -> None:
        await self._model.bulk_create(created)
        for id_, changes in changed:
            await self._model.filter(town=self._town, id=id_).update(**changes)

    async def _owners(self, items: Sequence[Entry]) -> dict[str, int]:
        names = {one.person for one in items if one.person}
        rows = Citizen.filter(town=self._town, external_id__in=list(names))
        return dict(await rows.values_list("external_id", "id")) if names else {}


@dataclass(frozen=True, slots=True)
class Faulty:
    """Why an entry is refused: line, column, reason."""

    faults: list[tuple[int, str, str]]


def _changes(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _why_not(one: Entry, owner: int | None, row: Any) -> str:
    if not one.person:
        return ""
    if owner is None:
        return f"{quoted(one.person)} n'a pas d'espace dans cette ville"
    if row is not None and row.citizen_id != owner:
        return f"{quoted(one.key)} est déjà à une autre personne : rien n'a été changé"
    return ""


def _refused(one: Entry, why: str) -> list[Finding]:
    found = [refused("personne", why, line=line, group=one.key) for line in one.numbers]
    return [replace(finding, person=one.person) for finding in found]


def _with_them(group: Group, faults: Sequence[Finding]) -> list[Finding]:
    wrong = sorted({fault.line for fault in faults if fault.line})
    return [
        refused("", f"refusée avec la ligne {wrong[0]}", line=row.number, group=group.key)
        for row in group.rows
        if row.number not in wrong
    ]


def _once(found: list[tuple[int, dict[str, Any]]], column: str) -> list[tuple[int, str, str]]:
    """A key that several lines have."""
    first = found[0][0]
    return [(line, column, f"cet identifiant est déjà à la ligne {first}") for line, _ in found[1:]]


def invoice(found: list[tuple[int, dict[str, Any]]], today: date) -> Entry | Faulty:
    """An invoice from its lines."""
    del today
    mine = [Bill(number=line, **values) for line, values in found]
    first = mine[0]
    faults = [(bill.number, *fault) for bill in mine for fault in bills.faults(bill)]
    faults += [fault for bill in mine[1:] for fault in _unlike(bill, first)]
    if not faults and (why := bills.sum_fault(mine)):
        faults = [(first.number, "total", why)]
    return Faulty(faults) if faults else _invoice(mine)


def _unlike(bill: Bill, first: Bill) -> Iterator[tuple[int, str, str]]:
    for field in bills.ALIKE:
        told = getattr(bill, field)
        if told not in {None, ""} and told != getattr(first, field):
            why = f"ne dit pas la même chose que la ligne {first.number} de la même facture"
            yield bill.number, of_field(bills.BILLS, field).name, why


def _invoice(mine: Sequence[Bill]) -> Entry:
    first = mine[0]
    settled = first.total if first.state is InvoiceState.PAID else NOTHING
    return Entry(
        key=first.key,
        numbers=tuple(bill.number for bill in mine),
        person=first.person,
        values={
            "period": first.period,
            "issued_on": first.issued_on,
            "due_on": first.due_on,
            "online_until": first.online_until or first.due_on,
            "counter_until": first.counter_until or first.due_on,
            "regie": first.regie,
            "total": first.total,
            "paid": settled if first.paid is None else first.paid,
            "state": first.state,
            "lines": [_billed(bill) for bill in mine if bill.amount is not None],
        },
    )


def _billed(bill: Bill) -> dict[str, str]:
    return {
        "child": bill.child,
        "activity": bill.activity,
        "quantity": str(bill.quantity or ONE),
        "unit_price": str(bill.amount if bill.unit_price is None else bill.unit_price),
        "amount": str(bill.amount),
    }


def request(found: list[tuple[int, dict[str, Any]]], today: date) -> Entry | Faulty:
    """A request from its only line."""
    filed = Filed(number=found[0][0], **found[0][1])
    faults = [(filed.number, *fault) for fault in leaves.faults(filed, today)]
    if faults := [*_once(found, "numero"), *faults]:
        return Faulty(faults)
    values = {**_values(filed), "updated_on": filed.updated_on or filed.filed_on}
    del values["person"]
    return Entry(key=filed.key, numbers=(filed.number,), person=filed.person, values=values)


def news(found: list[tuple[int, dict[str, Any]]], today: date) -> Entry | Faulty:
    """A piece of news from its only line."""
    del today
    told = Told(number=found[0][0], **found[0][1])
    if faults := _once(found, "cle"):
        return Faulty(faults)
    return Entry(key=told.key, numbers=(told.number,), values=_values(told))


def _values(line: Filed | Told) -> dict[str, Any]:
    return {name: value for name, value in asdict(line).items() if name not in {"number", "key"}}
