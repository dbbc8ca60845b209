"""Whom an identity vouched for by the State may be, among the adults that the town knows. [DOMAIN.md 5]

Family name, first given name and birth date are compared; a mail address never is. The town holds no
birthplace to compare.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from models.family import Citizen

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class BirthDate:
    """As the civil register knows it: a presumed one has no day, or neither day nor month."""

    year: int
    month: int | None = None
    day: int | None = None

    def span(self) -> tuple[date, date]:
        """The first and the last day that it may mean."""
        first, last = self.month or 1, self.month or 12
        end = self.day or monthrange(self.year, last)[1]
        return date(self.year, first, self.day or 1), date(self.year, last, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is, as far as we compare. Never shown, never logged."""

    family_name: str = field(repr=False)
    #: The name used in daily life, when it is another one.
    usage_name: str = field(default="", repr=False)
    #: All of them, in the order of the civil register, separated by spaces.
    given_names: str = field(repr=False)
    birth_date: BirthDate | None = field(repr=False)


def birth_date(text: str) -> BirthDate | None:
    """« 1992-05-14 », « 1992-05-00 » or « 1992-00-00 »; None for anything else."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = map(int, match.groups())
    if day and not month:
        return None
    known = BirthDate(year, month or None, day or None)
    try:
        known.span()
    except ValueError:
        return None
    return known


def spelt(name: str) -> str:
    """The one spelling of a name: no accent, no capital, a space for whatever is between two words."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(_LETTERS.findall(bare))


def same_person(person: Person, citizen: Citizen) -> bool:
    """Whether every part that both know is the same, and both know enough."""
    return (
        _same_birth(person.birth_date, citizen.birth_date)
        and _same_family_name(person, citizen.family_name)
        and _same_given_name(person.given_names, citizen.given_name)
    )


async def namesakes(town: str, person: Person) -> tuple[Citizen, ...]:
    """The adults of `town` who may be `person`: with none, or several, nobody guesses."""
    if person.birth_date is None:
        return ()
    first, last = person.birth_date.span()
    born = Citizen.filter(town=town, birth_date__gte=first, birth_date__lte=last)
    return tuple(one for one in await born.order_by("id") if same_person(person, one))


def _same_birth(said: BirthDate | None, known: date | None) -> bool:
    if said is None or known is None:
        return False
    first, last = said.span()
    return first <= known <= last


def _same_family_name(person: Person, known: str) -> bool:
    said = {spelt(person.family_name), spelt(person.usage_name)} - {""}
    return spelt(known) in said


def _same_given_name(said: str, known: str) -> bool:
    """The first one of each; a town that writes « Jean Pierre » for « Jean-Pierre » is understood."""
    first = _first(said)
    return bool(first) and first in {_first(known), spelt(known)}


def _first(names: str) -> str:
    words = names.split()
    return spelt(words[0]) if words else ""
