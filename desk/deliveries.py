"""What became of what we sent: bounces, refusals, and the five words that staff read of each citizen."""

import re
from datetime import timedelta

from desk.addresses import address_of, owners_of
from desk.mail_state import keep_state
from desk.playing import other_address, unreachable
from desk.received import Automatic, Held, Refused, Returned
from desk.speaker import answered_by
from desk.turn import Turn
from flows.here import Channel
from flows.message import Message
from flows.note import Note, NoteKind
from models.family import MailState
from models.journal import Journal
from portal import names
from words.desk_keys import TOLD_HELD, TOLD_HELD_STAFF, TOLD_UNREACHABLE

#: Hard bounces within that time after which we write no more. An address that is not there: one is enough.
WINDOW = timedelta(days=30)
MOST_BOUNCES = 2
_STATUS = re.compile(r"(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?![\d.])")
#: [RFC 3463 3.2] of an address, and of a mailbox that is closed.
_NOT_THERE = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}
_HARD = "returned:"
_HELD = "held:"
#: Between two words about mails that a service holds.
SPACING = timedelta(days=1)


async def reached(turn: Turn, what: Refused | Held | Automatic | Returned) -> None:
    """What tells whether the citizen can be reached, and says nothing to the conversation."""
    match what:
        case Returned():
            turn.address.refused_at = None
            turn.note(Note(kind=NoteKind.HAPPENED, detail="reachable"))
        case Automatic(reason=reason):
            turn.note(Note(kind=NoteKind.AUTOMATIC, detail=reason))
        case Held(tokens=tokens) if not await _is_ours(turn, tokens):
            turn.note(Note(kind=NoteKind.AUTOMATIC, detail="challenge"))
        case Held():
            await _held(turn, what)
        case Refused(reason=reason) if not await _is_ours(turn, what.tokens):
            turn.note(Note(kind=NoteKind.DELIVERY, detail=f"delayed:{reason}"))
        case Refused() if turn.channel is Channel.MAIL:
            await _bounced(turn, what)
        case Refused(permanent=True):
            await unreachable(turn, what)
        case Refused(reason=reason):
            turn.note(Note(kind=NoteKind.DELIVERY, detail=f"delayed:{reason}"))


async def _is_ours(turn: Turn, tokens: tuple[str, ...] | None) -> bool:
    """Anybody can write a false bounce; only a mail that we sent to that mailbox can come back."""
    if tokens is None:
        return True
    answered = await answered_by(turn.counter, turn.address, tokens, turn.now)
    return answered is not None


async def _bounced(turn: Turn, what: Refused) -> None:
    """The state is kept; after enough of them nothing more is sent, staff know, another channel serves."""
    state = state_after(what)
    if state is not None:
        await keep_state(turn.address, state)
    word = _HARD if what.permanent else "delayed:"
    turn.note(Note(kind=NoteKind.DELIVERY, detail=f"{word}{what.reason}"))
    if not what.permanent or turn.address.refused_at is not None:
        return
    if state is MailState.ABSENT or await _hard_before(turn) + 1 >= MOST_BOUNCES:
        await unreachable(turn, what)
        await _tell_staff(turn, state or MailState.FAILED)


def state_after(what: Refused) -> MailState | None:
    """The word for a refusal; None when a delay tells nothing yet."""
    if what.tokens is None and what.permanent:  # our own relay says that nobody is there
        return MailState.ABSENT
    found = _STATUS.search(what.reason)
    subject, detail = (found[1], f"{found[1]}.{found[2]}") if found else ("", "")
    if what.redirected:  # the mailbox itself may well have got it
        return MailState.FAILED if what.permanent else None
    if detail in _NOT_THERE and what.permanent:
        return MailState.ABSENT
    if subject in {"2", "7"}:
        return MailState.REFUSED
    return MailState.FAILED if what.permanent else None


async def _hard_before(turn: Turn) -> int:
    """Hard bounces of that address that are recent enough to count."""
    return await Journal.filter(
        town=turn.town.slug,
        address_id=turn.address.id,
        kind=NoteKind.DELIVERY.value,
        detail__startswith=_HARD,
        at__gt=turn.now - WINDOW,
    ).count()


async def _held(turn: Turn, what: Held) -> None:
    """The mail waits behind a page that a person must open: staff get its link, the citizen a word elsewhere."""
    told = await _held_lately(turn)
    await keep_state(turn.address, MailState.REFUSED)
    turn.note(Note(kind=NoteKind.DELIVERY, detail=f"{_HELD}{what.host}"))
    citizen = turn.citizen or next(iter(await owners_of(turn.address)), None)
    if told or citizen is None:
        return
    contact = await address_of(turn.town.slug, Channel.MAIL, turn.town.contact.lower())
    params = {"name": names.full(citizen), "login": citizen.login, "page": what.link}
    turn.tell(contact, Message(text=TOLD_HELD_STAFF, params=params))
    if other := await other_address(turn):
        mail = names.masked_mail(turn.address.external_id)
        turn.tell(other, Message(text=TOLD_HELD, params={"mail": mail}))
        if turn.session.question:
            turn.tell(other, turn.session.question)


async def _held_lately(turn: Turn) -> bool:
    """One word a day is enough, however many mails the service holds."""
    return await Journal.filter(
        town=turn.town.slug,
        address_id=turn.address.id,
        kind=NoteKind.DELIVERY.value,
        detail__startswith=_HELD,
        at__gt=turn.now - SPACING,
    ).exists()


async def _tell_staff(turn: Turn, state: MailState) -> None:
    citizen = turn.citizen or next(iter(await owners_of(turn.address)), None)
    if citizen is None:
        return
    contact = await address_of(turn.town.slug, Channel.MAIL, turn.town.contact.lower())
    params = {
        "name": names.full(citizen),
        "login": citizen.login,
        "state": state.value,
    }
    turn.tell(contact, Message(text=TOLD_UNREACHABLE, params=params))
