"""Login and passwords given on a page: judged and hashed before the transaction that writes them."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from tortoise.transactions import in_transaction

from desk import telling
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.pages.links import Found, LinkState, find, form_is_good, form_of, state_of, step_of
from desk.pages.once import again_if_busy
from desk.pages.session import open_session
from desk.pages.submission import Fault, FaultKind, Field, Submission, Submitted, Typed
from desk.pages.ways import PAGE, note, page_token, tell, told_at
from desk.received import Moved
from desk.secrecy import known_of
from flows.message import Json, Message
from flows.note import NoteKind
from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import credentials
from portal.credentials import Identifiers
from portal.invitation import good_invitations
from portal.password import (
    Outcome,
    Reason,
    hash_password,
    normalised,
    ready_password,
    same_temporary,
    temporary_password,
)
from portal.standing import Standing, standing
from words.desk_keys import TOLD_PASSWORD

#: What the account did, as the flows call it.
_MOVES = {
    Purpose.IDENTIFIERS: "identifiers_set",
    Purpose.RESET: "password_set",
    Purpose.TEMPORARY: "temporary_given",
}
#: Broken rules say exactly what to do; any other refusal is for guessability.
_RULES = frozenset(
    {
        Reason.TOO_SHORT,
        Reason.TOO_LONG,
        Reason.NO_LOWERCASE,
        Reason.NO_DIGIT,
        Reason.HAS_CONTROL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What passed every check, ready to be written, and who is told. No secret, only its hash."""

    login: str = ""
    hashed: str = field(default="", repr=False)
    told: Address | None = None
    #: The mailbox on file, when the conversation goes on elsewhere: it is told of a new password too.
    warned: Address | None = None


async def submit(counter: Counter, town: str, token: str, typed: Typed) -> Submission:
    """Take what was typed, or say exactly what is wrong with it."""
    found = await find(counter, town, token)
    if found is None or state_of(found, counter.clock()) is not LinkState.GOOD:
        return Submission(outcome=Submitted.CLOSED)
    if not form_is_good(counter, found.link, typed.signed):
        return Submission(outcome=Submitted.LATE)
    asked = form_of(counter, found, typed.signed)
    faults: list[Fault] = []
    ready = ""
    if asked.asks_temporary:
        faults += await _temporary(counter, found.citizen, typed.temporary)
    if found.link.purpose is Purpose.IDENTIFIERS:
        faults += await _login(found.citizen, typed.login)
    if found.link.purpose is not Purpose.TEMPORARY:
        refused, ready = await _password(counter, found, typed)
        faults += refused
    if faults:
        await _note_refusal(counter, found, faults)
        form = replace(asked, login=typed.login or asked.login)
        return Submission(outcome=Submitted.REFUSED, faults=tuple(faults), form=form, ready=ready)
    return await _done(counter, found, typed)


async def _done(counter: Counter, found: Found, typed: Typed) -> Submission:
    told, mailbox = await told_at(found.citizen), await mailbox_of(found.citizen)
    elsewhere = mailbox if mailbox and told and mailbox.id != told.id else None
    wanted = _Wanted(told=told, warned=elsewhere)
    if found.link.purpose is not Purpose.TEMPORARY:
        login = credentials.login_form(typed.login) or found.citizen.login
        wanted = replace(wanted, login=login, hashed=await hash_password(typed.password))
    done = await again_if_busy(lambda: _write(counter, found.link, wanted))
    counter.arrived.ring()
    counter.leaving.ring()
    if done.outcome is Submitted.REFUSED:
        form = replace(form_of(counter, found, typed.signed), login=typed.login)
        return replace(done, form=form)
    return done


async def _temporary(counter: Counter, citizen: Citizen, typed: str) -> list[Fault]:
    """Wrong ones are counted, whichever page or chat they come from."""
    now = counter.clock()

    def fault(kind: FaultKind, until: datetime | None = None) -> list[Fault]:
        return [Fault(field=Field.TEMPORARY, kind=kind, until=until)]

    if credentials.locked(citizen):
        return fault(FaultKind.LOCKED)
    if until := credentials.blocked_until(citizen, now):
        return fault(FaultKind.BLOCKED, until)
    if not typed.strip():
        return fault(FaultKind.EMPTY)
    if await _is_temporary(counter, citizen, typed):
        return []

    async def count() -> datetime | None:
        async with in_transaction():
            return await credentials.failed(citizen, now)

    until = await again_if_busy(count)
    if credentials.locked(citizen):
        return fault(FaultKind.LOCKED)
    return fault(FaultKind.BLOCKED, until) if until else fault(FaultKind.WRONG)


async def _is_temporary(counter: Counter, citizen: Citizen, typed: str) -> bool:
    """Any invitation still good: a newer one leaves an older one good until one is used."""
    seed = counter.keys.seed
    same = [
        same_temporary(typed, temporary_password(seed("temporary", citizen.id, link.issue)))
        for link in await good_invitations(citizen, counter.clock())
    ]
    return any(same)


