"""All that the tables hold about one person, in plain JSON types: no hash of a password, no token, no key."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from desk.counter import Counter
from desk.privacy.holdings import HOLDINGS
from desk.privacy.person import Person, person_of
from desk.privacy.rendering import OPENERS, heard_words, sent_words
from desk.tidying import DEEDS
from flows.here import Channel
from flows.message import Json
from models.conversation import Address, Conversation
from models.dashboard import CitizenRequest, Document, Invoice
from models.family import Child, Citizen, Guardianship, Household
from models.franceconnect import FranceConnectLink
from models.journal import Journal, Utterance
from models.link import PageLink
from models.mailbox import AddedMailbox
from models.paper import Paper
from models.post import Inbox, InboxState, Outbox, Timer
from models.staff import KeptIdentity, StaffAct
from models.terms import Acceptance
from models.ticket import Ticket
from models.wave import WaveMember
from models.web_session import WebSession
from portal import names

Row = dict[str, Json]
#: One export: who and when, then a list of rows for each heading.
Gathered = dict[str, Json]
#: The form of the file. It goes up when a key changes its meaning.
FORMAT = 1


async def gather(counter: Counter, citizen: Citizen) -> Gathered:
    """Everything about `citizen`, and of the others what `citizen` may see."""
    person = await person_of(citizen, counter.towns[citizen.town])
    return {
        "format": FORMAT,
        "town": citizen.town,
        "town_name": counter.towns[citizen.town].name,
        "made_at": counter.clock().isoformat(),
        "identity": [_row("identity", citizen)],
        **await _family(citizen),
        **await _space(citizen),
        **await _talk(counter, person),
        **await _traces(person),
    }


async def _family(citizen: Citizen) -> Gathered:
    """The home, the names of the other adults, one's own children."""
    home = await Household.filter(town=citizen.town, id=citizen.household_id)
    others = Citizen.filter(town=citizen.town, household_id=citizen.household_id)
    wards = Guardianship.filter(town=citizen.town, citizen_id=citizen.id)
    ids = await wards.values_list("child_id", flat=True)
    children = Child.filter(town=citizen.town, id__in=ids).order_by("birth_date", "id")
    adults = await others.exclude(id=citizen.id).order_by("id")
    return {
        "household": _rows("household", home),
        "adults": [{"name": names.full(adult)} for adult in adults],
        "children": _rows("children", await children),
    }


async def _space(citizen: Citizen) -> Gathered:
    mine = {"town": citizen.town, "citizen_id": citizen.id}
    return {
        "invoices": _rows("invoices", await Invoice.filter(**mine).order_by("issued_on", "id")),
        "requests": _rows("requests", await CitizenRequest.filter(**mine).order_by("id")),
        "tickets": _rows("tickets", await Ticket.filter(**mine).order_by("id")),
        "documents": _rows("documents", await Document.filter(**mine).order_by("id")),
        "acceptances": _rows("acceptances", await Acceptance.filter(**mine).order_by("id")),
    }


async def _talk(counter: Counter, person: Person) -> Gathered:
    """What was said on either side, and where the conversation stands."""
    theirs = Q(town=person.town, conversation_id__in=list(person.conversations))
    here = Q(town=person.town, address_id__in=person.address_ids)
    waiting = Inbox.filter(here).exclude(state=InboxState.DONE)
    mailboxes = AddedMailbox.filter(town=person.town, citizen_id=person.citizen.id)
    conversations = Conversation.filter(town=person.town, id__in=list(person.conversations))
    return {
        "addresses": _rows("addresses", (*person.addresses, *person.shared)),
        "mailboxes": _rows("mailboxes", await mailboxes.order_by("id")),
        "conversations": [_conversation(one) for one in await conversations.order_by("id")],
        "received": [_received(one) for one in await waiting.order_by("id")],
        "said": _rows("said", await Utterance.filter(theirs).order_by("at", "id")),
        "papers": _rows("papers", await _papers(person)),
        "sent": await _sent(counter, person, Outbox.filter(theirs)),
        "reminders": _rows("reminders", await Timer.filter(theirs).order_by("due_at", "id")),
    }


async def _papers(person: Person) -> list[Paper]:
    """Without their contents: whoever sent them has those, and they may be large."""
    mine = Paper.filter(town=person.town, citizen_id=person.citizen.id)
    return await mine.order_by("id").only("id", *HOLDINGS["papers"].told)


async def _traces(person: Person) -> Gathered:
    mine = {"town": person.town, "citizen_id": person.citizen.id}
    about = Q(citizen_id=person.citizen.id) | Q(
        citizen_id=None, conversation_id__in=list(person.conversations)
    )
    lines = Journal.filter(about, town=person.town)
    return {
        "journal": _rows("journal", await lines.order_by("at", "id")),
        "links": _rows("links", await PageLink.filter(**mine).order_by("id")),
        "franceconnect": _rows("franceconnect", await FranceConnectLink.filter(**mine)),
        "sessions": _rows("sessions", await WebSession.filter(**mine).order_by("id")),
        "waves": _rows("waves", await WaveMember.filter(**mine).order_by("id")),
        "acts": _rows("acts", await StaffAct.filter(**mine).order_by("id")),
        "kept": _rows("kept", await KeptIdentity.filter(**mine)),
    }


def _conversation(conversation: Conversation) -> Row:
    """Flow, step and what was answered on the way: no row from which a link is derived."""
    session = conversation.session or {}
    frames = [
        {"flow": frame["flow"], "step": frame["step"], "data": _closed(frame["data"])}
        for frame in session.get("frames", ())
    ]
    question = session.get("question") or {}
    return {
        "frames": frames,  # type: ignore[dict-item]  # read from JSON
        "question": question.get("text"),
        "params": _closed(question.get("params", {})),
    }


def _closed(params: Mapping[str, Json]) -> Row:
    return {name: value for name, value in params.items() if name not in OPENERS}


def _received(row: Inbox) -> Row:
    return {
        "received_at": plain(row.received_at),
        "state": row.state.value,
        "text": heard_words(row.body),
    }


async def _sent(counter: Counter, person: Person, rows: QuerySet[Outbox]) -> list[Json]:
    told: list[Json] = []
    every = await rows.order_by("id")
    ids = list({row.address_id for row in every})
    where = {one.id: one for one in await Address.filter(town=person.town, id__in=ids)}
    theirs = {address.id for address in (*person.addresses, *person.shared)}
    for row in every:
        if row.message.get("text") in DEEDS:
            continue
        address = where.get(row.address_id)
        channel = Channel(address.channel) if address else Channel.MAIL
        message = row.message
        told.append(
            {
                **_row("sent", row),
                "channel": channel.value,
                "to": address.external_id if address and address.id in theirs else None,
                "message": message["text"],
                "params": _closed(message["params"]),
                "text": sent_words(counter, person.town, channel, message),
            }
        )
    return told


def _rows(heading: str, rows: Iterable[Model]) -> list[Json]:
    return [_row(heading, row) for row in rows]


def _row(heading: str, row: Model) -> Row:
    return {column: plain(getattr(row, column)) for column in HOLDINGS[heading].told}


def plain(value: object) -> Json:
    """In JSON types: amounts as decimal strings, days and moments as ISO 8601."""
    match value:
        case Enum():
            return str(value.value)
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be exported")
