"""The sign-in page of the town: login and password, and what somebody who forgot is answered."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk import inbox
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.pages import tries
from desk.pages.once import again_if_busy
from desk.pages.session import open_session
from desk.pages.ways import note, page_token
from desk.received import Begun
from flows.note import NoteKind
from models.family import Citizen
from models.link import Purpose
from portal import citizens, credentials
from portal.invitation import good_invitations
from portal.names import same_login
from portal.password import same_temporary, temporary_password, throttle, verify
from portal.standing import Standing, standing

_STEP = "sign_in.password"
#: The page that comes next, for whoever is not at home yet.
_NEXT = {Standing.ACTIVE: Purpose.IDENTIFIERS, Standing.SECURED: Purpose.TERMS}


class Door(StrEnum):
    """By what somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 - the name of a way in
    FRANCECONNECT = "franceconnect"


#: What the journal says of it.
_ENTERED = {
    Door.PASSWORD: (NoteKind.SECRET, "sign_in.password", "accepted"),
    Door.FRANCECONNECT: (NoteKind.EFFECT, "franceconnect.arrived", "franceconnect:entered"),
}


class Entry(StrEnum):
    """What came of a login and a password. All but the first three are the same for any login."""

    IN = "in"
    FROZEN = "frozen"
    INVITED = "invited"  # the space is still to be activated
    EMPTY = "empty"
    WRONG = "wrong"
    BLOCKED = "blocked"
    LOCKED = "locked"
    ENOUGH = "enough"  # too many tries from that client


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """`session` goes into the cookie; `next` is the token of a page that comes before home."""

    outcome: Entry
    session: str = field(default="", repr=False)
    next: str = field(default="", repr=False)
    until: datetime | None = None


async def enter(counter: Counter, town: str, *, login: str, password: str, client: str) -> Entered:
    """Judge before any transaction: as long, and in the same words, whether the login exists or not."""
    if not login.strip() or not password.strip():
        return Entered(outcome=Entry.EMPTY)
    if until := await tries.over(counter, town, client, tries.SIGN_INS):
        return Entered(outcome=Entry.ENOUGH, until=until)
    login = same_login(login[:200])
    citizen = await citizens.by_login(town, login)
    if citizen:
        until = credentials.blocked_until(citizen, counter.clock())
    else:
        until = await tries.nobody_until(counter, town, login)
    matches = await _matches(counter, citizen, password)
    if until:
        await tries.count(counter, town, client, tries.SIGN_INS)
        return await _refused(counter, citizen, until)
    if citizen is None or not matches:
        return await _failed(counter, town, citizen, login, client)
    return await welcome(counter, citizen)


async def ask_reset(counter: Counter, town: str, login: str) -> None:
    """A mail leaves for a login that exists, to its address on file; one an hour, whoever asks."""
    citizen = await citizens.by_login(town, login[:200])
    mailbox = await mailbox_of(citizen) if citizen else None
    if citizen is None or mailbox is None:
        return
    now = counter.clock()
    await inbox.put(
        mailbox,
        account="desk",
        # The same row as when it is asked in a conversation.
        external_id=f"reset:{citizen.id}:{now:%Y%m%d%H}",
        at=now,
        what=Begun(flow="forgotten", citizen=citizen.id),
    )
    counter.arrived.ring()


async def next_page(counter: Counter, citizen: Citizen) -> str:
    """The token of the page that stands before home, empty when nothing does."""
    purpose = _NEXT.get(await standing(citizen))
    return await page_token(counter, citizen, purpose, counter.clock()) if purpose else ""


async def _matches(counter: Counter, citizen: Citizen | None, typed: str) -> bool:
    """The password, or before one is chosen the temporary one of any invitation still good."""
    right = await verify(typed, citizen.password_hash or None if citizen else None)
    if citizen is None or citizen.identifiers_set_at:
        return right
    seed = counter.keys.seed
    same = [
        same_temporary(typed, temporary_password(seed("temporary", citizen.id, link.issue)))
        for link in await good_invitations(citizen, counter.clock())
    ]
    return any(same)


async def _refused(counter: Counter, citizen: Citizen | None, until: datetime) -> Entered:
    """Not looked at. `until` tells a delay from a lock, which only a link opens."""
    lock = until == throttle.NEVER
    outcome = Entry.LOCKED if lock else Entry.BLOCKED
    if citizen:
        await note(citizen, counter.clock(), NoteKind.SECRET, _STEP, outcome.value)
    return Entered(outcome=outcome, until=None if lock else until)


async def _failed(
    counter: Counter, town: str, citizen: Citizen | None, login: str, client: str
) -> Entered:
    now = counter.clock()

    async def write() -> datetime | None:
        async with in_transaction():
            await tries.count(counter, town, client, tries.SIGN_INS)
            if citizen is None:
                await tries.nobody_failed(counter, town, login)
                return None
            await note(citizen, now, NoteKind.SECRET, _STEP, Entry.WRONG.value)
            return await credentials.failed(citizen, now)

    until = await again_if_busy(write)
    if citizen is None:
        until = await tries.nobody_until(counter, town, login)
    if until:
        lock = until == throttle.NEVER
        return Entered(
            outcome=Entry.LOCKED if lock else Entry.BLOCKED, until=None if lock else until
        )
    return Entered(outcome=Entry.WRONG)


async def welcome(counter: Counter, citizen: Citizen, by: Door = Door.PASSWORD) -> Entered:
    """For whoever proved to be that citizen, by a password or by another way that the town trusts.

    A session opens once the password is the citizen's own and the space is not blocked.
    """
    now = counter.clock()

    async def write() -> Entered:
        async with in_transaction():
            known = await Citizen.filter(town=citizen.town, id=citizen.id).select_for_update().get()
            stands = await standing(known)
            if stands is Standing.FROZEN:
                return Entered(outcome=Entry.FROZEN)
            await note(known, now, *_ENTERED[by])
            if stands is Standing.INVITED:
                return Entered(outcome=Entry.INVITED)
            before = await credentials.signed_in(known, now)
            page = await next_page(counter, known)
            own = stands is not Standing.ACTIVE
            session = await open_session(counter, known, before) if own else ""
        return Entered(outcome=Entry.IN, session=session, next=page)

    return await again_if_busy(write)
