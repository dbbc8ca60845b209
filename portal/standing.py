"""How far an account has come."""

from enum import StrEnum

from models.family import Citizen
from portal.terms import current, has_accepted


class Standing(StrEnum):
    """Each follows from the one before, frozen apart."""

    UNKNOWN = "unknown"
    FROZEN = "frozen"
    INVITED = "invited"
    ACTIVE = "active"
    SECURED = "secured"
    READY = "ready"


async def standing(citizen: Citizen | None) -> Standing:
    """Where the account of `citizen` stands. A town without terms asks for none."""
    if citizen is None:
        return Standing.UNKNOWN
    if citizen.frozen_at:
        return Standing.FROZEN
    if not citizen.activated_at:
        return Standing.INVITED
    if not citizen.identifiers_set_at:
        return Standing.ACTIVE
    terms = await current(citizen.town)
    if terms and not await has_accepted(citizen, terms.version):
        return Standing.SECURED
    return Standing.READY
