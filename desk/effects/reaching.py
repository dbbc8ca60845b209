"""Reaching a person, and no longer being reached: « une personne », STOP, and back again."""

from desk.addresses import address_of
from desk.effects.outcome import Outcome
from desk.journal.words import FLOWS
from desk.turn import Turn
from flows.here import Channel
from flows.message import Message
from flows.sprint import Wanted
from models.journal import Utterance
from portal import names
from words.desk_keys import TOLD_LETTER, TOLD_PERSON
from words.typography import typeset

#: Characters of the citizen's words that the town's contact is shown.
LONGEST_QUOTE = 1000


async def call_person(turn: Turn, _wanted: Wanted) -> Outcome:
    """One mail to the town's contact, with the step and the last words; the answer will come back here."""
    contact = await address_of(turn.town.slug, Channel.MAIL, turn.town.contact.lower())
    frames = turn.session.frames
    stands = frames[-2] if len(frames) > 1 else frames[-1]
    params = {
        "name": names.full(turn.citizen) if turn.citizen else None,
        "login": turn.citizen.login if turn.citizen else None,
        "channel": turn.channel.value,
        "stands": typeset(FLOWS.get(stands.flow, stands.flow)),
        "said": await _last_words(turn),
    }
    turn.tell(contact, Message(text=TOLD_PERSON, params=params), forward_to=turn.address.id)
    return Outcome("called")


async def ask_letter(turn: Turn, wanted: Wanted) -> Outcome:
    """One mail to the town's contact: a person decides, and the letter goes to the street on file."""
    turn.discreet = True
    contact = await address_of(turn.town.slug, Channel.MAIL, turn.town.contact.lower())
    params = {"channel": turn.channel.value, "said": wanted.value or ""}
    turn.tell(contact, Message(text=TOLD_LETTER, params=params), forward_to=turn.address.id)
    return Outcome("asked")


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
