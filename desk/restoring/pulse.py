"""The database beats; a witness outside it remembers the last beat, and so notices a copy that came back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F
from tortoise.transactions import in_transaction

from desk.restoring.holding import hold
from models.installation import ONLY, Installation

#: Seconds between two beats.
EVERY = 60.0
#: A database that beat that lately is served elsewhere: whoever joins has no witness yet, and holds nothing.
ALIVE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What is remembered outside the database."""

    mark: str
    life: int
    beat: int


async def beat(witness: Witness | None, now: datetime) -> tuple[Witness, bool]:
    """One beat, and whether a copy was just found and held. `witness` was read before: never after."""
    row, fresh = await _row(now)
    came_back = not fresh and is_a_copy(row, witness, now)
    if came_back:
        came_back = await _hold(row, witness, now)
    here = Installation.filter(id=ONLY)
    await here.update(beat=F("beat") + 1, beat_at=now)
    row = await Installation.get(id=ONLY)
    return Witness(mark=row.mark, life=row.life, beat=row.beat), came_back


def is_a_copy(row: Installation, witness: Witness | None, now: datetime) -> bool:
    """Whether the database is older than what the witness saw, or one that it never saw and nobody serves."""
    if witness is None or witness.mark != row.mark:
        return now - row.beat_at > ALIVE
    return (row.life, row.beat) < (witness.life, witness.beat)


async def _row(now: datetime) -> tuple[Installation, bool]:
    """The row, and whether it was just made: two that start together make one."""
    if found := await Installation.get_or_none(id=ONLY):
        return found, False
    try:
        async with in_transaction():
            made = await Installation.create(id=ONLY, mark=secrets.token_hex(16), beat_at=now)
    except IntegrityError:
        return await Installation.get(id=ONLY), False
    return made, True


async def _hold(seen: Installation, witness: Witness | None, now: datetime) -> bool:
    """Once, whoever else noticed: a life that none of them knows begins."""
    life = max(seen.life, witness.life if witness and witness.mark == seen.mark else 0) + 1
    async with in_transaction():
        same = Installation.filter(id=ONLY, life=seen.life)
        if not await same.update(life=life, held_since=now, copied_at=seen.beat_at):
            return False
        await hold(now)
    return True
