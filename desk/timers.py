"""Reminders: what is due is read again, and comes back through the inbox like everything else."""

from datetime import datetime

from desk import inbox
from desk.counter import Counter
from desk.quiet import next_hour
from desk.received import Unanswered
from flows.session import Session
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Timer

#: Timers looked at in one round.
MOST_TOGETHER = 100


async def ring(counter: Counter) -> int:
    """Hand every due reminder to the desk. Answers how many there were, those that lapsed included."""
    now = counter.clock()
    if next_hour(now) > now:
        return 0
    due = (
        await Timer.filter(fired_at=None, held=False, due_at__lte=now)
        .order_by("due_at")
        .limit(MOST_TOGETHER)
    )
    for timer in due:
        if await _still_wanted(timer):
            await _hand_over(timer, now)
        await Timer.filter(id=timer.id).update(fired_at=now)
    if due:
        counter.arrived.ring()
    return len(due)


async def _still_wanted(timer: Timer) -> bool:
    """The condition is read again when due: the same question waits, and messages are not stopped."""
    conversation = await Conversation.get_or_none(town=timer.town, id=timer.conversation_id)
    if conversation is None:
        return False
    session = Session.open(conversation.session)
    if not session.frames or session.top.asked != timer.turn:
        return False
    if conversation.citizen_id is None:
        return True
    citizen = await Citizen.get(town=timer.town, id=conversation.citizen_id)
    return citizen.stopped_at is None


async def _hand_over(timer: Timer, now: datetime) -> None:
    await inbox.put(
        await Address.get(town=timer.town, id=timer.address_id),
        account="timer",
        external_id=f"{timer.id}",
        at=now,
        what=Unanswered(conversation=timer.conversation_id, turn=timer.turn, nth=timer.nth),
    )
