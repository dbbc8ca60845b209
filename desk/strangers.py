"""A good token that comes from another address: that address learns nothing, the one on file is asked."""

from datetime import timedelta

from desk import mailboxes
from desk.mailboxes import NO, YES
from desk.received import Heard
from desk.turn import Turn
from flows.message import Message
from flows.note import Note, NoteKind
from flows.spelling import plain
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox
from portal import names
from words.desk_keys import ASK_ELSEWHERE, ELSEWHERE_NO, ELSEWHERE_YES, TOLD_ELSEWHERE

#: Between two questions to the address on file.
SPACING = timedelta(days=1)
#: Mails to one address that are looked through for what was said before.
_LOOKED_AT = 200
_ADD = frozenset({"ajouter", "ajoutez", "ajoute"})


async def meet(turn: Turn, lent: Outbox) -> None:
    """One fixed sentence to the stranger, once; one question to the mailbox on file, once a day."""
    turn.note(Note(kind=NoteKind.HAPPENED, detail="elsewhere"))
    if not await _said(turn.address, TOLD_ELSEWHERE):
        turn.say(Message(text=TOLD_ELSEWHERE))
    on_file = await Address.get_or_none(town=turn.town.slug, id=lent.address_id)
    if on_file is None or not await _is_on_file(on_file, lent):
        return
    if await _said(on_file, ASK_ELSEWHERE, since=SPACING, turn=turn):
        return
    masked = names.masked_mail(turn.address.external_id)
    asked = Message(text=ASK_ELSEWHERE, params={"mail": masked})
    turn.tell(on_file, asked, elsewhere=turn.address.id)
    turn.sayings[-1].conversation_id = lent.conversation_id


async def answered(turn: Turn, heard: Heard, asked: Outbox) -> bool:
    """« Est-ce vous ? » OUI, NON, AJOUTER; whatever else was written is left to the conversation."""
    first = next(iter(plain(heard.text).split()), "")
    if first in _ADD and isinstance(other := asked.refs.get("elsewhere"), int):
        await mailboxes.ask(turn, other)
        return True
    if first not in YES | NO:
        return False
    mine = first in YES
    detail = "elsewhere_mine" if mine else "elsewhere_not_mine"
    turn.note(Note(kind=NoteKind.HAPPENED, detail=detail))
    turn.say(Message(text=ELSEWHERE_YES if mine else ELSEWHERE_NO))
    return True


async def _is_on_file(address: Address, lent: Outbox) -> bool:
    """A citizen's own mailbox: nobody else is asked anything."""
    conversation = await Conversation.get_or_none(town=address.town, id=lent.conversation_id)
    if conversation is None or conversation.citizen_id is None:
        return False
    citizen = await Citizen.get(town=address.town, id=conversation.citizen_id)
    return citizen.mail.lower() == address.external_id


async def _said(
    address: Address, text: str, *, since: timedelta | None = None, turn: Turn | None = None
) -> bool:
    """Whether that was said there before, however long ago or lately."""
    rows = Outbox.filter(town=address.town, address_id=address.id)
    if since is not None and turn is not None:
        rows = rows.filter(created_at__gt=turn.now - since)
    told = await rows.order_by("-id").limit(_LOOKED_AT).values_list("message", flat=True)
    return any(isinstance(one, dict) and one.get("text") == text for one in told)
