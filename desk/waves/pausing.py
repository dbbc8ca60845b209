"""Pausing what a town begins with many at once. Answers, and what one person asked for, leave as ever."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from desk.privacy.batches import together
from models.post import BULK, Outbox, OutboxState
from models.wave import MemberState, Pause, WaveMember


@dataclass(frozen=True, slots=True)
class Held:
    """How much waits: people whose invitation was not begun, and messages that are ready."""

    people: int
    messages: int


async def paused(towns: Collection[str]) -> frozenset[str]:
    """Those of these towns that paused."""
    rows = Pause.filter(town__in=list(towns))
    return frozenset(str(town) for town in await rows.values_list("town", flat=True))


async def pause(town: str, by: str, now: datetime) -> Held:
    """From now on nothing of the kind leaves; what is being sent this second still may."""

    async def write() -> None:
        row = Pause(town=town, since=now, by=by[:64])
        await Pause.bulk_create([row], ignore_conflicts=True)
        ready = Outbox.filter(town=town, state=OutboxState.PENDING, priority=BULK)
        await ready.update(state=OutboxState.HELD)

    await together(write)
    return await held(town)


async def resume(town: str, now: datetime) -> Held:
    """Let it go on, at the pace of each wave. Answers what waited."""
    waited = await held(town)

    async def write() -> None:
        await Pause.filter(town=town).delete()
        ready = Outbox.filter(town=town, state=OutboxState.HELD)
        await ready.update(state=OutboxState.PENDING, due_at=now)

    await together(write)
    return waited


async def held(town: str) -> Held:
    """What waits in `town`."""
    return Held(
        people=await WaveMember.filter(town=town, state=MemberState.WAITING).count(),
        messages=await Outbox.filter(town=town, state=OutboxState.HELD).count(),
    )
