"""Login and password: their form, their setting, and what failures cost."""

import unicodedata
from datetime import datetime
from enum import StrEnum

from tortoise.expressions import F

from models.family import Citizen
from portal.citizens import change
from portal.invitation import retire_invitations
from portal.names import same_login
from portal.password import throttle

#: Characters of a login.
SHORTEST, LONGEST = 3, 64
#: What a login may hold besides letters and digits: a mail address is a login too.
SIGNS = frozenset(".-_@+'")


class Identifiers(StrEnum):
    """What became of new identifiers."""

    SET = "set"
    TAKEN = "taken"


def login_form(text: str) -> str | None:
    """The login to store, or None: 3 to 64 Latin letters, digits and . - _ @ + ', a letter or digit first."""
    login = same_login(text) if len(text) <= 2 * LONGEST else ""
    if not SHORTEST <= len(login) <= LONGEST or not login[0].isalnum():
        return None
    return login if all(map(_allowed, login)) else None


async def login_free(town: str, login: str, except_for: Citizen | None) -> bool:
    """Whether nobody else in `town` has `login`, whatever its capitals."""
    holders = Citizen.filter(town=town, login=same_login(login))
    if except_for is not None:
        holders = holders.exclude(id=except_for.id)
    return not await holders.exists()


async def set_identifiers(
    citizen: Citizen, *, login: str, password_hash: str, at: datetime
) -> Identifiers:
    """Give `citizen` a login and a password. Every invitation has then served.

    Somebody who takes the same login in the same instant makes the database refuse one of the two
    (IntegrityError): done again, that one is told TAKEN.
    """
    if not await login_free(citizen.town, login, citizen):
        return Identifiers.TAKEN
    await change(citizen, login=same_login(login), identifiers_set_at=at)
    await set_password(citizen, password_hash, at)
    return Identifiers.SET


async def set_password(citizen: Citizen, password_hash: str, at: datetime) -> None:
    """Replace the password: the temporary ones are void, the failures forgotten, the lock open."""
    await change(citizen, password_hash=password_hash, failures=0, last_failure_at=None)
    await retire_invitations(citizen, at)


async def failed(citizen: Citizen, at: datetime) -> datetime | None:
    """Count a wrong password; the instant before which none is looked at, None for at once."""
    row = Citizen.filter(town=citizen.town, id=citizen.id)
    await row.update(failures=F("failures") + 1, last_failure_at=at)
    citizen.failures, citizen.last_failure_at = (await row.get()).failures, at
    return blocked_until(citizen, at)


async def recognised(citizen: Citizen, at: datetime) -> None:
    """The right password was given. Coming home will note the sign-in; a first one has no home to come to yet."""
    if citizen.identifiers_set_at is None:
        _ = await signed_in(citizen, at)
    else:
        await change(citizen, failures=0, last_failure_at=None)


async def signed_in(citizen: Citizen, at: datetime) -> datetime | None:
    """Note the sign-in and forget the failures; the time of the one before, None for the first."""
    before = citizen.last_sign_in_at
    await change(citizen, last_sign_in_at=at, failures=0, last_failure_at=None)
    return before


def blocked_until(citizen: Citizen, at: datetime) -> datetime | None:
    """The instant before which no password is looked at; `throttle.NEVER` when a link must open."""
    if citizen.last_failure_at is None:
        return None
    until = throttle.blocked_until(citizen.failures, citizen.last_failure_at)
    return until if until and until > at else None


def locked(citizen: Citizen) -> bool:
    """Whether only a link opens the account."""
    return throttle.locked(citizen.failures)


def _allowed(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum() or sign in SIGNS
    # Latin only: a Cyrillic « а » would make a second login that looks the same.
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN ")
