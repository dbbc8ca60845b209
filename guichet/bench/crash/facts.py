"""What a scene leaves behind, without its times and numbers: a run that was killed must leave the same."""

import json
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from tortoise.models import Model

from flows.note import NoteKind
from models.conversation import Address, Conversation
from models.database import TABLES
from models.family import Citizen
from models.journal import Journal, Utterance
from models.link import PageLink
from models.post import Inbox, Outbox, OutboxState, Timer
from models.terms import Acceptance
from models.wave import MemberState, WaveMember

#: By kind of fact, then in an order that does not depend on who was faster.
Facts = Mapping[str, list[Any]]
#: What a second turn may renew of a session without changing the conversation.
_TIMES = ("last_at",)
#: An hour, as a sentence or a parameter tells it: whoever begins again does so later.
_HOUR = re.compile(r"\b\d{1,2}(?:(?:\u00a0| )h(?:(?:\u00a0| )\d{2})?|:\d{2}[:.\d]*)\b")


#: A code is made from the number of a row, and PostgreSQL gives no number twice.
_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def timeless(told: str) -> str:
    """The same words, whatever the hour they name, and the code."""
    return _CODE.sub("…", _HOUR.sub("…", told))


async def facts() -> Facts:
    """As plain JSON types."""
    names = {one.id: one.external_id for one in await Address.all()}
    return {
        "inbox": sorted([_received(row, names) for row in await Inbox.all()]),
        "outbox": _each(names, [_sent(row) for row in await Outbox.all().order_by("id")]),
        "conversations": sorted([_conversation(row) for row in await Conversation.all()], key=str),
        "addresses": sorted([await _address(row) for row in await Address.all()]),
        "said": _each(names, [(one.address_id, one.text) for one in await _in_order(Utterance)]),
        "journal": _each(names, [_line(one) for one in await _in_order(Journal) if not _post(one)]),
        "deliveries": sorted([[*_line(one)[1:]] for one in await _in_order(Journal) if _post(one)]),
        "citizens": [_citizen(one) for one in await Citizen.all().order_by("id")],
        "accepted": [one.version for one in await Acceptance.all()],
        "invited": sorted([await _invited(one) for one in await WaveMember.all()]),
        "links": sorted([[one.citizen_id, one.purpose, one.issue] for one in await PageLink.all()]),
        "timers": sorted([[one.turn, one.nth] for one in await Timer.all()]),
    }


async def stored() -> str:
    """Every value of every row of every table, to search for what must not be there."""
    kinds = [
        kind
        for module in TABLES
        for kind in vars(import_module(module)).values()
        if isinstance(kind, type) and issubclass(kind, Model) and kind is not Model
    ]
    rows = [repr(row) for kind in kinds for row in await kind.all().values()]
    return "\n".join(rows)


async def waiting() -> int:
    """Messages to play or to send, whenever they are due, and people to invite."""
    sending = await Outbox.filter(state=OutboxState.PENDING).count()
    inviting = await WaveMember.filter(state=MemberState.WAITING).count()
    return sending + inviting + await Inbox.filter(state="new").count()


async def _in_order(kind: type[Model]) -> list[Any]:
    return await kind.all().order_by("id")


def _each(names: Mapping[int, str], lines: Iterable[tuple[Any, ...]]) -> list[Any]:
    """In order at each address; the addresses by name."""
    by_name: dict[str, list[Any]] = {}
    for address, *line in lines:
        by_name.setdefault(names.get(address, ""), []).append(line)
    return sorted([name, told] for name, told in by_name.items())


def _received(row: Inbox, names: Mapping[int, str]) -> list[str]:
    known = row.external_id if row.account.startswith("crash:") else row.account
    return [names[row.address_id], known, row.state.value, "empty" if not row.body else "full"]


def _sent(row: Outbox) -> tuple[Any, ...]:
    message = timeless(json.dumps(row.message))
    return (row.address_id, message, row.turn, row.priority, row.state.value, row.error)


def _conversation(row: Conversation) -> list[Any]:
    session = {name: told for name, told in row.session.items() if name not in _TIMES}
    return [row.version, row.citizen_id is not None, timeless(json.dumps(session))]


async def _address(row: Address) -> list[Any]:
    """A lease that nobody needs any more is no harm; who is where, and what failed there, must agree."""
    leads = await Conversation.get_or_none(id=row.conversation_id)
    whose = bool(leads and leads.citizen_id)
    return [row.external_id, bool(leads), whose, row.failures, row.refused_at is not None]


async def _invited(row: WaveMember) -> list[Any]:
    citizen = await Citizen.get(id=row.citizen_id)
    return [citizen.login, row.state.value, row.issue, row.why]


def _line(one: Journal) -> tuple[Any, ...]:
    about = one.citizen_id is not None
    return (
        one.address_id,
        one.channel,
        one.flow,
        one.step,
        one.kind,
        one.detail,
        one.length,
        about,
    )


def _post(one: Journal) -> bool:
    return one.kind == NoteKind.DELIVERY.value


def _citizen(one: Citizen) -> list[Any]:
    return [one.login, bool(one.password_hash), one.identifiers_set_at is not None, one.failures]
