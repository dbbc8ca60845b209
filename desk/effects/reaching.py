"""Reaching a person, and no longer being reached: « une personne », STOP, and back again."""

from dataclasses import dataclass
from secrets import randbelow

from desk.addresses import address_of
from desk.effects.outcome import Outcome
from desk.journal.words import FLOWS
from desk.turn import Turn
from flows.here import Channel
from flows.message import Facts, Json, Message
from flows.note import Note, NoteKind
from flows.sprint import Wanted
from models.journal import Utterance
from models.ticket import Asked
from portal import names
from portal.tickets import Asker, open_ticket
from words.desk_keys import TOLD_LETTER, TOLD_PERSON
from words.typography import typeset

#: Characters of the citizen's words that the town's contact is shown.
LONGEST_QUOTE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    """A request that is open. `facts` are said to whoever asked, and to the town."""

    id: int
    fresh: bool
    facts: Facts


async def call_person(turn: Turn, _wanted: Wanted) -> Outcome:
    """One mail to the town's contact, with the step and the last words; the answer will come back here."""
    ticket = await _numbered(turn, Asked.PERSON)
    frames = turn.session.frames
    stands = frames[-2] if len(frames) > 1 else frames[-1]
    params: dict[str, Json] = {
        **ticket.facts,
        "again": not ticket.fresh,
        "name": names.full(turn.citizen) if turn.citizen else None,
        "login": turn.citizen.login if turn.citizen else None,
        "channel": turn.channel.value,
        "stands": typeset(FLOWS.get(stands.flow, stands.flow)),
        "said": await _last_words(turn),
    }
    await _tell_contact(turn, Message(text=TOLD_PERSON, params=params), ticket)
    return Outcome("called" if ticket.fresh else "again", ticket.facts)


async def ask_letter(turn: Turn, wanted: Wanted) -> Outcome:
    """One mail to the town's contact: a person decides, and the letter goes to the street on file."""
    turn.discreet = True
    ticket = await _numbered(turn, Asked.LETTER)
    params: dict[str, Json] = {
        **ticket.facts,
        "again": not ticket.fresh,
        "channel": turn.channel.value,
        "said": wanted.value or "",
    }
    await _tell_contact(turn, Message(text=TOLD_LETTER, params=params), ticket)
    return Outcome("asked" if ticket.fresh else "again", ticket.facts)


async def _numbered(turn: Turn, asked: Asked) -> _Numbered:
    """The number that was given before, as long as nobody has answered."""
    asker = Asker(town=turn.town.slug, address_id=turn.address.id, citizen=turn.citizen)
    ticket, fresh = await open_ticket(asker, asked, turn.now, randbelow)
    what = "acknowledged" if fresh else "asked_again"
    turn.note(Note(kind=NoteKind.HAPPENED, detail=f"{what}:{ticket.reference}"))
    facts: Facts = {"reference": ticket.reference, "asked_at": ticket.asked_at.isoformat()}
    return _Numbered(id=ticket.id, fresh=fresh, facts=facts)


async def _tell_contact(turn: Turn, message: Message, ticket: _Numbered) -> None:
    contact = await address_of(turn.town.slug, Channel.MAIL, turn.town.contact.lower())
    turn.tell(contact, message, forward_to=turn.address.id, ticket=ticket.id)


async def _last_words(turn: Turn) -> str:
    """What the citizen wrote before asking for a person; that very wish, when there is nothing else."""
    before = await (
        Utterance.filter(town=turn.town.slug, conversation_id=turn.conversation.id)
        .order_by("-id")
        .first()
    )
    said = [before.text] if before else []
    return " / ".join([*said, turn.last_words])[:LONGEST_QUOTE]


async def stop_messages(turn: Turn, _wanted: Wanted) -> Outcome:
    """What we begin stops. Answers to what the citizen writes never do."""
    if turn.citizen:
        turn.citizen.stopped_at = turn.now
        await turn.citizen.save(update_fields=["stopped_at"])
    return Outcome("done")


async def resume_messages(turn: Turn, _wanted: Wanted) -> Outcome:
    """What we begin comes again."""
    if turn.citizen:
        turn.citizen.stopped_at = None
        await turn.citizen.save(update_fields=["stopped_at"])
    return Outcome("done")
