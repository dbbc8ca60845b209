"""Writing households: those of one transaction are read together, compared, then written set by set."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.models import Model

from models.family import Child, Citizen, Household
from models.imported import Imported
from portal.importing.absent import absent
from portal.importing.columns import of_field
from portal.importing.gone import without
from portal.importing.homes import Home, home, refuse, told_of
from portal.importing.job import Import, Transaction
from portal.importing.links import Links
from portal.importing.logins import Logins
from portal.importing.merging import Side, marks_of, merge
from portal.importing.outcome import Deed, Finding, Outcome, What
from portal.importing.people import PEOPLE, Person
from portal.importing.plan import Plan, known, write
from portal.importing.shared import Shared
from portal.importing.survey import Group
from portal.importing.trouble import quoted
from portal.names import same_login

HOUSEHOLD, ADULT, CHILD = "household", "adult", "child"
_OF_HOUSEHOLD = ("street", "postcode", "city")
_OF_CITIZEN = ("login", "civility", "given_name", "family_name", "birth_date", "mail", "phone")
_OF_CHILD = ("given_name", "family_name", "birth_date", "school", "school_class")


class Families:
    """Households, adults with an account, children, and who answers for whom."""

    def __init__(self, job: Import) -> None:
        self._job = job
        self._town = job.wanted.town
        self._links = Links(job)
        self._shared = Shared()
        self._logins = Logins(())

    async def start(self) -> None:
        """Know the logins that are taken."""
        taken = await Citizen.filter(town=self._town).values_list("login", flat=True)
        self._logins = Logins([*(str(login) for login in taken), *self._job.survey.logins.first])

    def check(self, group: Group) -> Home | list[Finding]:
        """The household, or why it is refused."""
        return home(self._job.survey, group, self._job.wanted.today)

    async def write(self, items: Sequence[Home], transaction: Transaction) -> Outcome:
        """Create, change, report; who answers for whom last, once everyone has a row."""
        plan = Plan(await known(self._town, items))
        kept = without(items, plan.known.citizens, plan.outcome)
        kept = [one for one in kept if not self._impossible(one, plan)]
        kept = [one for one in kept if await self._links.possible(one, plan.outcome)]
        for one in kept:
            self._household(one, plan)
            for person in one.people:
                self._person(one, person, plan)
        if self._job.wanted.dry_run:
            await self._links.write(kept, plan.outcome)
        else:
            async with transaction():
                await write(self._town, plan)
                await self._links.write(kept, plan.outcome)
        self._shared.look(kept, plan.outcome)
        return plan.outcome

    async def finish(self, transaction: Transaction) -> Outcome:
        """Parents of another household that came later in the file; then who is no longer in it."""
        outcome = await self._links.finish(transaction)
        await absent(self._town, self._job.survey, outcome)
        return outcome

    def _impossible(self, one: Home, plan: Plan) -> bool:
        """A login that somebody else has already; of those who have an account, theirs is compared."""
        for person in (one for one in one.people if one.person not in plan.known.citizens):
            owner = plan.known.logins.get(same_login(person.login)) if person.login else None
            if person.has_account and owner not in {None, person.person}:
                why = f"{quoted(person.login)} est déjà l'identifiant d'une autre personne"
                plan.outcome.findings += refuse(one, person, "identifiant", why)
                plan.outcome.refused.add(one.key)
                return True
        return False

    def _household(self, one: Home, plan: Plan) -> None:
        row = plan.known.households.get(one.key)
        if row is None:
            row = Household(town=self._town, external_id=one.key, **one.address)
            plan.households.append(row)
            self._new(HOUSEHOLD, one.key, one.address, plan)
            return
        where = _Where(HOUSEHOLD, one.key, one.people[0])
        self._compare(where, row, one.address, _of(row, _OF_HOUSEHOLD), plan=plan)

    def _person(self, one: Home, person: Person, plan: Plan) -> None:
        if person in one.children:
            self._child(person, plan)
        elif row := plan.known.citizens.get(person.person):
            told = {**told_of(person, _OF_CITIZEN), "household": one.key}
            holds = {**_of(row, _OF_CITIZEN), "household": plan.known.homes[row.household_id]}
            if not person.account:
                plan.outcome.find(
                    What.NOTE, "a déjà un espace : il est gardé, bien que « compte » ne dise pas oui",
                    line=person.number, group=one.key, person=person.person, column="compte",
                )  # fmt: skip
            self._compare(_Where(ADULT, one.key, person), row, told, holds, plan=plan)
        elif person.has_account:
            self._account(one, person, plan)
        else:
            plan.outcome.did("no_account", Deed.SAME)

    def _account(self, one: Home, person: Person, plan: Plan) -> None:
        told = told_of(person, _OF_CITIZEN)
        if not person.login:
            names = person.given_name, person.family_name, person.person
            told["login"] = self._logins.propose(*names)
        told["login"] = same_login(told["login"])
        row = Citizen(
            town=self._town, external_id=person.person, created_at=self._job.wanted.now, **told
        )
        plan.citizens.append((row, one.key))
        self._new(ADULT, person.person, {**told, "household": one.key}, plan)

    def _child(self, person: Person, plan: Plan) -> None:
        told = told_of(person, _OF_CHILD)
        if row := plan.known.children.get(person.person):
            where = _Where(CHILD, person.household, person)
            self._compare(where, row, told, _of(row, _OF_CHILD), plan=plan)
            return
        plan.children.append(Child(town=self._town, external_id=person.person, **told))
        self._new(CHILD, person.person, told, plan)

    def _new(self, kind: str, name: str, told: Mapping[str, Any], plan: Plan) -> None:
        marks = marks_of(name, told)
        plan.marks.append(Imported(town=self._town, kind=kind, external_id=name, marks=marks))
        plan.outcome.did(kind, Deed.CREATED)

    def _compare(
        self,
        where: "_Where",
        row: Model,
        told: Mapping[str, Any],
        holds: Mapping[str, Any],
        *,
        plan: Plan,
    ) -> None:
        name = where.name
        kept = plan.known.marks.get((where.kind, name))
        before = kept.marks if kept else {}
        merged = merge(name, told, holds, marks=before, rulings=self._ruling)
        plan.outcome.findings += _conflicts(where, merged.conflicts)
        plan.outcome.did(where.kind, Deed.CHANGED if merged.changes else Deed.SAME)
        if moved := merged.changes.pop("household", None):
            assert isinstance(row, Citizen)
            plan.moves.append((row, moved))
        if merged.changes:
            plan.changes.append((row, merged.changes))
        if kept is None:
            kept = Imported(town=self._town, kind=where.kind, external_id=name, marks=merged.marks)
            plan.marks.append(kept)
        elif merged.marks != before:
            plan.changes.append((kept, {"marks": merged.marks}))

    def _ruling(self, name: str, field_: str) -> Side | None:
        """The one decision about that field, else the column's."""
        column, wanted = of_field(PEOPLE, field_).name, self._job.wanted
        every = Side.FILE if column in wanted.overwrite else None
        return wanted.rulings.get((name, column), every)


@dataclass(frozen=True, slots=True)
class _Where:
    """Of what a line speaks."""

    kind: str
    household: str
    person: Person

    @property
    def name(self) -> str:
        """The external id."""
        return self.household if self.kind == HOUSEHOLD else self.person.person


def _conflicts(where: _Where, conflicts: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    for field_, told, holds in conflicts:
        yield Finding(
            what=What.CONFLICT,
            reason="changé depuis le dernier import : la valeur de Guichet est gardée",
            line=where.person.number,
            group=where.household,
            person="" if where.kind == HOUSEHOLD else where.person.person,
            column=of_field(PEOPLE, field_).name,
            told=told,
            known=holds,
        )


def _of(row: Model, fields: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}
