"""The end of a turn: the conversation guarded by its version, and all that leaves or is remembered."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from desk import inbox
from desk.links import refs_of
from desk.meanwhile import WAITING, drop, waits
from desk.tidying import ERASE, TIDY, deed
from desk.turn import Saying, Turn
from desk.waves.pausing import paused
from flows.here import Channel
from flows.message import Kind, Message
from models.conversation import Address
from models.engine.each import Row, insert_each, read, update_each
from models.journal import Journal, Utterance
from models.post import BULK, Outbox, OutboxState
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


async def close(*turns: Turn) -> None:
    """Write it all. Raises `Conflict` when a conversation or its messages were taken meanwhile."""
    played = [row for turn in turns for row in turn.rows]
    if played and await inbox.done(played) != len(played):
        raise Conflict("the messages were played by another worker")
    await _keep_conversations(turns)
    for turn in turns:
        turn.address.used_at = turn.now
        _notice(turn)
    await _keep_addresses(turns)
    await _keep_outbox(turns)
    await _keep_journal(turns)


async def _keep_conversations(turns: Sequence[Turn]) -> None:
    conversations = [turn.conversation for turn in turns]
    for turn in turns:
        turn.conversation.session = turn.session.close() if turn.session.frames else _rest(turn)
        if turn.sayings:
            turn.conversation.last_address_id = turn.address.id
    columns = ("session", "last_address_id")
    if await update_each(conversations, columns, version="version") != len(turns):
        raise Conflict("a conversation went on meanwhile")


async def _keep_addresses(turns: Sequence[Turn]) -> None:
    """Those that were claimed with their messages are let go: others may have them now."""
    claimed = [turn.address for turn in turns if turn.rows]
    for address in claimed:
        address.leased_until, address.leased_by = None, ""
    await update_each(claimed, (*_WRITTEN, *_LEASE))
    await update_each([turn.address for turn in turns if not turn.rows], _WRITTEN)
    for turn in turns:
        if any(one.noticed_at == turn.now for one in turn.elsewhere.values()):
            ids = [one.id for one in turn.elsewhere.values() if one.id != turn.address.id]
            fresh = Address.filter(town=turn.town.slug, id__in=ids, noticed_at=None)
            await fresh.exclude(external_id=turn.town.contact.lower()).update(noticed_at=turn.now)


def _rest(turn: Turn) -> dict[str, Any]:
    """A conversation that somebody left keeps counting its questions: old answers stay old."""
    return turn.session.close() if turn.session.turn else {}


def _notice(turn: Turn) -> None:
    """The first words on a channel say who is responsible, and that one talks to an automaton."""
    for address in (turn.address, *turn.elsewhere.values()):
        mine = [saying for saying in turn.sayings if saying.address_id == address.id]
        ours = address.external_id == turn.town.contact.lower()  # the town's own people know
        if not mine or ours or address.noticed_at is not None:
            continue
        address.noticed_at = turn.now
        notice = Saying(
            address_id=address.id,
            conversation_id=mine[0].conversation_id,
            message=Message(text=NOTICE, params={"known": turn.citizen is not None}),
            priority=mine[0].priority,
        )
        mail = address.channel == Channel.MAIL
        turn.sayings.insert(len(turn.sayings) if mail else turn.sayings.index(mine[0]), notice)


async def _keep_outbox(turns: Sequence[Turn]) -> None:
    bulk = {turn.town.slug for turn in turns if turn.priority == BULK}
    stopped = await paused(bulk) if bulk else frozenset()
    rows = await _tidying([turn for turn in turns if _moved_on(turn)])
    await _take_back([turn for turn in turns if turn.settles and _asks(turn)])
    for turn in turns:
        for saying in turn.sayings:
            refs = {**saying.refs, **await refs_of(turn, saying.message)}
            if turn.may_go_on and saying.address_id == turn.address.id:
                refs |= WAITING
            held = saying.priority == BULK and turn.town.slug in stopped
            rows.append(_row(turn, saying, refs) | ({"state": OutboxState.HELD} if held else {}))
    await insert_each(Outbox, rows)


def _asks(turn: Turn) -> bool:
    return any(saying.message.turn for saying in turn.sayings)


async def _take_back(turns: Sequence[Turn]) -> None:
    """Several short messages get one answer: what was about to be asked again is asked once, now."""
    if not turns:
        return
    waiting = await Outbox.filter(
        address_id__in=[turn.address.id for turn in turns],
        state=OutboxState.PENDING,
        due_at__gt=min(turn.now for turn in turns),
    )
    ids = [row.id for row in waiting if row.message["kind"] != Kind.STATEMENT.value]
    if ids:
        await Outbox.filter(id__in=ids).update(state=OutboxState.DROPPED, error="answered together")


def _due(turn: Turn, saying: Saying) -> datetime:
    limits, mine = turn.counter.limits, saying.address_id == turn.address.id
    if mine and turn.settles:
        return turn.now + limits.settle
    if mine and turn.may_go_on:
        return turn.now + limits.page_wait
    return saying.due_at or turn.now


def _row(turn: Turn, saying: Saying, refs: dict[str, Any]) -> dict[str, Any]:
    return {
        "town": turn.town.slug,
        "address_id": saying.address_id,
        "conversation_id": saying.conversation_id,
        "turn_key": turn.key,
        "turn": saying.message.turn,
        "priority": saying.priority,
        "created_at": turn.now,
        "due_at": _due(turn, saying),
        "message": saying.message.close(),
        "refs": refs,
    }


def _moved_on(turn: Turn) -> bool:
    return bool(turn.asked_before) and turn.session.turn != turn.asked_before


_ASKED = """
SELECT town, address_id, conversation_id, turn, turn_key, state, receipt, message, refs FROM outbox
WHERE conversation_id {0:among} AND turn {1:among} AND state IN ('sent', 'pending')
"""


async def _tidying(turns: Sequence[Turn]) -> list[Row]:
    """The buttons of the questions just answered go away, wherever they had been asked."""
    if not turns:
        return []
    now = {(turn.conversation.id, turn.asked_before): turn.now for turn in turns}
    asked = await read(Outbox, _ASKED, *map(sorted, map(set, zip(*now, strict=True))))
    told = [row for row in asked if (row["conversation_id"], row["turn"]) in now]
    await drop(
        (row["address_id"], row["turn_key"])
        for row in told
        if row["state"] == OutboxState.PENDING and waits(json.loads(row["refs"]))
    )
    rows: list[Row] = []
    for row in (one for one in told if one["state"] == OutboxState.SENT):
        if "@" in row["receipt"]:
            continue  # a mail stays as it is
        message, refs = json.loads(row["message"]), json.loads(row["refs"])
        if message["choices"] or message["links"]:
            # The ready password that was offered goes with its buttons.
            what = ERASE if "ready" in refs else TIDY
            at = now[row["conversation_id"], row["turn"]]
            rows.append(deed(what, row["town"], row["address_id"], row["receipt"], at))
    return rows


async def _keep_journal(turns: Sequence[Turn]) -> None:
    await insert_each(Journal, [line for turn in turns for line in _lines(turn)])
    await insert_each(Utterance, [one for turn in turns for one in _said(turn)])


def _lines(turn: Turn) -> Iterator[Row]:
    took = int((turn.counter.clock() - turn.now).total_seconds() * 1_000_000)
    for noted in turn.notes:
        yield {
            "at": turn.now,
            "town": turn.town.slug,
            "address_id": turn.address.id,
            "citizen_id": noted.citizen_id,
            "conversation_id": noted.conversation_id,
            "channel": turn.channel.value,
            "flow": noted.note.flow,
            "step": noted.note.step,
            "kind": noted.note.kind.value,
            "detail": noted.note.detail[:128],
            "length": noted.note.length,
            "took": took if noted is turn.notes[-1] else None,
        }


def _said(turn: Turn) -> Iterator[Row]:
    for text in turn.heard:
        yield {
            "at": turn.now,
            "town": turn.town.slug,
            "conversation_id": turn.conversation.id,
            "address_id": turn.address.id,
            "by_citizen": True,
            "text": text,
        }
