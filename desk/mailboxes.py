"""A citizen's other mailboxes: asked for from the one on file, confirmed from the other, taken away again.

The mailbox on file says AJOUTER with the proof that changing things needs; the other one answers a mail that
tells nothing. Then a token of that citizen's counts from there too, whomever else the mailbox belongs to.
"""

from datetime import timedelta
from enum import Enum, auto

from desk.addresses import conversation_at, conversation_of, mailbox_of, owners_of
from desk.chats import linked, part
from desk.received import Heard
from desk.turn import Turn
from flows.here import Level
from flows.message import Json, Message
from flows.note import Note, NoteKind
from flows.spelling import plain
from models.conversation import Address, Conversation
from models.family import Citizen
from models.mailbox import AddedMailbox
from models.post import Outbox
from portal import names
from words.desk_keys import (
    ASK_MAILBOX,
    MAILBOX_ASKED,
    MAILBOX_DONE,
    MAILBOX_FULL,
    MAILBOX_REFUSED,
    MAILBOX_THERE,
    MAILBOX_UNPROVED,
    TOLD_MAILBOX,
)

#: Other mailboxes of one citizen, those not confirmed yet included.
MOST = 3
#: Time to confirm.
LIVES = timedelta(days=7)
YES, NO = frozenset({"oui", "yes", "ok"}), frozenset({"non", "no"})


class Confirming(Enum):
    """What became of asking another mailbox: asked, there already, or too many were asked."""

    ASKED = auto()
    THERE = auto()
    FULL = auto()


async def ask(turn: Turn, address_id: int) -> None:
    """The mailbox on file said AJOUTER to our question about another one."""
    other = await Address.get_or_none(town=turn.town.slug, id=address_id)
    if turn.proved < Level.CHANGE or other is None or is_the_towns(turn, other.external_id):
        return _answer(turn, "mailbox_unproved", MAILBOX_UNPROVED)
    match await confirm(turn, other):
        case Confirming.ASKED:
            _answer(turn, "mailbox_asked", MAILBOX_ASKED)
        case Confirming.THERE:
            _answer(turn, "mailbox_there", MAILBOX_THERE)
        case Confirming.FULL:
            _answer(turn, "mailbox_full", MAILBOX_FULL)
    return None


def is_the_towns(turn: Turn, mail: str) -> bool:
    """Whether it is a mailbox of the town itself, which is no citizen's."""
    return mail in {turn.town.contact.lower(), turn.town.mail_address.lower()}


async def confirm(turn: Turn, other: Address) -> Confirming:
    """Ask the other one once, without a word of whose space it is."""
    citizen = turn.known()
    mine = AddedMailbox.filter(town=turn.town.slug, citizen_id=citizen.id)
    await mine.filter(confirmed_at=None, asked_at__lt=turn.now - LIVES).delete()
    row = await mine.filter(address_id=other.id).first()
    if row is not None and row.confirmed_at is not None:
        return Confirming.THERE
    if row is None and await mine.count() >= MOST:
        return Confirming.FULL
    if row is None:
        row = AddedMailbox(
            town=turn.town.slug, citizen_id=citizen.id, address_id=other.id, asked_at=turn.now
        )
        await row.save()
        turn.tell(other, Message(text=ASK_MAILBOX), mailbox=row.id)
        # One that never wrote leads nowhere yet, and nothing that leads nowhere can be answered.
        turn.sayings[-1].conversation_id = (await conversation_at(other)).id
    return Confirming.ASKED


async def answered(turn: Turn, heard: Heard, asked: Outbox) -> bool:
    """OUI or NON from the other mailbox; its live token proves that whoever answers reads it."""
    first = next(iter(plain(heard.text).split()), "")
    if first not in YES | NO:
        return False
    row = await AddedMailbox.get_or_none(
        town=turn.town.slug, id=asked.refs.get("mailbox"), address_id=turn.address.id
    )
    too_late = row is None or (not row.confirmed_at and row.asked_at <= turn.now - LIVES)
    if row is None or too_late or first in NO:
        await _refuse(turn, row)
        return True
    if row.confirmed_at:  # yes, said twice
        _answer(turn, "mailbox_there", MAILBOX_DONE)
        return True
    row.confirmed_at = turn.now
    await row.save(update_fields=["confirmed_at"])
    await _join(turn, await Citizen.get(town=turn.town.slug, id=row.citizen_id))
    return True


