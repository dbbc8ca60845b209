"""A browser that is signed in: opened by a password, closed by time, by signing out, by a new password."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.counter import Counter
from models.family import Citizen
from models.web_session import WebSession

#: Without a page for that long, whoever sits at the computer next must sign in.
IDLE = timedelta(minutes=30)
LIFE = timedelta(hours=12)
#: The last page seen is written down that often.
_GLANCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, and the sign-in before this one."""

    citizen: Citizen
    before: datetime | None
    #: Which of her sessions this is.
    session: int


async def open_session(counter: Counter, citizen: Citizen, before: datetime | None = None) -> str:
    """The token for the cookie, of which the hash alone is kept. Sessions long over are erased."""
    now, token = counter.clock(), secrets.token_urlsafe(32)
    await WebSession.filter(expires_at__lt=now - LIFE).delete()
    row = WebSession(
        town=citizen.town,
        citizen_id=citizen.id,
        token_hash=_hash(token),
        password_mark=mark(citizen),
        signed_in_before=before,
        created_at=now,
        seen_at=now,
        expires_at=now + LIFE,
    )
    await row.save()
    return token


async def visitor(counter: Counter, town: str, token: str) -> Visitor | None:
    """Who has that token in that town, if the session is still good."""
    row = await WebSession.get_or_none(town=town, token_hash=_hash(token), revoked_at=None)
    now = counter.clock()
    if row is None or now >= row.expires_at or now - row.seen_at > IDLE:
        return None
    citizen = await Citizen.get_or_none(town=town, id=row.citizen_id)
    if citizen is None or citizen.frozen_at or row.password_mark != mark(citizen):
        return None
    if now - row.seen_at >= _GLANCE:
        await WebSession.filter(id=row.id).update(seen_at=now)
    return Visitor(citizen, row.signed_in_before, row.id)


async def close_session(counter: Counter, town: str, token: str) -> None:
    """Sign out."""
    row = WebSession.filter(town=town, token_hash=_hash(token), revoked_at=None)
    await row.update(revoked_at=counter.clock())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def mark(citizen: Citizen) -> str:
    """Changes with the password, whichever way it is changed, and tells nothing of it."""
    return hashlib.sha256(f"{citizen.id}:{citizen.password_hash}".encode()).hexdigest()
