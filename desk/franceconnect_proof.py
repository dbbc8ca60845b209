"""That an account is one's own: a link that the town sent, still good, or the account's present password."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk.counter import Counter
from desk.pages import links
from desk.pages.links import LinkState
from desk.pages.once import again_if_busy
from desk.pages.ways import PAGE
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import credentials
from portal.activation_address import ActivationKey, created
from portal.invitation import InvitationState, good_invitation, good_invitations
from portal.password import same_temporary, temporary_password, verify

#: Links that reach nobody but the owner. Behind the others, a password is asked all the same.
_ENOUGH = frozenset({Purpose.IDENTIFIERS, Purpose.RESET})


class Guess(StrEnum):
    """What a password is worth as a proof."""

    RIGHT = "right"
    EMPTY = "empty"
    WRONG = "wrong"
    BLOCKED = "blocked"
    LOCKED = "locked"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Typed:
    """A password as it was typed: judged, and forgotten."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict; `until` when no password is looked at before then."""

    guess: Guess
    until: datetime | None = None


async def of_activation(counter: Counter, asked: ActivationKey) -> PageLink | None:
    """The invitation of an activation address, if it still opens the space."""
    link = await PageLink.get_or_none(id=asked.id, town=asked.town, purpose=Purpose.INVITATION)
    if link is None or not counter.keys.is_activation_key(asked.id, link.issue, asked.key):
        return None
    if created(link) != (asked.datecreat, asked.heurecreat):
        return None
    return await _if_good(counter, link)


async def of_page(counter: Counter, town: str, token: str) -> PageLink | None:
    """The one-time link of that token, if it is still good and enough by itself."""
    found = await links.find(counter, town, token)
    return await _if_good(counter, found.link) if found else None


async def use(counter: Counter, citizen: Citizen, link: PageLink, at: datetime) -> bool:
    """In the caller's transaction: success uses it up. False when it has served meanwhile."""
    fresh = await PageLink.get(town=link.town, id=link.id)
    if not await _good(counter, fresh, citizen, at):
        return False
    if fresh.purpose is Purpose.INVITATION:
        return True  # retired with the temporary password, by the identifiers that it leads to
    row = PageLink.filter(town=link.town, id=link.id, used_at__isnull=True)
    return bool(await row.update(used_at=at, used_by=PAGE))


async def judge(counter: Counter, citizen: Citizen, typed: Typed) -> Judged:
    """Right, or why not; a wrong one counts like any other."""
    now = counter.clock()
    if not typed.password.strip():
        return Judged(Guess.EMPTY)
    if credentials.locked(citizen):
        return Judged(Guess.LOCKED)
    if until := credentials.blocked_until(citizen, now):
        return Judged(Guess.BLOCKED, until)
    if await _is_theirs(counter, citizen, typed.password, now):
        return Judged(Guess.RIGHT)
    await again_if_busy(lambda: _count(citizen, now))
    return Judged(Guess.LOCKED if credentials.locked(citizen) else Guess.WRONG)


async def _if_good(counter: Counter, link: PageLink) -> PageLink | None:
    citizen = await Citizen.get_or_none(town=link.town, id=link.citizen_id or 0)
    good = citizen and await _good(counter, link, citizen, counter.clock())
    return link if good else None


async def _good(counter: Counter, link: PageLink, citizen: Citizen, at: datetime) -> bool:
    strict = counter.towns[link.town].always_ask_temporary_password
    if strict and not citizen.identifiers_set_at:
        return False
    if link.purpose is Purpose.INVITATION:
        return await good_invitation(link, citizen, at) is InvitationState.GOOD
    if link.purpose not in _ENOUGH:
        return False
    return links.state_of(links.Found(link, citizen), at) is LinkState.GOOD


async def _is_theirs(counter: Counter, citizen: Citizen, typed: str, at: datetime) -> bool:
    """Until the first identifiers are chosen, the present password is the temporary one."""
    if citizen.identifiers_set_at:
        return await verify(typed, citizen.password_hash or None)
    seed = counter.keys.seed
    same = [
        same_temporary(typed, temporary_password(seed("temporary", citizen.id, one.issue)))
        for one in await good_invitations(citizen, at)
    ]
    return any(same)


async def _count(citizen: Citizen, at: datetime) -> None:
    async with in_transaction():
        await credentials.failed(citizen, at)
