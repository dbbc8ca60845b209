"""What a person leaves behind in every table, and how each trace goes: deleted, emptied, or nobody's."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.models import Model

from desk.privacy.batches import Rows
from desk.privacy.person import Person
from models.dashboard import Document
from models.franceconnect import FranceConnectLink
from models.journal import Journal, Utterance
from models.link import PageLink
from models.mailbox import AddedMailbox
from models.paper import Paper
from models.post import Inbox, InboxState, Outbox, Timer
from models.wave import WaveMember
from models.web_session import WebSession

#: Headings that stay, as proof: what was accepted, what was billed, what was asked and acknowledged.
KEPT = ("acceptances", "invoices", "requests", "tickets")


#: For that person, under that pseudonym, the rows of those ids.
Act = Callable[[Person, int, list[int]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Trace:
    """`rows` finds them; `act` takes those of these ids out, and answers how many."""

    rows: Callable[[Person], Rows]
    act: Act


def _here(person: Person) -> Q:
    """In one of their conversations."""
    return Q(conversation_id__in=list(person.conversations))


def _there(person: Person) -> Q:
    """At an address that is theirs alone."""
    return Q(address_id__in=person.address_ids)


def _said(person: Person) -> Rows:
    named = Q(conversation_id__in=list(person.common), text__icontains=person.citizen.login)
    return Utterance.filter(_here(person) | named, town=person.town)


def _sent(person: Person) -> Rows:
    named = Q(id__in=list(person.mentions))
    return Outbox.filter(_here(person) | _there(person) | named, town=person.town)


def _reminders(person: Person) -> Rows:
    return Timer.filter(_here(person), town=person.town)


def _received(person: Person) -> Rows:
    """Their words that wait. What was played is empty already, and its mark tells a redelivery."""
    return Inbox.filter(_there(person), town=person.town).exclude(state=InboxState.DONE)


def _links(person: Person) -> Rows:
    nobodys = Q(_here(person) | _there(person), citizen_id=None)
    return PageLink.filter(Q(citizen_id=person.citizen.id) | nobodys, town=person.town)


def _documents(person: Person) -> Rows:
    return Document.filter(town=person.town, citizen_id=person.citizen.id)


def _franceconnect(person: Person) -> Rows:
    return FranceConnectLink.filter(town=person.town, citizen_id=person.citizen.id)


def _sessions(person: Person) -> Rows:
    return WebSession.filter(town=person.town, citizen_id=person.citizen.id)


def _mailboxes(person: Person) -> Rows:
    """Of theirs, and their own mailbox among those of somebody else."""
    mine = Q(citizen_id=person.citizen.id) | _there(person)
    return AddedMailbox.filter(mine, town=person.town)


def _papers(person: Person) -> Rows:
    return Paper.filter(town=person.town, citizen_id=person.citizen.id)


def _waves(person: Person) -> Rows:
    return WaveMember.filter(town=person.town, citizen_id=person.citizen.id)


def _journal(person: Person) -> Rows:
    nobodys = Q(_there(person), citizen_id=None)
    about = Q(citizen_id=person.citizen.id) | _here(person) | nobodys
    return Journal.filter(about, town=person.town)


def _deleted(table: type[Model]) -> Act:
    async def delete(person: Person, _pseudonym: int, ids: list[int]) -> int:
        return await table.filter(town=person.town, id__in=ids).delete()

    return delete


async def _emptied(person: Person, _pseudonym: int, ids: list[int]) -> int:
    rows = Inbox.filter(town=person.town, id__in=ids)
    return await rows.update(state=InboxState.DONE, body={})


async def _nobodys(person: Person, pseudonym: int, ids: list[int]) -> int:
    """The lines still count, and tell one story; of whom, nobody knows."""
    rows = Journal.filter(town=person.town, id__in=ids)
    return await rows.update(citizen_id=pseudonym, conversation_id=None, address_id=None)


#: By heading of `holdings`, in the order in which they go.
TRACES: Mapping[str, Trace] = {
    "links": Trace(_links, _deleted(PageLink)),
    "said": Trace(_said, _deleted(Utterance)),
    "mailboxes": Trace(_mailboxes, _deleted(AddedMailbox)),
    "papers": Trace(_papers, _deleted(Paper)),
    "sent": Trace(_sent, _deleted(Outbox)),
    "received": Trace(_received, _emptied),
    "reminders": Trace(_reminders, _deleted(Timer)),
    "franceconnect": Trace(_franceconnect, _deleted(FranceConnectLink)),
    "sessions": Trace(_sessions, _deleted(WebSession)),
    "waves": Trace(_waves, _deleted(WaveMember)),
    "documents": Trace(_documents, _deleted(Document)),
    "journal": Trace(_journal, _nobodys),
}
