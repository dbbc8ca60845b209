"""A transaction begun again when another one was faster."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tortoise.exceptions import IntegrityError

from models.engine import Busy

MOST_TRIES = 8

Answer = TypeVar("Answer")


async def again_if_busy(
    transaction: Callable[[], Awaitable[Answer]], *, or_when: type[Exception] = Busy
) -> Answer:
    """Run `transaction`; once more while the database is busy, or refuses what somebody else just took."""
    for _ in range(MOST_TRIES - 1):
        try:
            return await transaction()
        except (Busy, IntegrityError, or_when):
            continue
    return await transaction()
