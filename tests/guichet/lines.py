"""Lines for the journal of a test."""

from datetime import UTC, datetime, timedelta
from typing import Any

from desk.journal.reading import Line
from models.family import Citizen, Household
from models.journal import Journal

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TOWN = "saint-denis"


async def citizen(login: str, *, town: str = TOWN, family: str = "Testa") -> Citizen:
    """An adult with that login."""
    household = Household(town=town, external_id=f"h-{login}")
    await household.save()
    adult = Citizen(
        town=town,
        household=household,
        external_id=login,
        login=login,
        civility="Mme",
        given_name="Claire",
        family_name=family,
        created_at=NOON,
    )
    await adult.save()
    return adult


async def write(minutes: int = 0, **columns: Any) -> Journal:
    """A line, so many minutes after noon."""
    told = {"town": TOWN, "kind": "asked", "at": NOON + timedelta(minutes=minutes), **columns}
    row = Journal(**told)
    await row.save(force_create="id" in columns)
    return row


def line(**told: Any) -> Line:
    """A line as it is read."""
    nothing: dict[str, Any] = {"citizen_id": None, "conversation_id": None, "address_id": None}
    words = dict.fromkeys(("login", "name", "channel", "flow", "step", "kind", "detail"), "")
    rest = {"id": 1, "at": NOON, "town": TOWN, "length": None, "took": None}
    return Line(**{**nothing, **words, **rest, **told})
