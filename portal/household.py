"""Who lives with a citizen, and the children that a citizen answers for."""

from dataclasses import dataclass
from datetime import date

from models.family import Child, Citizen, Guardianship
from portal.loading import Topic, loaded
from portal.names import full


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultShown:
    """An adult of the household: no more than the name."""

    name: str
    oneself: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildShown:
    """A child as the one who answers for it sees it."""

    name: str
    birth_date: date | None
    school: str
    school_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdShown:
    """The household of a citizen, and of which day; `loaded` None: nothing is known."""

    loaded: date | None
    adults: tuple[AdultShown, ...] = ()
    children: tuple[ChildShown, ...] = ()


async def household(citizen: Citizen) -> HouseholdShown:
    """Oneself, the other adults of the household, and one's own children."""
    as_of = await loaded(citizen.town, Topic.HOUSEHOLD)
    if as_of is None:
        return HouseholdShown(loaded=None)
    return HouseholdShown(
        loaded=as_of, adults=await _adults(citizen), children=await children(citizen)
    )


async def children(citizen: Citizen) -> tuple[ChildShown, ...]:
    """Those that `citizen` answers for, wherever they live, eldest first.

    Separated parents each see theirs; who lives with a parent sees nothing by that alone.
    """
    lines = Guardianship.filter(town=citizen.town, citizen_id=citizen.id)
    ids = await lines.values_list("child_id", flat=True)
    found = await Child.filter(town=citizen.town, id__in=ids).order_by("birth_date", "id")
    return tuple(map(_child, found))


async def _adults(citizen: Citizen) -> tuple[AdultShown, ...]:
    others = Citizen.filter(town=citizen.town, household_id=citizen.household_id)
    found = await others.exclude(id=citizen.id).order_by("id")
    return (
        AdultShown(name=full(citizen), oneself=True),
        *(AdultShown(name=full(other), oneself=False) for other in found),
    )


def _child(child: Child) -> ChildShown:
    return ChildShown(
        name=f"{child.given_name} {child.family_name}".strip(),
        birth_date=child.birth_date,
        school=child.school,
        school_class=child.school_class,
    )
