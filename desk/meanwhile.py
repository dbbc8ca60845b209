"""A mail about a step that its reader may be doing on a page: it waits a little, and does not leave once done."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from desk.received import Moved, What
from flows.here import Channel
from models.conversation import Conversation
from models.family import Citizen
from models.post import Outbox, OutboxState

#: What is done on a page and leads to a step that the same page offers next.
_LEADS_ON = frozenset({"activated", "identifiers_set", "temporary_given"})
#: How long a page may be read before the mail leaves all the same.
ON_A_PAGE = timedelta(minutes=15)
#: In `Outbox.refs`: it waits, and holds nothing else up.
_WAITS = "waits"
WAITING = {_WAITS: True}


def may_go_on(what: What, channel: Channel) -> bool:
    """Whether the answer is a mail about a step that may be done before it is read."""
    return channel is Channel.MAIL and isinstance(what, Moved) and what.what in _LEADS_ON


def waits(refs: Mapping[str, Any]) -> bool:
    """Whether a row with these `refs` was written for such a mail."""
    return bool(refs.get(_WAITS))


def leaving(rows: Iterable[Outbox], now: datetime) -> list[Outbox]:
    """Without those that still wait: others may overtake them."""
    return [row for row in rows if not (waits(row.refs) and row.due_at > now)]


async def drop(mails: Iterable[tuple[int, str]]) -> None:
    """Their step is done: none of these mails leaves, each named by its address and its turn's key."""
    for address_id, turn_key in mails:
        mail = Outbox.filter(address_id=address_id, turn_key=turn_key)
        await mail.filter(state=OutboxState.PENDING).update(
            state=OutboxState.DROPPED, error="done meanwhile"
        )


async def put_off(citizen: Citizen, until: datetime) -> None:
    """The citizen is at that step on a page now: a mail that waits leaves then, if she stops half-way."""
    conversation = await Conversation.get_or_none(town=citizen.town, citizen_id=citizen.id)
    if conversation is None:
        return
    pending = Outbox.filter(town=citizen.town, conversation_id=conversation.id)
    rows = await pending.filter(state=OutboxState.PENDING, due_at__lt=until)
    if waiting := [row.id for row in rows if waits(row.refs)]:
        await Outbox.filter(id__in=waiting, state=OutboxState.PENDING).update(due_at=until)
