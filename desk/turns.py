"""The turn: what one address said, played and written in one transaction, once or again from the start."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from desk import inbox, mailboxes, stored, strangers
from desk.brakes import braked, quieted
from desk.claiming import claim, release
from desk.closing import Conflict, close
from desk.counter import Counter
from desk.deliveries import reached
from desk.derived import ready_hash
from desk.effects.identifiers import HashNeeded
from desk.inbox import Waiting
from desk.meanwhile import may_go_on
from desk.playing import collapsed, event_of, forward, play
from desk.received import (
    Automatic,
    Begun,
    Heard,
    Held,
    Overrun,
    Pressed,
    Refused,
    Returned,
    Unanswered,
    What,
)
from desk.speaker import Speaker, who_speaks
from desk.turn import Turn
from flows.events import Troubled
from flows.here import Channel
from flows.message import Message
from flows.note import Note, NoteKind
from flows.session import Session
from models.conversation import Address, Conversation
from models.engine import Busy
from models.family import Citizen
from models.post import BULK
from words import desk_keys as keys

log = logging.getLogger(__name__)

#: A worker that dies leaves its addresses to the others after that.
LEASE = timedelta(seconds=30)
#: Times that the same transaction is begun again when another one was faster.
MOST_TRIES = 8


@dataclass(frozen=True, slots=True)
class AtHand:
    """An address and the conversation it leads to, read with those of the other turns."""

    address: Address
    conversation: Conversation | None


async def take(counter: Counter, address_id: int) -> int:
    """Play all that waits at that address, in order. Answers how many messages; 0 if another worker has it."""
    played = 0
    while taken := await take_together(counter, [address_id]):
        played += taken
    return played


async def take_together(counter: Counter, addresses: Sequence[int]) -> int:
    """Play what waits at those addresses, at most one turn each. Answers how many messages.

    Their turns share a commit; when it fails, each is played again alone, so that one harms no other.
    """
    now = counter.clock()
    batch = await claim(addresses, counter.badge.owner(), now, now + LEASE)
    if not batch:
        return 0
    alone = len(batch) == 1
    try:
        played = await (_attempt(counter, batch[0]) if alone else _transaction(counter, batch))
    except Exception:  # noqa: BLE001 - each alone tells which one failed, and how
        played = sum([await _attempt(counter, rows) for rows in batch])
    if played:
        counter.leaving.ring()
    return played


async def _attempt(counter: Counter, rows: list[Waiting]) -> int:
    """Together if it goes, else the first one alone; put aside what has failed too often."""
    if rows[0].attempts > inbox.MOST_ATTEMPTS:
        await _park(counter, rows[0])
        return 1
    try:
        return await _again(counter, rows)
    except Exception as error:  # noqa: BLE001 - whatever failed, the message is kept and tried again
        # The error's own words may hold the citizen's: its kind and place are enough to mend it.
        log.error("a turn failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400 - a traceback may hold their words
        return await _put_off(counter, rows)


async def _put_off(counter: Counter, rows: list[Waiting]) -> int:
    """Several failed together: begin again one by one. One failed alone: wait a little longer each time."""
    alone = len(rows) == 1
    async with in_transaction():
        await release([rows[0].address_id])
        if alone and rows[0].attempts < inbox.MOST_ATTEMPTS:
            wait = timedelta(seconds=2 ** rows[0].attempts)
            await inbox.later(rows, counter.clock() + wait)
    return 0 if alone else await take_together(counter, [rows[0].address_id])


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


async def _again(counter: Counter, rows: list[Waiting]) -> int:
    hashed = ""
    for _ in range(MOST_TRIES):
        try:
            return await _transaction(counter, [rows], hashed)
        except HashNeeded as needed:
            hashed = await ready_hash(counter, needed.ready)
        except (Busy, Conflict):
            if not await inbox.still_waiting(rows):
                return 0
    raise Conflict(f"{MOST_TRIES} times")


async def _transaction(counter: Counter, batch: Sequence[list[Waiting]], hashed: str = "") -> int:
    """One commit for the turns of several addresses."""
    async with in_transaction():
        known = await _at_hand(batch)
        turns = [await _played(counter, rows, known, hashed) for rows in batch]
        await close(*turns)
    return sum(len(turn.rows) for turn in turns)


async def _at_hand(batch: Sequence[list[Waiting]]) -> dict[int, AtHand]:
    """Where each address stands, read with two statements for all of them."""
    addresses = await Address.filter(id__in=[rows[0].address_id for rows in batch])
    led = [one.conversation_id for one in addresses if one.conversation_id is not None]
    conversations = {one.id: one for one in await Conversation.filter(id__in=led)} if led else {}
    return {one.id: AtHand(one, conversations.get(one.conversation_id or 0)) for one in addresses}


async def _played(
    counter: Counter, rows: list[Waiting], known: Mapping[int, AtHand], hashed: str
) -> Turn:
    now, at_hand = counter.clock(), known[rows[0].address_id]
    turn: Turn | None = None
    for row in rows:
        what = stored.open_(row.body)
        speaker = await who_speaks(counter, at_hand.address, what, now, known=at_hand.conversation)
        if turn is None:
            key = f"in:{row.id}"
            turn = await open_turn(counter, at_hand.address, speaker, key=key, now=now)
            turn.secret_hash = hashed
        elif turn.conversation.id != speaker.conversation.id:
            break
        await _give(turn, what, speaker)
        turn.rows.append(row)
    assert turn is not None
    return turn


async def open_turn(
    counter: Counter, address: Address, speaker: Speaker, *, key: str, now: datetime
) -> Turn:
    """Read all that a turn needs, inside its transaction."""
    conversation = speaker.conversation
    citizen = (
        await Citizen.get_or_none(town=conversation.town, id=conversation.citizen_id)
        if conversation.citizen_id is not None
        else None
    )
    session = Session.open(conversation.session)
    return Turn(
        counter=counter,
        town=counter.towns[address.town],
        now=now,
        key=key,
        address=address,
        conversation=conversation,
        citizen=citizen,
        session=session,
        asked_before=session.turn,
    )


async def _give(turn: Turn, what: What, speaker: Speaker) -> None:
    turn.proved = speaker.proved
    before, noted = len(turn.sayings), len(turn.notes)
    if isinstance(what, Pressed) and what.receipt:
        turn.pressed.append(what.receipt)
    turn.priority = _priority(what)
    turn.settles = isinstance(what, Heard) and turn.channel is Channel.TELEGRAM
    turn.may_go_on = may_go_on(what, turn.channel)
    if isinstance(what, Heard):
        turn.answers, turn.last_words = what.message_id, what.text
    turn.root = speaker.root
    if isinstance(what, Refused | Held | Automatic | Returned):
        return await reached(turn, what)
    if isinstance(what, Overrun):
        turn.note(Note(kind=NoteKind.HAPPENED, detail="overrun"))
        return turn.say(Message(text=keys.TOO_FAST))
    if await braked(turn, what, speaker) or await _aside(turn, what, speaker):
        return None
    event = await event_of(turn, what, speaker.turn)
    assert event is not None
    await play(turn, event)
    if isinstance(what, Heard) and not turn.discreet:
        turn.heard.append(what.text)
    await quieted(turn, sayings=before, notes=noted)
    return collapsed(turn, before)


async def _aside(turn: Turn, what: What, speaker: Speaker) -> bool:
    """What is not for the conversation: a person of the town answers, or a token has wandered."""
    if speaker.lent:
        await strangers.meet(turn, speaker.lent)
        return True
    if not isinstance(what, Heard) or speaker.answers is None:
        return False
    if turn.channel is Channel.MAIL:
        turn.address.refused_at = None  # whoever answers our mails receives them
    if speaker.forwards:
        await forward(turn, speaker.forwards, what)
        return True
    match speaker.answers.message.get("text"):
        case keys.ASK_ELSEWHERE:
            return await strangers.answered(turn, what, speaker.answers)
        case keys.ASK_MAILBOX:
            return await mailboxes.answered(turn, what, speaker.answers)
        case _:
            return False


def _priority(what: What) -> int:
    """A wave is bulk; an invitation alone can be stopped like a reminder; what was asked for is an answer."""
    match what:
        case Begun(bulk=True):
            return BULK
        case Begun(flow="journey"):  # an invitation to one person: begun by us, and in no crowd
            return 1
        case Unanswered():
            return 1
        case _:
            return 0


async def _park(counter: Counter, row: Waiting) -> None:
    """Three failures: put the message aside, apologise, and leave the conversation where it was."""
    now = counter.clock()
    async with in_transaction():
        address = await Address.get(id=row.address_id)
        what = stored.open_(row.body)
        speaker = await who_speaks(counter, address, what, now)
        turn = await open_turn(counter, address, speaker, key=f"park:{row.id}", now=now)
        try:
            await play(turn, Troubled(at=now, here=await turn.here()))
        except Exception as error:  # noqa: BLE001 - the apology itself must not stop the others
            log.error("an apology failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400 - a traceback may hold their words
            turn.sayings.clear()
            turn.session = Session.open(turn.conversation.session)
        await inbox.park(row)
        await close(turn)
        await release([row.address_id])
