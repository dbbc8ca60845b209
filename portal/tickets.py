"""Requests to a person: numbered and dated when they arrive, so acknowledged once. [CRPA L112-11; DOMAIN.md 6]"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Q

from models.family import Citizen
from models.ticket import Asked, Ticket
from portal.paris import today_in_paris

#: A request that nobody answered here for so long was settled elsewhere: asking again makes a new one.
OPEN_FOR = timedelta(days=60)
#: Numbers of one year are drawn, not counted: one's own number says nothing of how many others asked.
_FIRST, _MANY = 10_000, 90_000
#: Draws among them before a longer number is drawn: a year that is nearly full.
_DRAWS = 20
_LONGER = 1_000

#: `draw(many)` is one of 0 to `many` - 1, each as likely.
Draw = Callable[[int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: the citizen when we know, and the address where they are."""

    town: str
    address_id: int
    citizen: Citizen | None


async def open_ticket(asker: Asker, asked: Asked, now: datetime, draw: Draw) -> tuple[Ticket, bool]:
    """The request of `asker`, and whether it is new. In the transaction of the turn: done again, it is one."""
    if found := await _open(asker, asked, now):
        if asker.citizen and found.citizen_id is None:
            found.citizen_id = asker.citizen.id
            await found.save(update_fields=["citizen_id"])
        return found, False
    ticket = Ticket(
        town=asker.town,
        reference=await _free(asker.town, now, draw),
        asked=asked,
        citizen_id=asker.citizen.id if asker.citizen else None,
        address_id=asker.address_id,
        asked_at=now,
    )
    await ticket.save()
    return ticket, True


async def answered(town: str, ticket_id: int, now: datetime) -> None:
    """A person has answered: whoever asks again asks something else."""
    await Ticket.filter(town=town, id=ticket_id, answered_at=None).update(answered_at=now)


async def _open(asker: Asker, asked: Asked, now: datetime) -> Ticket | None:
    mine = Q(citizen_id=None, address_id=asker.address_id)
    if asker.citizen:
        mine |= Q(citizen_id=asker.citizen.id)
    waiting = Ticket.filter(mine, town=asker.town, asked=asked, answered_at=None)
    return await waiting.filter(asked_at__gt=now - OPEN_FOR).order_by("-id").first()


async def _free(town: str, now: datetime, draw: Draw) -> str:
    """« 2026-48291 »: the year, then digits, which are heard better than letters on a telephone."""
    year, factor = today_in_paris(now).year, 1
    while True:
        for _ in range(_DRAWS):
            reference = f"{year}-{_FIRST * factor + draw(_MANY * factor)}"
            if not await Ticket.filter(town=town, reference=reference).exists():
                return reference
        factor = _LONGER
