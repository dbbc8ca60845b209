"""A household of the file: its lines read together, kept together or refused together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.importing import people
from portal.importing.cells import bare
from portal.importing.lines import read
from portal.importing.outcome import Finding, refused
from portal.importing.people import Person, Role
from portal.importing.survey import Group, Ids, Survey
from portal.importing.trouble import quoted
from portal.names import same_login


@dataclass(frozen=True, slots=True)
class Home:
    """A household whose lines can all be kept."""

    key: str
    people: tuple[Person, ...]

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self.people)

    @property
    def adults(self) -> tuple[Person, ...]:
        """Those for whom the town wants an account."""
        return tuple(person for person in self.people if person.has_account)

    @property
    def children(self) -> tuple[Person, ...]:
        """The children."""
        return tuple(person for person in self.people if person.role is Role.CHILD)

    @property
    def address(self) -> dict[str, str]:
        """What the lines say of where it is; the first that says something."""
        return {
            field: told
            for field in ("street", "postcode", "city")
            if (
                told := next(
                    (getattr(one, field) for one in self.people if getattr(one, field)), ""
                )
            )
        }


def home(survey: Survey, group: Group, today: date) -> Home | list[Finding]:
    """The household, or why its lines are refused."""
    persons, faults = [], []
    for row in group.rows:
        values, wrong = read(survey.heading, row)
        if not wrong:  # the household can be read then
            person = Person(number=row.number, **values)
            wrong = [*people.faults(person, today), *_twice(survey, person)]
            persons.append(person)
        faults += [refused(column, why, line=row.number, group=group.key) for column, why in wrong]
    faults += [
        refused(column, why, line=person.number, group=group.key)
        for person, column, why in _torn(persons)
    ]
    if faults:
        return [*faults, *_with_them(group, faults)]
    return Home(group.key, tuple(persons))


def _twice(survey: Survey, person: Person) -> Iterator[tuple[str, str]]:
    if lines := _others(survey.people, person.person, person.number):
        yield (
            "personne",
            f"{quoted(person.person)} est aussi {lines} : un identifiant n'a qu'une ligne",
        )
    if person.login and (lines := _others(survey.logins, same_login(person.login), person.number)):
        yield "identifiant", f"{quoted(person.login)} est aussi {lines}"


def _others(ids: Ids, name: str, line: int) -> str:
    others = [str(one) for one in ids.twice.get(name, ()) if one != line][:5]
    if not others:
        return ""
    return f"à la ligne {others[0]}" if len(others) == 1 else f"aux lignes {', '.join(others)}"


def _torn(persons: Sequence[Person]) -> Iterator[tuple[Person, str, str]]:
    """A household has one address."""
    for field, column in (("street", "adresse"), ("postcode", "code_postal"), ("city", "ville")):
        said = [person for person in persons if getattr(person, field)]
        for person in said[1:]:
            if bare(getattr(person, field)) != bare(getattr(said[0], field)):
                told = quoted(getattr(person, field))
                yield (
                    person,
                    column,
                    f"{told}, mais la ligne {said[0].number} du même foyer dit autre chose",
                )


def _with_them(group: Group, faults: Sequence[Finding]) -> list[Finding]:
    wrong = sorted({fault.line for fault in faults if fault.line})
    return [
        refused("", f"foyer refusé avec la ligne {wrong[0]}", line=row.number, group=group.key)
        for row in group.rows
        if row.number not in wrong
    ]


def refuse(home_: Home, person: Person, column: str, reason: str) -> list[Finding]:
    """The same once the database has been asked."""
    first = refused(column, reason, line=person.number, group=home_.key)
    return [replace(first, person=person.person), *_with(home_, person)]


def _with(home_: Home, wrong: Person) -> list[Finding]:
    reason = f"foyer refusé avec la ligne {wrong.number}"
    others = [one for one in home_.people if one is not wrong]
    return [refused("", reason, line=one.number, group=home_.key) for one in others]


def told_of(person: Person, fields: Sequence[str]) -> dict[str, Any]:
    """What the line says of those fields; a blank cell says nothing."""
    values = {field: getattr(person, field) for field in fields}
    return {field: value for field, value in values.items() if value not in {"", None}}
