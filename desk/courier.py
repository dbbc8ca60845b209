"""A courier carries one address's messages, in order, at least once, outside any transaction."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from secrets import randbelow
from typing import Any

from tortoise.transactions import in_transaction

from desk import inbox, outbox
from desk.addresses import is_contested, owners_of
from desk.counter import Counter
from desk.door import DelayedError, Door, HeldError, Parcel, RefusedError, Spoken
from desk.lanes import Underway
from desk.mail_links import stop_page, with_pages
from desk.outbox import Load
from desk.papers.handing import enclosed
from desk.providers import put_off
from desk.received import Refused
from desk.speech import named, named_subject, spoken
from desk.tally import Sent, Tally, note
from desk.tidying import DEEDS, ERASE
from flows.here import Channel
from flows.message import Message
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox, OutboxState
from portal import names
from words.desk_keys import NOTICE

log = logging.getLogger(__name__)

Doors = Mapping[Channel, Door]
#: Messages of the same thread that a mail refers to.
THREAD = 8


async def carry(counter: Counter, doors: Doors, address_id: int) -> int:
    """Send what is due for that address. Answers how many messages left."""
    return await carry_together(counter, doors, [address_id], Underway())


async def carry_together(
    counter: Counter, doors: Doors, addresses: Sequence[int], underway: Underway
) -> int:
    """The same for several, at the same time; `underway` tells meanwhile which are not served yet."""
    owner, now = counter.badge.owner(), counter.clock()
    loads = await outbox.claim(addresses, owner, now)
    if not loads:
        return 0
    tally = Tally()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(tally.write())
            await _each(_carry(counter, doors, load, tally, underway) for load in loads)
            tally.close()
    finally:
        await tally.flush()  # we may have been stopped just after something left
        await outbox.release([load.address.id for load in loads], owner)
    return tally.left


async def _each(carriers: Iterable[Coroutine[Any, Any, None]]) -> None:
    """At the same time; one that fails leaves the others be."""
    for result in await asyncio.gather(*carriers, return_exceptions=True):
        if isinstance(result, asyncio.CancelledError):
            raise result
        if isinstance(result, BaseException):
            log.error("an address could not be served: %s", type(result).__name__)


async def _carry(
    counter: Counter, doors: Doors, load: Load, tally: Tally, underway: Underway
) -> None:
    with underway.sending(load.address):
        await _carry_load(counter, doors, load, tally)


async def _carry_load(counter: Counter, doors: Doors, load: Load, tally: Tally) -> None:
    started, address = counter.clock(), load.address
    door = doors.get(Channel(address.channel))
    if door is None:
        await outbox.again(load.rows, "no door", counter.clock() + timedelta(minutes=1))
        return
    if await is_contested(address) and (personal := await _personal(load.rows)):
        await outbox.bury(personal, "shared")
        load = Load(address, [row for row in load.rows if row not in personal], load.owner)
    if address.refused_at and door.channel is Channel.MAIL:  # nobody is there: nothing more leaves
        await outbox.bury(load.rows, "unreachable")
        return
    for parcel in _parcels(door, load.rows):
        # Half the lease at most: nobody may take over while we still send.
        late = counter.clock() - started > outbox.LEASE / 2
        gone = late or not counter.badge.holds(load.owner)
        if gone or not await _deliver(counter, door, address, parcel, tally):
            return


async def _personal(rows: Sequence[Outbox]) -> list[Outbox]:
    """Those that belong to somebody's own conversation."""
    ids = [row.conversation_id for row in rows if row.conversation_id is not None]
    known = Conversation.filter(id__in=ids, citizen_id__isnull=False)
    theirs = set(await known.values_list("id", flat=True)) if ids else set()
    return [row for row in rows if row.conversation_id in theirs]


def _parcels(door: Door, rows: list[Outbox]) -> list[list[Outbox]]:
    """A mail carries a whole turn; a chat takes its messages one by one."""
    if not door.together:
        return [[row] for row in rows]
    return [list(group) for _, group in groupby(rows, key=lambda row: row.turn_key)]


async def _deliver(
    counter: Counter, door: Door, address: Address, rows: list[Outbox], tally: Tally
) -> bool:
    """Send one parcel. False stops the courier: what follows must not overtake it."""
    now = counter.clock()
    try:
        receipt = await _send(counter, door, address, rows)
    except DelayedError as refusal:
        return await _retry(rows, refusal, now)
    except RefusedError as refusal:
        return await _give_up(counter, address, rows, refusal, now)
    except Exception as error:  # noqa: BLE001 - one address must not stop the couriers
        log.error("sending failed: %s", type(error).__name__)  # noqa: TRY400 - its words may be the citizen's
        return await _retry(rows, DelayedError(type(error).__name__), now)
    tally.add(Sent(address, rows, receipt, now))
    return True


