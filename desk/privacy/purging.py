"""What has been kept long enough goes, a class at a time, a small transaction at a time, and a line says so."""

from collections import Counter as Count
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from tortoise.expressions import Q, Subquery
from tortoise.models import Model

from desk.mailboxes import LIVES
from desk.privacy.acts import Staff, begin, finish
from desk.privacy.batches import Rows, Told, each_batch, silently, together
from desk.privacy.retention import Retention
from desk.privacy.strangers import forget_strangers, strangers
from models.conversation import Address
from models.franceconnect import FranceConnectReturn
from models.journal import Journal, Utterance
from models.link import PageLink
from models.mailbox import AddedMailbox
from models.paper import Paper
from models.post import Inbox, InboxState, Outbox, OutboxState, Timer
from models.staff import Deed
from models.ticket import Ticket
from models.web_session import WebSession, WebTries

#: A message without an address is looked at only after that: its door may be writing both just now.
LOST_AFTER = timedelta(days=1)
#: A growing delay is over by then. [desk.pages.tries]
TRIES_LAST = timedelta(days=1)
_LEFT = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.DEAD)


@dataclass(frozen=True, slots=True)
class Rule:
    """The rows of a town older than a moment, and what is done to those of these ids."""

    keeps: Callable[[Retention], timedelta]
    rows: Callable[[str, datetime], Rows]
    act: Callable[[str, list[int]], Awaitable[int]]


def _said(town: str, before: datetime) -> Rows:
    return Utterance.filter(town=town, at__lt=before).order_by("at")


def _left(state: OutboxState) -> Callable[[str, datetime], Rows]:
    """Of one state at a time: there is an index. What has not left is never purged."""

    def rows(town: str, before: datetime) -> Rows:
        return Outbox.filter(town=town, state=state, due_at__lt=before).order_by("due_at")

    return rows


def _rung(town: str, before: datetime) -> Rows:
    return Timer.filter(town=town, fired_at__lt=before).order_by("fired_at")


def _parked(town: str, before: datetime) -> Rows:
    rows = Inbox.filter(town=town, state=InboxState.PARKED, ready_at__lt=before)
    return rows.order_by("ready_at")


def _lost(town: str, before: datetime) -> Rows:
    """What waits at an address that is no more: nobody will ever play it."""
    waiting = Inbox.filter(town=town, state=InboxState.NEW, ready_at__lt=before)
    return waiting.filter(address_id__not_in=Subquery(Address.filter(town=town).values("id")))


def _done(town: str, before: datetime) -> Rows:
    rows = Inbox.filter(town=town, state=InboxState.DONE, ready_at__lt=before)
    return rows.order_by("ready_at")


def _papers(town: str, before: datetime) -> Rows:
    return Paper.filter(town=town, received_at__lt=before).order_by("received_at")


def _not_handed(town: str, before: datetime) -> Rows:
    """What the conversation did not take up after all."""
    return Paper.filter(town=town, handed_at=None, received_at__lt=before)


def _asked(town: str, before: datetime) -> Rows:
    """Other mailboxes that were asked for: whoever reads them said nothing in time."""
    return AddedMailbox.filter(town=town, confirmed_at=None, asked_at__lt=before)


def _journal(town: str, before: datetime) -> Rows:
    return Journal.filter(town=town, at__lt=before).order_by("at")


def _tickets(town: str, before: datetime) -> Rows:
    return Ticket.filter(town=town, asked_at__lt=before).order_by("asked_at")


def _links(town: str, before: datetime) -> Rows:
    return PageLink.filter(town=town, expires_at__lt=before).order_by("expires_at")


def _returns(town: str, before: datetime) -> Rows:
    return FranceConnectReturn.filter(town=town, expires_at__lt=before)


def _sessions(town: str, before: datetime) -> Rows:
    return WebSession.filter(town=town, expires_at__lt=before)


def _tries(town: str, before: datetime) -> Rows:
    return WebTries.filter(town=town, last_at__lt=before)


def _deleted(table: type[Model]) -> Callable[[str, list[int]], Awaitable[int]]:
    async def delete(town: str, ids: list[int]) -> int:
        return await table.filter(town=town, id__in=ids).delete()

    return delete


async def _emptied(town: str, ids: list[int]) -> int:
    """Its words go; its mark stays as long as the others', and tells a redelivery."""
    rows = Inbox.filter(~Q(state=InboxState.DONE), town=town, id__in=ids)
    return await rows.update(state=InboxState.DONE, body={})


def _messages(retention: Retention) -> timedelta:
    return retention.messages


def _marks(retention: Retention) -> timedelta:
    return retention.inbox


#: Each class of data, in the order in which it goes. What was parked leaves a mark before marks go.
RULES: Mapping[str, Rule] = {
    "said": Rule(_messages, _said, _deleted(Utterance)),
    **{state.value: Rule(_messages, _left(state), _deleted(Outbox)) for state in _LEFT},
    "reminders": Rule(_messages, _rung, _deleted(Timer)),
    "parked": Rule(_messages, _parked, _emptied),
    "lost": Rule(lambda _: LOST_AFTER, _lost, _emptied),
    "received": Rule(_marks, _done, _deleted(Inbox)),
    "papers": Rule(lambda retention: retention.papers, _papers, _deleted(Paper)),
    "not_handed": Rule(lambda _: LOST_AFTER, _not_handed, _deleted(Paper)),
    "asked": Rule(lambda _: LIVES, _asked, _deleted(AddedMailbox)),
    "journal": Rule(lambda retention: retention.journal, _journal, _deleted(Journal)),
    "tickets": Rule(lambda retention: retention.journal, _tickets, _deleted(Ticket)),
    "links": Rule(lambda retention: retention.links, _links, _deleted(PageLink)),
    "sessions": Rule(lambda retention: retention.links, _sessions, _deleted(WebSession)),
    "tries": Rule(lambda _: TRIES_LAST, _tries, _deleted(WebTries)),
    "returns": Rule(lambda _: timedelta(), _returns, _deleted(FranceConnectReturn)),
}
STRANGERS = "strangers"
CLASSES = (*RULES, STRANGERS)


async def overdue(town: str, retention: Retention, now: datetime) -> dict[str, int]:
    """How many rows of each class a purge would take. Changes nothing."""
    counts = {
        name: await rule.rows(town, now - rule.keeps(retention)).count()
        for name, rule in RULES.items()
    }
    return {**counts, STRANGERS: await strangers(town, now - retention.messages).count()}


async def purge(
    town: str, retention: Retention, now: datetime, staff: Staff, told: Told = silently
) -> Count[str]:
    """Take what has been kept long enough in `town`. Answers how many rows of each class.

    Stopped in the middle, what is done is done, and the next one goes on.
    """
    act = await together(lambda: begin(Deed.PURGE, town, staff, now))
    counts: Count[str] = Count()
    for name, rule in RULES.items():
        rows = rule.rows(town, now - rule.keeps(retention))
        counts[name] = await each_batch(rows, partial(rule.act, town), told)
    counts[STRANGERS] = await forget_strangers(town, now - retention.messages, told)
    await together(lambda: finish(act, now, counts))
    return counts
