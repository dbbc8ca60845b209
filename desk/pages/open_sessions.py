"""Where a citizen is signed in on the pages, told to her, and closed when she asks."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from desk.counter import Counter
from desk.pages.session import IDLE, Visitor, mark
from desk.pages.ways import note
from flows.note import NoteKind
from models.web_session import WebSession


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser: signed in at, last seen at (UTC), and whether it is the one that asks."""

    since: datetime
    seen: datetime
    here: bool


async def open_sessions(counter: Counter, visitor: Visitor) -> tuple[OpenSession, ...]:
    """Those that would still be let in, the one that asks first."""
    rows = await _good(counter, visitor).order_by("-seen_at")
    told = [OpenSession(row.created_at, row.seen_at, row.id == visitor.session) for row in rows]
    return tuple(sorted(told, key=lambda one: not one.here))


async def close_others(counter: Counter, visitor: Visitor) -> None:
    """A browser forgotten somewhere must sign in again."""
    now, others = counter.clock(), _good(counter, visitor).exclude(id=visitor.session)
    if await others.update(revoked_at=now):
        await note(visitor.citizen, now, NoteKind.EFFECT, "sign_in.sessions", "sessions:closed")


def _good(counter: Counter, visitor: Visitor) -> QuerySet[WebSession]:
    now, citizen = counter.clock(), visitor.citizen
    return WebSession.filter(
        town=citizen.town,
        citizen_id=citizen.id,
        password_mark=mark(citizen),
        revoked_at=None,
        expires_at__gt=now,
        seen_at__gte=now - IDLE,
    )
