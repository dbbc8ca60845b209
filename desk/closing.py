"""The end of a turn: the conversation guarded by its version, and all that leaves or is remembered."""

from datetime import datetime
from typing import Any

from desk import inbox
from desk.links import refs_of
from desk.tidying import ERASE, TIDY, deed
from desk.turn import Saying, Turn
from flows.here import Channel
from flows.message import Kind, Message
from models.conversation import Address, Conversation
from models.journal import Journal, Utterance
from models.post import Inbox, Outbox, OutboxState
from words.desk_keys import NOTICE

_WRITTEN = (
    "conversation_id",
    "proved_at",
    "used_at",
    "failures",
    "last_failure_at",
    "refused_at",
    "noticed_at",
)

_LEASE = ("leased_until", "leased_by")


class Conflict(Exception):  # noqa: N818 - not a failure: the turn is played again
    """Another turn of the same conversation was written first."""


async def close(turn: Turn, rows: list[Inbox]) -> None:
    """Write it all. Raises `Conflict` when the conversation or the messages were taken meanwhile."""
    if rows and await inbox.done(rows) != len(rows):
        raise Conflict("the messages were played by another worker")
    await _keep_conversation(turn)
    turn.address.used_at = turn.now
    if rows:  # they were claimed with the address: others may have it now
        turn.address.leased_until, turn.address.leased_by = None, ""
    _notice(turn)
    await turn.address.save(update_fields=[*_WRITTEN, *(_LEASE if rows else ())])
    await _keep_outbox(turn)
    await _keep_journal(turn)


async def _keep_conversation(turn: Turn) -> None:
    conversation = turn.conversation
    written = await Conversation.filter(
        id=conversation.id, town=conversation.town, version=conversation.version
    ).update(
        session=turn.session.close() if turn.session.frames else _rest(turn),
        version=conversation.version + 1,
        last_address_id=turn.address.id if turn.sayings else conversation.last_address_id,
    )
    if not written:
        raise Conflict("the conversation went on meanwhile")


def _rest(turn: Turn) -> dict[str, Any]:
    """A conversation that somebody left keeps counting its questions: old answers stay old."""
    return turn.session.close() if turn.session.turn else {}


def _notice(turn: Turn) -> None:
    """The first words on a channel say who is responsible, and that one talks to an automaton."""
    mine = [saying for saying in turn.sayings if saying.address_id == turn.address.id]
    if not mine or turn.address.noticed_at is not None:
        return
    turn.address.noticed_at = turn.now
    notice = Saying(
        address_id=turn.address.id,
        conversation_id=turn.conversation.id,
        message=Message(text=NOTICE, params={"known": turn.citizen is not None}),
    )
    mail = turn.channel is Channel.MAIL
    turn.sayings.insert(len(turn.sayings) if mail else turn.sayings.index(mine[0]), notice)


async def _keep_outbox(turn: Turn) -> None:
    rows = await _tidying(turn)
    if turn.settles:
        await _take_back(turn)
    for saying in turn.sayings:
        refs = {**saying.refs, **await refs_of(turn, saying.message)}
        rows.append(_row(turn, saying, refs))
    if rows:
        await Outbox.bulk_create(rows)


async def _take_back(turn: Turn) -> None:
    """Several short messages get one answer: what was about to be asked again is asked once, now."""
    if not any(saying.message.turn for saying in turn.sayings):
        return
    waiting = await Outbox.filter(
        address_id=turn.address.id, state=OutboxState.PENDING, due_at__gt=turn.now
    )
    ids = [row.id for row in waiting if row.message["kind"] != Kind.STATEMENT.value]
    if ids:
        await Outbox.filter(id__in=ids).update(state=OutboxState.DROPPED, error="answered together")


def _due(turn: Turn, saying: Saying) -> datetime:
    mine = saying.address_id == turn.address.id and turn.settles
    return turn.now + turn.counter.limits.settle if mine else saying.due_at or turn.now


def _row(turn: Turn, saying: Saying, refs: dict[str, Any]) -> Outbox:
    return Outbox(
        town=turn.town.slug,
        address_id=saying.address_id,
        conversation_id=saying.conversation_id,
        turn_key=turn.key,
        turn=saying.message.turn,
        priority=saying.priority,
        created_at=turn.now,
        due_at=_due(turn, saying),
        message=saying.message.close(),
        refs=refs,
    )


async def _tidying(turn: Turn) -> list[Outbox]:
    """The buttons of the question just answered go away, wherever it had been asked."""
    if turn.session.turn == turn.asked_before or not turn.asked_before:
        return []
    asked = await Outbox.filter(
        conversation_id=turn.conversation.id,
        turn=turn.asked_before,
        state=OutboxState.SENT,
    ).limit(10)
    rows = []
    for row in asked:
        if "@" in row.receipt or not (row.message["choices"] or row.message["links"]):
            continue  # a mail stays as it is, and so does what has no buttons
        address = await Address.get(town=row.town, id=row.address_id)
        # The ready password that was offered goes with its buttons.
        what = ERASE if "ready" in row.refs else TIDY
        rows.append(deed(what, address, row.receipt, turn.now))
    return rows


async def _keep_journal(turn: Turn) -> None:
    took = int((turn.counter.clock() - turn.now).total_seconds() * 1_000_000)
    lines = [
        Journal(
            at=turn.now,
            town=turn.town.slug,
            address_id=turn.address.id,
            citizen_id=noted.citizen_id,
            conversation_id=noted.conversation_id,
            channel=turn.channel.value,
            flow=noted.note.flow,
            step=noted.note.step,
            kind=noted.note.kind.value,
            detail=noted.note.detail[:128],
            length=noted.note.length,
            took=took if noted is turn.notes[-1] else None,
        )
        for noted in turn.notes
    ]
    if lines:
        await Journal.bulk_create(lines)
    said = [
        Utterance(
            at=turn.now,
            town=turn.town.slug,
            conversation_id=turn.conversation.id,
            address_id=turn.address.id,
            by_citizen=True,
            text=text,
        )
        for text in turn.heard
    ]
    if said:
        await Utterance.bulk_create(said)
