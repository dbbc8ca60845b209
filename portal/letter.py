"""What a letter does not say and its reader knows: the birth of a child, or one's own."""

from collections.abc import Collection, Mapping
from datetime import date

from models.family import Child, Citizen, Guardianship


async def births(town: str, ids: Collection[int]) -> Mapping[int, frozenset[date]]:
    """For each of these adults, the days that open the letter; none where the town knows no such day.

    Those of the children whom the adult answers for; the adult's own, for who has no child.
    """
    lines = await Guardianship.filter(town=town, citizen_id__in=list(ids)).values_list(
        "citizen_id", "child_id"
    )
    children = Child.filter(town=town, id__in=[child for _, child in lines])
    born = {one.id: one.birth_date for one in await children}
    adults = await Citizen.filter(town=town, id__in=list(ids))
    found: dict[int, set[date]] = {one.id: set() for one in adults}
    for citizen, child in lines:
        if day := born.get(child):
            found[citizen].add(day)
    for one in adults:
        if not found[one.id] and one.birth_date:
            found[one.id].add(one.birth_date)
    return {one: frozenset(days) for one, days in found.items()}


async def knows(citizen: Citizen | None, day: date | None) -> bool:
    """Whether that day opens the letter of that adult. As much is read for nobody."""
    ours = await births(citizen.town if citizen else "", [citizen.id if citizen else 0])
    return citizen is not None and day in ours.get(citizen.id, frozenset())
