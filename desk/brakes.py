"""Brakes on what we answer by mail: machines that write to us must not be answered for ever.

A silence is noted in the journal, and lasts an hour, a day for an unknown sender. What was said is not lost
to the citizen: writing again later is answered again.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from tortoise.expressions import Q

from desk.addresses import owners_of
from desk.received import Heard, Misplaced, Pressed, What
from desk.speaker import Speaker
from desk.turn import Turn
from flows.here import Channel
from flows.note import Note, NoteKind
from models.conversation import Address
from models.journal import Journal, Utterance
from models.post import Outbox

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: Mails that one address, or one conversation, gets in an hour.
MOST_ANSWERS = 20
#: Times that the same sentence, or a mail that leads nowhere, is answered in an hour.
MOST_TIMES = 3
#: Signs of a sentence that nobody repeats; « suite » may come three times.
_SENTENCE = 20
_LOOKED_AT = 100

_LOST = frozenset({NoteKind.UNCLEAR, NoteKind.REFUSED, NoteKind.STALE, NoteKind.MISPLACED})
_LOST_DETAILS = frozenset(
    {
        "find_code:unknown",
        "find_code:blocked",
        "check_proof:wrong",
        "check_proof:blocked",
        "find_code:wrong_fact",
        "check_fact:wrong_fact",
        "check_fact:blocked",
        "merci",
    }
)
#: Lines that say that the conversation went on.
_WENT_ON = frozenset(
    {NoteKind.ANSWERED, NoteKind.EFFECT, NoteKind.REPAIR, NoteKind.REQUEST, NoteKind.PROOF}
)


async def braked(turn: Turn, what: What, speaker: Speaker) -> bool:
    """Whether a mail gets no answer, whatever it says: too many of them, or nobody known."""
    if turn.channel is not Channel.MAIL or not isinstance(what, Heard | Misplaced | Pressed):
        return False
    why = await _why(turn, what, speaker)
    if why:
        _note(turn, why)
    return bool(why)


async def _why(turn: Turn, what: Heard | Misplaced | Pressed, speaker: Speaker) -> str:
    if await _answers(turn) >= MOST_ANSWERS:
        return "silence_hour"
    if isinstance(what, Heard) and await _repeats(turn, what.text):
        return "silence_repeats"
    if await _is_unknown(turn, speaker) and await _written_since(turn, DAY):
        return "silence_unknown"
    return ""


async def quieted(turn: Turn, *, sayings: int, notes: int) -> None:
    """Take the answer back when this mail led nowhere, as the three before it; others are still told."""
    said = ((one.note.kind, one.note.detail) for one in turn.notes[notes:])
    if turn.channel is not Channel.MAIL or _leads(said) is not False:
        return
    if await _lost_before(turn) < MOST_TIMES:
        return
    mine = turn.address.id
    turn.sayings[sayings:] = [one for one in turn.sayings[sayings:] if one.address_id != mine]
    _note(turn, "silence_lost")


def _note(turn: Turn, why: str) -> None:
    turn.note(Note(kind=NoteKind.HAPPENED, detail=why))


async def _answers(turn: Turn) -> int:
    """Mails of the last hour to that address, or about that conversation, whichever is more."""
    rows = await (
        Outbox.filter(
            Q(address_id=turn.address.id) | Q(conversation_id=turn.conversation.id),
            town=turn.town.slug,
            created_at__gt=turn.now - HOUR,
        )
        .order_by("-id")
        .limit(_LOOKED_AT)
    )
    mailboxes = await _mailboxes({row.address_id for row in rows})
    here = {row.turn_key for row in rows if row.address_id == turn.address.id}
    about = {
        row.turn_key
        for row in rows
        if row.conversation_id == turn.conversation.id and row.address_id in mailboxes
    }
    return max(len(here), len(about))


async def _mailboxes(addresses: set[int]) -> set[int]:
    """Those of them that are no chats."""
    found = await Address.filter(id__in=addresses, channel=Channel.MAIL) if addresses else []
    return {one.id for one in found}


async def _repeats(turn: Turn, text: str) -> bool:
    if len(text) < _SENTENCE:
        return False
    said = await (
        Utterance.filter(
            town=turn.town.slug,
            conversation_id=turn.conversation.id,
            address_id=turn.address.id,
            by_citizen=True,
            at__gt=turn.now - HOUR,
        )
        .order_by("-id")
        .limit(MOST_TIMES)
    )
    return len(said) == MOST_TIMES and all(one.text == text for one in said)


async def _is_unknown(turn: Turn, speaker: Speaker) -> bool:
    """Nobody on file has that address, and nothing shows that its owner reads what we write there."""
    if speaker.answers or turn.conversation.citizen_id is not None:
        return False
    if turn.address.external_id == turn.town.contact.lower():
        return False
    return not await owners_of(turn.address)


async def _written_since(turn: Turn, time: timedelta) -> bool:
    return await Outbox.filter(
        town=turn.town.slug, address_id=turn.address.id, created_at__gt=turn.now - time
    ).exists()


def _leads(lines: Iterable[tuple[NoteKind, str]]) -> bool | None:
    """Whether what happened at one moment led somewhere; None when it does not tell.

    What was not understood leads nowhere, even where it ends in a call for a person.
    """
    told = [_leads_line(kind, detail) for kind, detail in lines]
    return False if False in told else (True if True in told else None)


def _leads_line(kind: NoteKind, detail: str) -> bool | None:
    if kind in _LOST or detail in _LOST_DETAILS:
        return False
    return True if kind in _WENT_ON else None


async def _lost_before(turn: Turn) -> int:
    """Mails in a row, in the last hour, that led nowhere."""
    lines = await (
        Journal.filter(town=turn.town.slug, address_id=turn.address.id, at__gt=turn.now - HOUR)
        .order_by("-id")
        .limit(_LOOKED_AT)
    )
    lost = 0
    for _, moment in groupby(lines, key=lambda line: line.at):
        leads = _leads((NoteKind(line.kind), line.detail) for line in moment)
        if leads:
            break
        lost += leads is False
    return lost
