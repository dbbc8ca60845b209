"""Finding the adults that a town knows, and writing what becomes of one."""

from typing import Any

from models.family import Citizen
from portal.names import same_login, same_mail


async def by_id(town: str, citizen_id: int) -> Citizen | None:
    """The citizen of that row, when it belongs to `town`."""
    return await Citizen.get_or_none(town=town, id=citizen_id)


async def by_login(town: str, login: str) -> Citizen | None:
    """The citizen of that login, whatever the capitals."""
    return await Citizen.get_or_none(town=town, login=same_login(login))


async def by_mail(town: str, mail: str) -> tuple[Citizen, ...]:
    """Everyone who gave that mail address, in order of arrival: a couple shares one."""
    if not (known := same_mail(mail)):
        return ()
    return tuple(await Citizen.filter(town=town, mail=known).order_by("id"))


async def change(citizen: Citizen, **values: Any) -> None:
    """Write `values` to the row of `citizen`, and to the object in hand."""
    await Citizen.filter(town=citizen.town, id=citizen.id).update(**values)
    for name, value in values.items():
        setattr(citizen, name, value)
