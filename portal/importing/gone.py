"""Who was erased at their own wish: an import puts nothing of them back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.family import Citizen
from portal.erasure import ERASED
from portal.importing.homes import Home
from portal.importing.outcome import Outcome, What
from portal.importing.people import Person, Role


def without(homes: Sequence[Home], known: Mapping[str, Citizen], outcome: Outcome) -> list[Home]:
    """The households without those people, nor the children for whom nobody else answers."""
    gone = {name for name, citizen in known.items() if citizen.frozen_why == ERASED}
    return [left for one in homes if (left := _without(one, gone, outcome)).people]


def _without(one: Home, gone: set[str], outcome: Outcome) -> Home:
    if gone.isdisjoint(person.person for person in one.people):
        return one
    left = tuple(person for person in one.people if not _is_gone(one, person, gone))
    for person in one.people:
        if person not in left:
            outcome.find(
                What.NOTE, "effacé de Guichet : rien n'y est remis. Retirez la ligne du fichier",
                line=person.number, group=one.key, person=person.person,
            )  # fmt: skip
    return replace(one, people=left)


def _is_gone(one: Home, person: Person, gone: set[str]) -> bool:
    if person.role is Role.ADULT:
        return person.person in gone
    names = set(person.guardians or (adult.person for adult in one.adults))
    return bool(names) and names <= gone