async def _refuse(turn: Turn, row: AddedMailbox | None) -> None:
    """It is nobody's other mailbox, or no longer: it leads again where the question was asked."""
    if row is not None:
        await row.delete()
        if row.confirmed_at and turn.conversation.citizen_id is None:
            turn.address.conversation_id = turn.conversation.id
    _answer(turn, "mailbox_refused", MAILBOX_REFUSED)


async def _join(turn: Turn, citizen: Citizen) -> None:
    """A mailbox that was nobody's leads to the citizen now; one that others have on file stays theirs."""
    thread = await conversation_of(citizen)
    others = [one for one in await owners_of(turn.address) if one.id != citizen.id]
    if turn.conversation.citizen_id is None and not others:
        turn.address.conversation_id = thread.id
    _answer(turn, "mailbox_added", MAILBOX_DONE)
    mailbox = await mailbox_of(citizen)
    params: dict[str, Json] = {
        "name": names.polite(citizen),
        "on": turn.now.isoformat(),
        "mail": names.masked_mail(turn.address.external_id),
    }
    for address in [*([mailbox] if mailbox else []), *await linked(citizen)]:
        turn.tell(address, Message(text=TOLD_MAILBOX, params=params))
        turn.sayings[-1].conversation_id = thread.id
    turn.notes[-1].citizen_id = citizen.id


def _answer(turn: Turn, detail: str, text: str) -> None:
    turn.note(Note(kind=NoteKind.HAPPENED, detail=detail))
    turn.say(Message(text=text))


async def mailboxes_of(citizen: Citizen) -> list[Address]:
    """Those that are confirmed, oldest first."""
    mine = AddedMailbox.filter(town=citizen.town, citizen_id=citizen.id, confirmed_at__isnull=False)
    ids = await mine.values_list("address_id", flat=True)
    return await Address.filter(town=citizen.town, id__in=list(ids)).order_by("id")


async def may_answer(address: Address, sent: Outbox) -> bool:
    """Whether `address` is another mailbox of the citizen to whose mailbox on file that mail was sent."""
    thread = await Conversation.get_or_none(town=address.town, id=sent.conversation_id)
    if thread is None or thread.citizen_id is None:
        return False
    citizen = await Citizen.get(town=address.town, id=thread.citizen_id)
    on_file = await Address.get_or_none(town=address.town, id=sent.address_id)
    to_them = on_file is not None and on_file.external_id == citizen.mail.lower()
    return to_them and await _is_added(address, citizen)


async def is_still_theirs(address: Address, thread: Conversation) -> bool:
    """Whether mails that were sent to `address` may still be answered from it: it was not taken away since."""
    if thread.citizen_id is None or address.conversation_id == thread.id:
        return True
    citizen = await Citizen.get(town=address.town, id=thread.citizen_id)
    return citizen.mail.lower() == address.external_id or await _is_added(address, citizen)


async def _is_added(address: Address, citizen: Citizen) -> bool:
    mine = AddedMailbox.filter(town=address.town, citizen_id=citizen.id, address_id=address.id)
    return await mine.filter(confirmed_at__isnull=False).exists()


async def forget(citizen: Citizen, *, speaking: int | None = None) -> list[Address]:
    """In the caller's transaction: the citizen has the mailbox on file alone. Answers those that led there.

    The one that is speaking is left to its own turn, which writes where it leads.
    """
    gone = await mailboxes_of(citizen)
    thread = await conversation_of(citizen)
    await AddedMailbox.filter(town=citizen.town, citizen_id=citizen.id).delete()
    # Those that others have on file lead elsewhere.
    led = [one for one in gone if one.conversation_id == thread.id and one.id != speaking]
    await part(citizen.town, led)
    return gone


async def drop(turn: Turn) -> int:
    """The same in a turn. Answers how many there were."""
    gone = await forget(turn.known(), speaking=turn.address.id)
    if turn.address.id in {one.id for one in gone} and not await owners_of(turn.address):
        turn.moves_to = await Conversation.create(town=turn.town.slug)
    return len(gone)
