"""Who speaks: from an address and what it brings, to a conversation, a citizen and a proof."""

from dataclasses import dataclass, replace
from datetime import datetime

from desk.addresses import conversation_at, conversation_of, is_contested
from desk.counter import Counter
from desk.mailboxes import is_still_theirs, may_answer
from desk.received import (
    Begun,
    Heard,
    Held,
    Misplaced,
    Moved,
    Pressed,
    Received,
    Refused,
    Unanswered,
    What,
)
from desk.verdicts import Token, allowed
from flows.here import Channel, Level
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox
from words.desk_keys import TOLD_LETTER, TOLD_PAPERS, TOLD_PERSON

#: What the town's contact answers for the citizen to read.
_FORWARDED = frozenset({TOLD_PERSON, TOLD_PAPERS, TOLD_LETTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """`turn` is the question that a mail answers; `forwards` the mail that a person of the town answers."""

    conversation: Conversation
    proved: Level = Level.PUBLIC
    turn: int | None = None
    forwards: Outbox | None = None
    #: A live token that was sent to another address; nothing is done, the address on file is asked.
    lent: Outbox | None = None
    #: The mail that is answered, when its token counts.
    answers: Outbox | None = None
    #: The mail that began the thread which is answered: its subject is kept.
    root: int | None = None


async def who_speaks(
    counter: Counter,
    address: Address,
    what: What,
    now: datetime,
    *,
    known: Conversation | None = None,
) -> Speaker:
    """What we ourselves begin goes to a mailbox on file or a linked chat: nothing has to be proved.

    `known` is where the address led when it was read, to spare a look.
    """
    match what:
        case Moved(citizen=int(citizen)) | Begun(citizen=int(citizen)):
            owner = await Citizen.get(town=address.town, id=citizen)
            return Speaker(conversation=await conversation_of(owner), proved=_ours(address))
        case Unanswered(conversation=conversation):
            known = await Conversation.get(town=address.town, id=conversation)
            return Speaker(conversation=known, proved=_ours(address))
        case Heard() | Misplaced() | Pressed() if address.channel == Channel.MAIL:
            return await _by_mail(counter, address, what, now)
        case _:
            return Speaker(conversation=await conversation_at(address, known))


def _ours(address: Address) -> Level:
    return Level.CHANGE if address.channel == Channel.MAIL else Level.PUBLIC


async def _by_mail(
    counter: Counter, address: Address, heard: Heard | Misplaced | Pressed, now: datetime
) -> Speaker:
    """A token speaks only from the mailbox that it was sent to, and not for ever."""
    answered = await answered_by(counter, address, heard.tokens, now)
    answered = answered or await _answered_from_added(counter, address, heard.tokens, now)
    if answered is None or answered.conversation_id is None:
        return await _without(counter, address, heard, now)
    if await is_contested(address):  # whoever reads it answers it: the token says nothing any more
        return Speaker(conversation=await conversation_at(address))
    may = allowed(Token.OWN, heard)
    if not may.continues:
        return Speaker(conversation=await conversation_at(address), proved=may.level)
    conversation = await Conversation.get(town=address.town, id=answered.conversation_id)
    if answered.message.get("text") in _FORWARDED:  # a person of the town answers it
        return Speaker(conversation=conversation, forwards=answered, answers=answered)
    if not await is_still_theirs(address, conversation):
        return await _without(counter, address, heard, now)
    return Speaker(
        conversation=conversation,
        proved=may.level,
        answers=answered,
        turn=answered.turn or None,
        root=answered.refs.get("root", answered.id),
    )


async def _without(
    counter: Counter, address: Address, heard: Heard | Misplaced | Pressed, now: datetime
) -> Speaker:
    """No token of its own: perhaps somebody else's, which opens nothing."""
    lent = await _live(counter, address.town, heard.tokens, now)
    may = allowed(Token.LENT if lent else Token.NONE, heard)
    conversation = await conversation_at(address)
    return Speaker(conversation=conversation, proved=may.level, lent=lent if may.asks else None)


async def written_to(counter: Counter, received: Received) -> Received:
    """A mail that came back or is held, under the mailbox that we wrote to, whatever other address it names.

    A redirection, an alias or the service itself is named there; the token tells whose mail it was.
    """
    what = received.what
    if not isinstance(what, Refused | Held) or not what.tokens:
        return received
    sent = await _live(counter, received.town, what.tokens, counter.clock())
    to = await Address.get_or_none(town=received.town, id=sent.address_id) if sent else None
    if to is None or to.channel != received.channel or to.external_id == received.address:
        return received
    if isinstance(what, Refused):
        what = replace(what, redirected=not what.nameless)
    return replace(received, address=to.external_id, what=what)


async def answered_by(
    counter: Counter, address: Address, tokens: tuple[str, ...], now: datetime
) -> Outbox | None:
    """What we sent to that mailbox, not too long ago, under one of those tokens."""
    return await _live(counter, address.town, tokens, now, address_id=address.id)


async def _answered_from_added(
    counter: Counter, address: Address, tokens: tuple[str, ...], now: datetime
) -> Outbox | None:
    """What we sent to the mailbox on file of a citizen who has added this one."""
    sent = await _live(counter, address.town, tokens, now)
    return sent if sent and await may_answer(address, sent) else None


async def _live(
    counter: Counter,
    town: str,
    tokens: tuple[str, ...],
    now: datetime,
    *,
    address_id: int | None = None,
) -> Outbox | None:
    """The first live token; with `address_id`, of those that were sent there."""
    for token in tokens:
        row = counter.keys.row("reply", token)
        if row is None:
            continue
        sent = await Outbox.get_or_none(id=row, town=town)
        if sent is None or address_id not in {None, sent.address_id}:
            continue
        if now - sent.created_at <= counter.limits.reply_token:
            return sent
    return None