async def _send(counter: Counter, door: Door, address: Address, rows: list[Outbox]) -> str:
    town = counter.towns[address.town]
    tidied = [row for row in rows if row.message["text"] in DEEDS]
    for row in tidied:
        erase = row.message["text"] == ERASE
        await door.tidy(town, address.external_id, str(row.refs["receipt"]).split(","), erase=erase)
    said = [row for row in rows if row not in tidied]
    return await door.send(await wrapped(counter, door, address, said)) if said else ""


async def wrapped(counter: Counter, door: Door, address: Address, rows: Sequence[Outbox]) -> Parcel:
    """These messages as they leave together, their links and secrets derived."""
    town, first = counter.towns[address.town], rows[0]
    words = [await _spoken(counter, door, Message.open(row.message), row) for row in rows]
    name = await _name(first, address) if door.together else ""
    subject = await _subject(counter, first) if door.together else ""
    if name and len(await owners_of(address)) > 1:
        words = named(counter, town, name, words)
        subject = named_subject(name, subject)
    return Parcel(
        town=town,
        to=address.external_id,
        to_name=name,
        subject=subject,
        spoken=tuple(words),
        token=_name_of(counter, rows),
        thread=await _thread(counter, first) if door.together else (),
        answers=str(first.refs.get("answers", "")),
        is_reply="answers" in first.refs,
        priority=first.priority,
        stop=stop_page(counter, town, _answerable(rows)) if door.channel is Channel.MAIL else "",
        at=first.created_at,
        enclosed=await enclosed(rows) if door.together else (),
    )


async def _spoken(counter: Counter, door: Door, message: Message, row: Outbox) -> Spoken:
    town = counter.towns[row.town]
    said = await spoken(counter, town, door.channel, message, row.refs)
    return with_pages(counter, town, row, said) if door.channel is Channel.MAIL else said


def _answerable(rows: Sequence[Outbox]) -> Outbox:
    """The row that an answer to the parcel answers: the one that asks, and never the first words' notice."""
    said = [row for row in rows if row.message.get("text") != NOTICE] or rows
    return next((row for row in reversed(said) if row.turn), said[-1])


async def _name(row: Outbox, address: Address) -> str:
    """The person a shared mailbox's mail is for; nobody, where it is not a citizen's mailbox."""
    conversation = await Conversation.get_or_none(town=row.town, id=row.conversation_id)
    if conversation is None or conversation.citizen_id is None:
        return ""
    citizen = await Citizen.get(town=row.town, id=conversation.citizen_id)
    return names.full(citizen) if citizen.mail.lower() == address.external_id else ""


async def _thread(counter: Counter, row: Outbox) -> tuple[str, ...]:
    """The names of the mails that went before in this thread, oldest first."""
    before = await (
        Outbox.filter(
            conversation_id=row.conversation_id,
            address_id=row.address_id,
            state=OutboxState.SENT,
            id__lt=row.id,
        )
        .exclude(receipt="")
        .order_by("-id")
        .limit(3 * THREAD)
    )
    mails = [list(group) for _, group in groupby(reversed(before), key=lambda one: one.turn_key)]
    return tuple(_name_of(counter, mail) for mail in mails[-THREAD:])


def _name_of(counter: Counter, rows: Sequence[Outbox]) -> str:
    return counter.keys.token("reply", _answerable(rows).id)


async def _subject(counter: Counter, row: Outbox) -> str:
    """A thread keeps the subject of the mail that began it: programs group by it."""
    if (root := row.refs.get("root")) is None:
        return ""
    began = await Outbox.get_or_none(town=row.town, id=root)
    if began is None:
        return ""
    message = Message.open(began.message)
    said = {"channel": Channel.MAIL.value, "town": counter.towns[row.town]}
    subject = counter.texts[row.town].subject(
        message.text, message.params, **said, link={}, secret={}
    )
    return f"Re: {subject}"


async def _retry(rows: list[Outbox], refusal: DelayedError, now: datetime) -> bool:
    why = put_off(refusal.by, refusal.reason) if refusal.by else refusal.reason
    if isinstance(refusal, HeldError):
        await outbox.hold(rows, why if refusal.by else "", now + refusal.after)
        return False
    attempts = max(row.attempts for row in rows) + 1
    if attempts > outbox.MOST_ATTEMPTS:
        await outbox.bury(rows, refusal.reason)
        return True
    wait = max(outbox.delay(attempts, randbelow(1000) / 1000), refusal.after)
    await outbox.again(rows, why, now + wait)
    return False


async def _give_up(
    counter: Counter, address: Address, rows: list[Outbox], refusal: RefusedError, now: datetime
) -> bool:
    """In one commit: a dead letter of which the conversation never hears would not reach the other channel."""
    async with in_transaction():
        await outbox.bury(rows, refusal.reason)
        await note([Sent(address, rows, "", now)], f"dead:{refusal.reason}")
        if refusal.gone:
            await inbox.put(
                address,
                account="courier",
                external_id=f"refused:{rows[0].id}",
                at=now,
                what=Refused(reason=refusal.reason),
            )
    if refusal.gone:
        counter.arrived.ring()
    return not refusal.gone
