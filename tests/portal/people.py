"""An invented town and a few of its people, for the stories of the portal."""

from datetime import UTC, date, datetime
from typing import Any

from models.family import Child, Citizen, Guardianship, Household
from portal.names import same_login

TOWN = "val-test"
#: A Tuesday, 08:29 in Paris.
NOON = datetime(2020, 6, 9, 6, 29, tzinfo=UTC)
TODAY = date(2020, 6, 9)


async def home(name: str = "F1", *, town: str = TOWN, **known: Any) -> Household:
    """A household."""
    values = {"street": "10 rue Creuse", "postcode": "44000", "city": "Val-Test", **known}
    household = Household(town=town, external_id=name, **values)
    await household.save()
    return household


async def adult(
    login: str = "claire.testa", *, at: Household | None = None, **known: Any
) -> Citizen:
    """An adult whom the town has just created; `known` replaces what is told of her."""
    household = at or await home(f"F-{login}", town=known.get("town", TOWN))
    values: dict[str, Any] = {
        "town": TOWN,
        "login": same_login(login),
        "external_id": f"A-{login}",
        "civility": "Mme",
        "given_name": "Claire",
        "family_name": "Testa",
        "mail": "claire.testa@exemple.example",
        "created_at": NOON,
    }
    citizen = Citizen(**(values | known), household=household)
    await citizen.save()
    return citizen


async def child(name: str, *parents: Citizen, **known: Any) -> Child:
    """A child of these parents."""
    town = parents[0].town
    one = Child(town=town, external_id=name, given_name=name, family_name="Testa", **known)
    await one.save()
    for parent in parents:
        line = Guardianship(town=town, child=one, citizen=parent)
        await line.save()
    return one


async def again(citizen: Citizen) -> Citizen:
    """What the database says of `citizen` now."""
    return await Citizen.get(id=citizen.id)
