"""How often one may try: counted in the database, so that a restart forgets nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import F

from desk.counter import Counter
from models.web_session import WebTries
from portal.password import throttle

#: After that long without a try, a count is erased.
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries in so long."""

    name: str
    most: int
    lasts: timedelta


#: One client address is often many people: a town hall's own computers, a library, a phone network.
SIGN_INS = Allowance("sign_in", 30, timedelta(minutes=15))
ASKS = Allowance("ask", 10, timedelta(hours=1))
LETTERS = Allowance("letter", 10, timedelta(minutes=15))
UNKNOWN_LINKS = Allowance("link", 60, timedelta(minutes=15))


async def over(counter: Counter, town: str, client: str, allowed: Allowance) -> datetime | None:
    """Until when that client has tried enough; None while it may."""
    row = await WebTries.get_or_none(town=town, who=_who(counter, town, allowed.name, client))
    if row is None or row.tries < allowed.most:
        return None
    until = row.since + allowed.lasts
    return until if until > counter.clock() else None


async def count(counter: Counter, town: str, client: str, allowed: Allowance) -> None:
    """One try more."""
    await _count(counter, town, _who(counter, town, allowed.name, client), allowed.lasts)


async def nobody_until(counter: Counter, town: str, login: str) -> datetime | None:
    """For a login that nobody has: the instant before which no password is looked at, as for any other."""
    row = await WebTries.get_or_none(town=town, who=_who(counter, town, "login", login))
    until = throttle.blocked_until(row.tries, row.last_at) if row else None
    return until if until and until > counter.clock() else None


async def nobody_failed(counter: Counter, town: str, login: str) -> None:
    """A wrong password for a login that nobody has is counted like any other."""
    await _count(counter, town, _who(counter, town, "login", login), KEPT)


def _who(counter: Counter, town: str, kind: str, who: str) -> str:
    return counter.keys.seed(f"tries:{town}:{kind}:{who}", 0).hex()


async def _count(counter: Counter, town: str, who: str, lasts: timedelta) -> None:
    now = counter.clock()
    row = WebTries.filter(town=town, who=who)
    if await row.filter(since__lte=now - lasts).update(tries=1, since=now, last_at=now):
        return
    if await row.update(tries=F("tries") + 1, last_at=now):
        return
    await WebTries.filter(last_at__lt=now - KEPT).delete()
    fresh = WebTries(town=town, who=who, since=now, last_at=now)
    await WebTries.bulk_create([fresh], ignore_conflicts=True)
    await row.update(tries=F("tries") + 1, last_at=now)
