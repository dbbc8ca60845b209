"""Files that the citizen sent, handed to the town's contact with who sent them."""

from desk.addresses import address_of
from desk.effects.outcome import Outcome
from desk.effects.reaching import LONGEST_QUOTE
from desk.turn import Turn
from flows.here import Channel
from flows.message import Json, Message
from flows.note import Note, NoteKind
from flows.sprint import Wanted
from models.paper import Paper
from portal import names
from words.desk_keys import TOLD_PAPERS


async def hand_over(turn: Turn, wanted: Wanted) -> Outcome:
    """One mail to the town's contact, the files in it; its answer comes back to where the citizen wrote."""
    citizen, ids = turn.known(), wanted.data["papers"]
    assert isinstance(ids, list)
    mine = Paper.filter(town=turn.town.slug, citizen_id=citizen.id, id__in=ids, handed_at=None)
    sizes = [int(str(size)) for size in await mine.values_list("size", flat=True)]
    if not sizes:
        return Outcome("gone")
    contact = await address_of(turn.town.slug, Channel.MAIL, turn.town.contact.lower())
    params: dict[str, Json] = {
        "name": names.full(citizen),
        "login": citizen.login,
        "count": len(sizes),
        # After a proof, the last words are the digits that gave it.
        "said": "" if turn.discreet else turn.last_words[:LONGEST_QUOTE],
    }
    message = Message(text=TOLD_PAPERS, params=params)
    turn.tell(contact, message, forward_to=turn.address.id, papers=ids)
    await mine.update(handed_at=turn.now)
    turn.note(Note(kind=NoteKind.HAPPENED, detail=f"papers:{len(sizes)}", length=sum(sizes)))
    return Outcome("handed")
