"""The turn: what one address said, played and written in one transaction, once or again from the start."""

import logging
from datetime import datetime, timedelta
from secrets import token_hex

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from desk import inbox, stored
from desk.closing import Conflict, close
from desk.counter import Counter
from desk.derived import ready_hash
from desk.effects.identifiers import HashNeeded
from desk.playing import collapsed, event_of, forward, play, unreachable
from desk.received import (
    Automatic,
    Begun,
    Heard,
    Pressed,
    Refused,
    Returned,
    Unanswered,
    What,
)
from desk.speaker import Speaker, answered_by, who_speaks
from desk.turn import Turn
from flows.events import Troubled
from flows.here import Channel
from flows.note import Note, NoteKind
from flows.session import Session
from models.conversation import Address
from models.engine import Busy
from models.family import Citizen
from models.post import Inbox

log = logging.getLogger(__name__)

#: A worker that dies leaves its addresses to the others after that.
LEASE = timedelta(seconds=30)
#: The flow that an invitation begins.
BASE = "journey"
#: Times that the same transaction is begun again when another one was faster.
MOST_TRIES = 8


async def take(counter: Counter, address_id: int) -> int:
    """Play all that waits at that address, in order. Answers how many messages; 0 if another worker has it."""
    played = 0
    while rows := await _claimed(counter, address_id, token_hex(8)):
        taken = await _attempt(counter, rows)
        if not taken:
            break
        played += taken
    if played:
        counter.leaving.ring()
    return played


async def _claimed(counter: Counter, address_id: int, owner: str) -> list[Inbox]:
    """The messages to play now, ours until the lease ends; the turn that plays them ends it.

    Their attempt is counted in the same commit, before it is made: whatever kills us, the count stands.
    """
    now = counter.clock()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    async with in_transaction():
        claimed = await Address.filter(free, id=address_id).update(
            leased_until=now + LEASE, leased_by=owner
        )
        rows = await inbox.waiting(address_id) if claimed else []
        if any(row.attempts for row in rows):
            rows = rows[:1]
        if rows:
            await inbox.count_attempt(rows)
        elif claimed:
            await _release(address_id)
    return rows


async def _release(address_id: int) -> None:
    await Address.filter(id=address_id).update(leased_until=None, leased_by="")


async def _attempt(counter: Counter, rows: list[Inbox]) -> int:
    """Together if it goes, else the first one alone; put aside what has failed too often."""
    if rows[0].attempts > inbox.MOST_ATTEMPTS:
        await _park(counter, rows[0])
        return 1
    try:
        return await _again(counter, rows)
    except Exception as error:  # noqa: BLE001 - whatever failed, the message is kept and tried again
        # The error's own words may hold the citizen's: its kind and place are enough to mend it.
        log.error("a turn failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400
        return await _put_off(counter, rows)


async def _put_off(counter: Counter, rows: list[Inbox]) -> int:
    """Several failed together: begin again one by one. One failed alone: wait a little longer each time."""
    alone = len(rows) == 1
    async with in_transaction():
        await _release(rows[0].address_id)
        if alone and rows[0].attempts < inbox.MOST_ATTEMPTS:
            wait = timedelta(seconds=2 ** rows[0].attempts)
            await inbox.later(rows, counter.clock() + wait)
            return 0
    return -1


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


async def _again(counter: Counter, rows: list[Inbox]) -> int:
    hashed = ""
    for _ in range(MOST_TRIES):
        try:
            return await _transaction(counter, rows, hashed)
        except HashNeeded as needed:
            hashed = await ready_hash(counter, needed.ready)
        except (Busy, Conflict):
            if not await inbox.still_waiting(rows):
                return 0
    raise Conflict(f"{MOST_TRIES} times")


async def _transaction(counter: Counter, rows: list[Inbox], hashed: str) -> int:
    started = counter.clock()
    async with in_transaction():
        address = await Address.get(id=rows[0].address_id)
        turn: Turn | None = None
        played: list[Inbox] = []
        for row in rows:
            what = stored.open_(row.body)
            speaker = await who_speaks(counter, address, what, started)
            if turn is None:
                turn = await open_turn(counter, address, speaker, key=f"in:{row.id}", now=started)
                turn.secret_hash = hashed
            elif turn.conversation.id != speaker.conversation.id:
                break
            await _give(turn, what, speaker)
            played.append(row)
        assert turn is not None
        await close(turn, played)
    return len(played)


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
    before = len(turn.sayings)
    if isinstance(what, Pressed) and what.receipt:
        turn.pressed.append(what.receipt)
    turn.priority = _priority(what)
    turn.settles = isinstance(what, Heard) and turn.channel is Channel.TELEGRAM
    if isinstance(what, Heard):
        turn.answers, turn.root = what.message_id, speaker.root
        turn.last_words = what.text
    if isinstance(what, Refused | Automatic | Returned):
        return await _reached(turn, what)
    if speaker.forwards and isinstance(what, Heard):
        return await forward(turn, speaker.forwards, what)
    event = await event_of(turn, what, speaker.turn)
    assert event is not None
    await play(turn, event)
    if isinstance(what, Heard) and not turn.discreet:
        turn.heard.append(what.text)
    return collapsed(turn, before)


def _priority(what: What) -> int:
    """An invitation is bulk; a link that somebody has just asked for is an answer."""
    match what:
        case Begun(flow=flow):
            return 2 if flow == BASE else 0
        case Unanswered():
            return 1
        case _:
            return 0


async def _reached(turn: Turn, what: Refused | Automatic | Returned) -> None:
    """What tells whether the citizen can be reached, and says nothing to the conversation."""
    match what:
        case Returned():
            turn.address.refused_at = None
            turn.note(Note(kind=NoteKind.HAPPENED, detail="reachable"))
        case Automatic(reason=reason):
            turn.note(Note(kind=NoteKind.AUTOMATIC, detail=reason))
        case Refused(permanent=True, tokens=tokens) if await _is_ours(turn, tokens):
            await unreachable(turn, what)
        case Refused(reason=reason):
            turn.note(Note(kind=NoteKind.DELIVERY, detail=f"delayed:{reason}"))


async def _is_ours(turn: Turn, tokens: tuple[str, ...] | None) -> bool:
    """Anybody can write a false bounce; only a mail that we sent to that mailbox can come back."""
    if tokens is None:
        return True
    answered = await answered_by(turn.counter, turn.address, tokens, turn.now)
    return answered is not None


async def _park(counter: Counter, row: Inbox) -> None:
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
            log.error("an apology failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400
            turn.sayings.clear()
            turn.session = Session.open(turn.conversation.session)
        await inbox.park(row)
        await close(turn, [])
        await _release(row.address_id)
