"""Which adults are meant: all of a town, or those of a household, a school, a list."""

from dataclasses import dataclass

from tortoise.queryset import QuerySet

from models.family import Child, Citizen, Guardianship
from portal.names import same_login

#: Ids in one condition: databases take no endless list.
MOST = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Each list narrows down; an empty one does not. Within a list, any will do."""

    logins: tuple[str, ...] = ()
    #: Numbers that the town's own software gave to adults, and to households.
    numbers: tuple[str, ...] = ()
    households: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


async def wanted(town: str, only: Only) -> QuerySet[Citizen]:
    """The adults of `town` that `only` names, activated or not."""
    found = Citizen.filter(town=town)
    if only.logins:
        found = found.filter(login__in=[same_login(login) for login in only.logins])
    if only.numbers:
        found = found.filter(external_id__in=only.numbers)
    if only.households:
        found = found.filter(household__external_id__in=only.households)
    if only.schools or only.classes:
        found = found.filter(id__in=await _parents(town, only))
    return found


async def _parents(town: str, only: Only) -> list[int]:
    children = Child.filter(town=town)
    if only.schools:
        children = children.filter(school__in=only.schools)
    if only.classes:
        children = children.filter(school_class__in=only.classes)
    ids = await children.limit(MOST).values_list("id", flat=True)
    lines = Guardianship.filter(town=town, child_id__in=list(ids)).limit(MOST)
    return [int(str(row)) for row in await lines.values_list("citizen_id", flat=True)]
