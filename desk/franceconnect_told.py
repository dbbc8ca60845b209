"""Who learns what FranceConnect did: the citizen's mailbox, her conversation, the town's people, the journal."""

import hmac
from datetime import datetime

from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from desk import inbox
from desk.counter import Counter
from desk.invitations import contact_of
from desk.pages.ways import PAGE
from desk.pages.ways import note as note_on_page
from desk.received import Moved
from desk.telling import tell, write
from flows.message import Json, Message
from flows.note import NoteKind
from models.conversation import Address
from models.family import Citizen
from models.journal import Journal
from models.post import Outbox
from portal.identity import BirthDate, Person
from portal.identity_link import Account
from portal.names import polite
from portal.paris import today_in_paris
from words.desk_keys import TOLD_FRANCECONNECT, TOLD_FRANCECONNECT_LEFT, TOLD_UNMATCHED

FLOW = "franceconnect"


async def kept_once(row: Model) -> bool:
    """Keep `row` if the database takes it: whether it was the first of its kind."""
    try:
        await row.save()
    except IntegrityError:
        return False
    return True


async def note(citizen: Citizen, at: datetime, what: str) -> None:
    """A line of the journal."""
    await note_on_page(citizen, at, NoteKind.EFFECT, FLOW, f"{FLOW}:{what}")


async def goes_on(citizen: Citizen, told: Address | None, at: datetime) -> None:
    """Her conversation no longer waits for identifiers. In the caller's transaction."""
    if told is None:
        return
    moved = Moved(
        what="identifiers_set", citizen=citizen.id, facts={"login": citizen.login, FLOW: True}
    )
    key = f"{moved.what}:{FLOW}:{citizen.id}"
    await inbox.put(told, account=PAGE, external_id=key, at=at, what=moved)


async def linked(citizen: Citizen, mailbox: Address | None, at: datetime) -> None:
    """Her mailbox on file learns of it, with a way to say « pas moi ». In the caller's transaction."""
    message = Message(text=TOLD_FRANCECONNECT, params={"name": polite(citizen), "on": _iso(at)})
    await tell(citizen, mailbox, message, at=at, key=f"{FLOW}:{citizen.id}")


async def unlinked(citizen: Citizen, mailbox: Address | None, at: datetime) -> None:
    """The same when it is undone."""
    message = Message(
        text=TOLD_FRANCECONNECT_LEFT, params={"name": polite(citizen), "on": _iso(at)}
    )
    await tell(citizen, mailbox, message, at=at, key=f"{FLOW}:{citizen.id}")
    await note(citizen, at, "unlinked")


async def hand_over(
    counter: Counter, town: str, account: Account, person: Person, *, several: bool
) -> None:
    """The town's people are told, once a day for each identity; they find out, we do not guess."""
    now = counter.clock()
    await Journal(
        at=now,
        town=town,
        channel=PAGE,
        flow=FLOW,
        kind=NoteKind.EFFECT.value,
        detail=f"{FLOW}:{'several' if several else 'nobody'}",
    ).save()
    day = today_in_paris(now).isoformat()
    who = hidden(counter, f"{account.issuer} {account.sub}")[:24]
    key = f"{FLOW}:{who}:{day}"
    if await Outbox.filter(town=town, turn_key=key).exists():
        return
    params: dict[str, Json] = {
        "name": _name(person),
        "born": _born(person.birth_date),
        "several": several,
    }
    contact = await contact_of(counter.towns[town])
    await write(contact, None, Message(text=TOLD_UNMATCHED, params=params), at=now, key=key)
    counter.leaving.ring()


def hidden(counter: Counter, what: str) -> str:
    """What is kept in the place of `what`: nobody finds it back without the server's key."""
    return hmac.digest(counter.keys.seed(FLOW, 0), what.encode(), "sha256").hex()


def _name(person: Person) -> str:
    given = person.given_names.split()
    return f"{given[0] if given else ''} {person.family_name}".strip()


def _born(born: BirthDate | None) -> str:
    """« 14/05/1992 », « 05/1992 », « 1992 »; empty when it is not known."""
    if born is None:
        return ""
    parts = [f"{part:02}" for part in (born.day, born.month) if part]
    return "/".join([*parts, str(born.year)])


def _iso(at: datetime) -> str:
    return at.isoformat()