async def _login(citizen: Citizen, typed: str) -> list[Fault]:
    if not typed.strip():
        return [Fault(field=Field.LOGIN, kind=FaultKind.EMPTY)]
    login = credentials.login_form(typed)
    if login is None:
        return [Fault(field=Field.LOGIN, kind=FaultKind.MALFORMED)]
    if not await credentials.login_free(citizen.town, login, citizen):
        return [Fault(field=Field.LOGIN, kind=FaultKind.TAKEN)]
    return []


async def _password(counter: Counter, found: Found, typed: Typed) -> tuple[list[Fault], str]:
    """The faults of both fields, and a ready password when the first was too easily guessed."""
    if not normalised(typed.password):
        return [Fault(field=Field.PASSWORD, kind=FaultKind.EMPTY)], ""
    faults: list[Fault] = []
    ready = ""
    known = await known_of(counter.towns[found.citizen.town].name, found.citizen)
    login = credentials.login_form(typed.login) or found.citizen.login
    judged = await counter.judge.judge(typed.password, replace(known, login=login), counter.rules)
    if judged.outcome is not Outcome.ACCEPTED:
        reasons = tuple(reason.value for reason in judged.reasons)
        faults.append(Fault(field=Field.PASSWORD, kind=FaultKind.RULES, reasons=reasons))
        if not _RULES.intersection(judged.reasons):
            ready = ready_password(secrets.choice)
    if normalised(typed.password) != normalised(typed.confirmation):
        kind = FaultKind.DIFFERENT if typed.confirmation else FaultKind.EMPTY
        faults.append(Fault(field=Field.CONFIRMATION, kind=kind))
    return faults, ready


async def _write(counter: Counter, link: PageLink, wanted: _Wanted) -> Submission:
    """All of it or nothing. The citizen's row is held first: two pages of hers come one after the other."""
    now = counter.clock()
    async with in_transaction():
        citizen = await Citizen.filter(town=link.town, id=link.citizen_id).select_for_update().get()
        found = Found(await PageLink.get(town=link.town, id=link.id), citizen)
        if state_of(found, now) is not LinkState.GOOD:
            return Submission(outcome=Submitted.CLOSED)
        if await _apply(citizen, link.purpose, wanted, now) is Identifiers.TAKEN:
            taken = Fault(field=Field.LOGIN, kind=FaultKind.TAKEN)
            return Submission(outcome=Submitted.REFUSED, faults=(taken,))
        await _use(link, now)
        facts: dict[str, Json] = {"login": citizen.login} if wanted.login else {}
        moved = Moved(what=_MOVES[link.purpose], citizen=citizen.id, facts=facts)
        await tell(wanted.told, moved, link, now)
        await note(citizen, now, NoteKind.SECRET, step_of(link), "accepted")
        if wanted.warned and link.purpose is Purpose.RESET:
            await _warn(citizen, wanted.warned, link, now)
        page = ""
        if after := await _after(citizen, link.purpose):
            page = await page_token(counter, citizen, after, now)
        session = (
            await open_session(counter, citizen, citizen.last_sign_in_at) if wanted.hashed else ""
        )
    return Submission(outcome=Submitted.DONE, login=citizen.login, next=page, session=session)


async def _after(citizen: Citizen, purpose: Purpose) -> Purpose | None:
    """The page that comes next for whoever goes on here."""
    if purpose is Purpose.TEMPORARY:
        return Purpose.IDENTIFIERS
    secured = await standing(citizen) is Standing.SECURED
    return Purpose.TERMS if purpose is Purpose.IDENTIFIERS and secured else None


async def _apply(
    citizen: Citizen, purpose: Purpose, wanted: _Wanted, now: datetime
) -> Identifiers | None:
    if purpose is Purpose.IDENTIFIERS:
        return await credentials.set_identifiers(
            citizen, login=wanted.login, password_hash=wanted.hashed, at=now
        )
    if purpose is Purpose.RESET:
        await credentials.set_password(citizen, wanted.hashed, now)
    else:
        await credentials.signed_in(citizen, now)
    return None


async def _use(link: PageLink, now: datetime) -> None:
    """It has served; the others of its kind would only lead to a closed page."""
    same = PageLink.filter(town=link.town, citizen_id=link.citizen_id, purpose=link.purpose)
    await same.filter(id=link.id).update(used_at=now, used_by=PAGE)
    await same.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)


async def _warn(citizen: Citizen, mailbox: Address, link: PageLink, now: datetime) -> None:
    message = Message(text=TOLD_PASSWORD, params={"on": now.isoformat()})
    await telling.tell(citizen, mailbox, message, at=now, key=f"page:{link.id}")


async def _note_refusal(counter: Counter, found: Found, faults: list[Fault]) -> None:
    """Which rule failed, never what was typed."""
    said = [f"{one.field.value}:{','.join(one.reasons) or one.kind.value}" for one in faults]
    step = step_of(found.link)
    await note(found.citizen, counter.clock(), NoteKind.REFUSED, step, " ".join(said))
