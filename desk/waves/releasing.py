"""Handing a wave to the desk, one invitation after the other, at its pace and in office hours.

The outbox never holds more of a wave than a few minutes of it: an answer has nothing to wait behind, and
pausing or cancelling stops what has not begun. Restarted after a night or a breakdown, nothing is made up
for in a burst.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from desk import invitations
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.office_hours import NeverOpenError
from desk.privacy.batches import together
from desk.restoring.holding import held
from desk.waves.fate import Fate, fates
from desk.waves.pausing import paused
from desk.waves.providers import takes_none, waiting_for
from models.engine import Busy
from models.family import Citizen
from models.wave import MemberState, Wave, WaveMember

log = logging.getLogger(__name__)

#: Between two looks, and how much of what was missed is made up for at once.
LOOK = timedelta(seconds=2)
MADE_UP = timedelta(seconds=30)
HOUR = timedelta(hours=1)


async def release_waves(counter: Counter, look: timedelta = LOOK) -> None:
    """Never ends. A round that fails is tried again: nobody else of the desk is its business."""
    while True:
        try:
            await release_due(counter)
        except Busy:
            pass
        except Exception as error:  # noqa: BLE001 - a loop of the program, which must outlive its database
            log.error("a round of invitations failed: %s", type(error).__name__)  # noqa: TRY400 - no words of a query
        await asyncio.sleep(look.total_seconds())


async def release_due(counter: Counter) -> int:
    """Hand over what may leave now. Answers how many invitations."""
    now = counter.clock()
    try:
        if counter.office_hours.next_open(now) > now:
            return 0
    except NeverOpenError:
        return 0
    if await held() is not None:  # a copy that came back: some of them may have been invited since
        return 0
    towns = set(counter.towns) - await paused(counter.towns)
    waves = Wave.filter(town__in=list(towns), cancelled_at=None, done_at=None, next_at__lte=now)
    return sum([await _release(counter, wave, now) for wave in await waves.order_by("id")])


async def _release(counter: Counter, wave: Wave, now: datetime) -> int:
    members = WaveMember.filter(wave_id=wave.id, state=MemberState.WAITING)
    slow = await waiting_for(wave.town, now)
    if takes_none(slow):
        return 0
    gap = HOUR / wave.per_hour
    since = max(wave.next_at, now - MADE_UP)
    ready = (
        await members.exclude(provider__in=list(slow))
        .order_by("id")
        .limit(int((now - since) / gap) + 1)
    )
    if not ready:
        if not await members.exists():
            await Wave.filter(id=wave.id).update(done_at=now)
        return 0
    # Written first: a crash in the middle costs time, and sends nothing twice.
    await Wave.filter(id=wave.id).update(next_at=since + gap * len(ready))
    handed = [await hand_over(counter, member, now) for member in ready]
    if any(handed):
        counter.arrived.ring()
    return sum(handed)


async def hand_over(counter: Counter, member: WaveMember, now: datetime) -> bool:
    """Begin one invitation, if this person can still be invited and nobody was faster."""
    citizen = await Citizen.get_or_none(town=member.town, id=member.citizen_id)
    if citizen is not None:
        await mailbox_of(citizen)  # its row is made outside: two programs may make it at once
    return await together(lambda: _hand_over(counter, member, now))


async def _hand_over(counter: Counter, member: WaveMember, now: datetime) -> bool:
    # Held, so that somebody who asks at this very moment gets one mail and not two.
    people = Citizen.filter(town=member.town, id=member.citizen_id)
    citizen = await people.select_for_update().first()
    row = WaveMember.filter(id=member.id, state=MemberState.WAITING)
    why = await _why_not(citizen, now)
    if why:
        await row.update(state=MemberState.SKIPPED, why=why)
        return False
    assert citizen is not None
    if not await row.update(state=MemberState.HANDED, handed_at=now):
        return False
    issued = await invitations.begin(counter, citizen, now, bulk=True)
    await WaveMember.filter(id=member.id).update(issue=issued.issue)
    return True


async def _why_not(citizen: Citizen | None, now: datetime) -> str:
    """Empty when nothing stands in the way: the reasons of the queueing, looked at again."""
    if citizen is None:
        return "gone"
    found = await fates(citizen.town, [citizen], now, queue=False)
    fate = found[citizen.id]
    return "" if fate is Fate.INVITED else fate.value
