"""Taking a wave back: what has not left does not leave, what has left opens nothing any more.

Who has already chosen a login and a password keeps the space: it is theirs, and staff are told how many.
"""

import asyncio
from collections import Counter as Count
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from desk.invitations import ACCOUNT, name_of
from desk.privacy.batches import BATCH, PAUSE, Told, silently, together
from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen
from models.link import PageLink, Purpose
from models.post import Inbox, InboxState, Outbox, OutboxState, Timer
from models.wave import MemberState, Wave, WaveMember
from portal.invitation import CANCELLED


class Undone(StrEnum):
    """What became of each person of the wave, and of what they had opened."""

    NEVER_LEFT = "never_left"
    TAKEN_BACK = "taken_back"
    UNLINKED = "unlinked"
    ACTIVATED = "activated"
    KEPT = "kept"


async def cancel(wave: Wave, now: datetime, told: Told = silently) -> Count[Undone]:
    """Stopped in the middle, it is begun again. Answers how many people of each; chats in `UNLINKED`."""
    await together(lambda: _close(wave, now))
    counts: Count[Undone] = Count()
    last = 0
    while page := await _page(wave, last):
        last = page[-1].id

        async def write(members: Sequence[WaveMember] = page) -> Count[Undone]:
            return await _undo(members, now)

        counts.update(await together(write))
        told(len(page))
        await asyncio.sleep(PAUSE)
    return counts


async def _close(wave: Wave, now: datetime) -> None:
    await Wave.filter(id=wave.id, cancelled_at=None).update(cancelled_at=now)


async def _page(wave: Wave, last: int) -> list[WaveMember]:
    alive = WaveMember.filter(wave_id=wave.id, state__in=[MemberState.WAITING, MemberState.HANDED])
    return await alive.filter(id__gt=last).order_by("id").limit(BATCH)


async def _undo(page: Sequence[WaveMember], now: datetime) -> Count[Undone]:
    counts: Count[Undone] = Count()
    ids = [one.citizen_id for one in page]
    held = Citizen.filter(town=page[0].town, id__in=ids).order_by("id").select_for_update()
    people = {one.id: one for one in await held}
    members = await WaveMember.filter(id__in=[one.id for one in page])  # as they are now
    for member in members:
        citizen = people.get(member.citizen_id)
        if member.state is MemberState.WAITING or citizen is None:
            counts[Undone.NEVER_LEFT] += 1
        elif citizen.identifiers_set_at:
            counts[Undone.KEPT] += 1
            continue
        else:
            await _take_back(member, citizen, now, counts)
        await WaveMember.filter(id=member.id).update(state=MemberState.CANCELLED)
    return counts


async def _take_back(
    member: WaveMember, citizen: Citizen, now: datetime, counts: Count[Undone]
) -> None:
    """The link, its code and its temporary password die together; so does the chat that they opened."""
    link = PageLink.filter(
        town=member.town,
        citizen_id=citizen.id,
        purpose=Purpose.INVITATION,
        issue=member.issue,
    )
    issued = await link.first()
    await link.filter(used_at=None, revoked_at=None).update(revoked_at=now, revoked_why=CANCELLED)
    await _hold_back(member)
    if citizen.activated_at:
        counts[Undone.ACTIVATED] += 1
        return
    counts[Undone.TAKEN_BACK] += 1
    await Timer.filter(
        town=member.town, conversation_id__in=await _conversations(citizen), fired_at=None
    ).delete()
    if issued and issued.address_id:
        counts[Undone.UNLINKED] += await _unlink(citizen, issued.address_id)


async def _hold_back(member: WaveMember) -> None:
    """What the desk has not played, or the couriers have not sent, goes no further."""
    begun = Inbox.filter(account=ACCOUNT, external_id=name_of(member.citizen_id, member.issue))
    row = await begun.first()
    if row is None:
        return
    await begun.filter(state=InboxState.NEW).update(state=InboxState.DONE, body={})
    await Outbox.filter(
        town=member.town,
        turn_key=f"in:{row.id}",
        state__in=[OutboxState.PENDING, OutboxState.HELD],
    ).update(state=OutboxState.DROPPED, error=CANCELLED)


async def _unlink(citizen: Citizen, address_id: int) -> int:
    """The chat that was linked by this very invitation is nobody's again."""
    chat = await Address.get_or_none(town=citizen.town, id=address_id, channel=Channel.TELEGRAM)
    if chat is None or chat.conversation_id not in await _conversations(citizen):
        return 0
    nobodys = await Conversation.create(town=citizen.town)
    rows = Address.filter(town=citizen.town, id=chat.id)
    return await rows.update(conversation_id=nobodys.id, proved_at=None)


async def _conversations(citizen: Citizen) -> list[int]:
    own = Conversation.filter(town=citizen.town, citizen_id=citizen.id)
    return [int(str(row)) for row in await own.values_list("id", flat=True)]
