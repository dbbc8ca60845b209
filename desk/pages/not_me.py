"""« Ce n'est pas moi », said on the activation page: the space is blocked at once, its chats unlinked.

The town and the mailbox on file are told. No chat is: it may be that of whoever opened the space.
"""

from datetime import datetime

from tortoise.transactions import in_transaction

from desk.addresses import conversation_of, mailbox_of
from desk.chats import leave_all
from desk.counter import Counter
from desk.invitations import contact_of
from desk.mailboxes import forget
from desk.pages.activation import (
    ActivationState,
    ActivationView,
    Invited,
    find_invitation,
    view_of_invitation,
)
from desk.pages.once import again_if_busy
from desk.pages.ways import note, tell
from desk.received import Moved
from desk.telling import write
from flows.message import Json, Message
from flows.note import NoteKind
from models.conversation import Address
from models.family import Citizen
from portal import activation, names
from portal.activation_address import ActivationKey
from words.desk_keys import TOLD_FROZEN

#: Whoever holds the key may say so, whether the space was opened with it or not.
_MAY = frozenset({ActivationState.GOOD, ActivationState.ACTIVATED, ActivationState.DONE})


async def not_me(counter: Counter, asked: ActivationKey) -> ActivationView:
    """Nobody enters any more before a person has looked, and no chat that was linked leads there again."""
    found = await find_invitation(counter, asked)
    if found and found.state in _MAY:
        told = await mailbox_of(found.citizen)
        contact = await contact_of(counter.towns[found.link.town])
        known = found
        await again_if_busy(lambda: _freeze(counter, known, told, contact))
        counter.arrived.ring()
        counter.leaving.ring()
        found = await find_invitation(counter, asked)
    return await view_of_invitation(counter, asked, found)


async def _freeze(counter: Counter, found: Invited, told: Address | None, contact: Address) -> None:
    now = counter.clock()
    async with in_transaction():
        who = Citizen.filter(town=found.link.town, id=found.citizen.id)
        citizen = await who.select_for_update().get()
        if citizen.frozen_at:
            return
        await activation.not_me(citizen, now)
        gone = await leave_all(citizen)
        await forget(citizen)
        await tell(told, Moved(what="frozen", citizen=citizen.id), found.link, now)
        await note(citizen, now, NoteKind.EFFECT, "invitation.not_me", "not_me:frozen")
        if gone:
            await note(citizen, now, NoteKind.EFFECT, "invitation.not_me", "unlink_others:done")
        await _alert(citizen, contact, found, now)


async def _alert(citizen: Citizen, contact: Address, found: Invited, now: datetime) -> None:
    """The town's own people, who will look into it. Of this person's conversation: it goes with what she said."""
    params: dict[str, Json] = {"login": citizen.login, "name": names.full(citizen)}
    told = Message(text=TOLD_FROZEN, params=params)
    thread = await conversation_of(citizen)
    await write(contact, thread, told, at=now, key=f"page:not_me:{found.link.id}")
