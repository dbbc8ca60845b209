"""How the town reaches a citizen: address, mail, phone."""

from dataclasses import dataclass

from models.family import Citizen, Household
from portal.names import full


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """As the town knows it; an empty field is one that it does not know."""

    name: str
    address: tuple[str, ...]
    mail: str
    phone: str


async def contact(citizen: Citizen) -> Contact:
    """The contact details of `citizen`; the address is in lines, as on an envelope."""
    home = await Household.get(town=citizen.town, id=citizen.household_id)
    lines = (home.street, f"{home.postcode} {home.city}")
    return Contact(
        name=full(citizen),
        address=tuple(line.strip() for line in lines if line.strip()),
        mail=citizen.mail,
        phone=citizen.phone,
    )
