"""What was done is written down: by whom and why in the register, that it was done in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.note import NoteKind
from models.family import Citizen
from models.journal import Journal
from models.staff import Deed, StaffAct

#: Who purges when nobody asked.
PROGRAM = "guichet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who acts, and why. Both are kept with the deed."""

    by: str
    reason: str = ""


async def begin(
    deed: Deed, town: str, staff: Staff, at: datetime, citizen_id: int | None = None
) -> StaffAct:
    """Write down what is about to be done."""
    act = StaffAct(
        at=at,
        town=town,
        deed=deed,
        citizen_id=citizen_id,
        by=staff.by[:64],
        reason=staff.reason[:255],
    )
    await act.save()
    return act


async def finish(act: StaffAct, at: datetime, counts: Mapping[str, int] | None = None) -> None:
    """It is done, and that is how much there was."""
    rows = StaffAct.filter(town=act.town, id=act.id)
    await rows.update(finished_at=at, counts=dict(counts or {}))


async def write_down(
    deed: Deed,
    citizen: Citizen,
    staff: Staff,
    at: datetime,
    counts: Mapping[str, int] | None = None,
) -> int:
    """In the caller's transaction: it is done, and the journal says so. Answers the number of the deed."""
    act = await begin(deed, citizen.town, staff, at, citizen.id)
    await finish(act, at, counts)
    await note(deed, citizen, at)
    return int(act.id)


async def note(deed: Deed, citizen: Citizen, at: datetime) -> None:
    """The line of the journal: no reason in it, for a reason is free words."""
    line = Journal(
        at=at,
        town=citizen.town,
        citizen_id=citizen.id,
        kind=NoteKind.STAFF.value,
        detail=deed.value,
    )
    await line.save()
