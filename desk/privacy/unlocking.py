"""Opening an account again: after « pas moi », after too many wrong passwords, once a person looked into it."""

from enum import StrEnum

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from desk import invitations
from desk.counter import Counter
from desk.privacy.acts import Staff, write_down
from desk.privacy.batches import together
from desk.privacy.reaching import hand_in, told_at
from desk.received import Moved
from models.conversation import Address, Conversation
from models.family import Citizen
from models.staff import Deed
from portal.activation import unfreeze
from portal.citizens import change


class Unlocked(StrEnum):
    """What it was; the first two are the words that the conversation learns."""

    UNFROZEN = "unfrozen"
    UNLOCKED = "unlocked"
    OPEN = "open"


async def unlock(counter: Counter, citizen: Citizen, staff: Staff) -> Unlocked:
    """Unfreeze and forget the failures. OPEN when there was nothing to do: nothing is written then."""
    done = await together(lambda: _open(counter, citizen, staff))
    counter.arrived.ring()
    return done


async def _open(counter: Counter, citizen: Citizen, staff: Staff) -> Unlocked:
    now = counter.clock()
    held = await Citizen.filter(town=citizen.town, id=citizen.id).select_for_update().get()
    was = await _closed_by(held)
    if was is Unlocked.OPEN:
        return was
    await unfreeze(held)
    await change(held, failures=0, last_failure_at=None)
    await _addresses(held).update(failures=0, last_failure_at=None)
    # « Pas moi » made every link void: without a new invitation, the next mail would hold a dead one.
    if was is Unlocked.UNFROZEN and held.activated_at is None and held.mail:
        _ = await invitations.issue(counter, held, now)
    act = await write_down(Deed.UNLOCK, held, staff, now)
    if address := await told_at(held):
        await hand_in(address, Moved(what=was.value, citizen=held.id), act, now)
    return was


async def _closed_by(citizen: Citizen) -> Unlocked:
    if citizen.frozen_at:
        return Unlocked.UNFROZEN
    wrong = citizen.failures or await _addresses(citizen).filter(failures__gt=0).exists()
    return Unlocked.UNLOCKED if wrong else Unlocked.OPEN


def _addresses(citizen: Citizen) -> QuerySet[Address]:
    """Those that lead to this citizen."""
    own = Conversation.filter(town=citizen.town, citizen_id=citizen.id)
    return Address.filter(town=citizen.town, conversation_id__in=Subquery(own.values("id")))
