"""Activating a space, and what else people answer to an invitation."""

from datetime import datetime
from enum import StrEnum

from models.family import Citizen
from models.franceconnect import FranceConnectLink
from models.link import PageLink, Purpose
from models.web_session import WebSession
from portal.citizens import change

#: Why an account is frozen: somebody said « pas moi ».
NOT_ME = "not_me"
#: What opens an account. A person's answer (`Purpose.PERSON`) opens none.
_KEYS = tuple(purpose for purpose in Purpose if purpose is not Purpose.PERSON)


class Activation(StrEnum):
    """What became of the activation."""

    ACTIVATED = "activated"
    ALREADY = "already"
    FROZEN = "frozen"


async def activate(citizen: Citizen, *, at: datetime, by: str) -> Activation:
    """Open the space; `by` is a channel, or « page ». The second time changes nothing."""
    waiting = Citizen.filter(
        town=citizen.town, id=citizen.id, activated_at__isnull=True, frozen_at__isnull=True
    )
    if await waiting.update(activated_at=at, activated_by=by):
        citizen.activated_at, citizen.activated_by = at, by
        return Activation.ACTIVATED
    now = await Citizen.get(town=citizen.town, id=citizen.id)
    citizen.frozen_at, citizen.activated_at = now.frozen_at, now.activated_at
    return Activation.FROZEN if now.frozen_at else Activation.ALREADY


async def not_me(citizen: Citizen, at: datetime) -> None:
    """Freeze the account: its mail reached somebody else, so every link sent so far is void.

    Whoever had entered in another's name is out for good: pages that are open, and FranceConnect.
    """
    if not citizen.frozen_at:
        await change(citizen, frozen_at=at, frozen_why=NOT_ME)
    await PageLink.filter(
        town=citizen.town,
        citizen_id=citizen.id,
        purpose__in=_KEYS,
        used_at__isnull=True,
        revoked_at__isnull=True,
    ).update(revoked_at=at, revoked_why=NOT_ME)
    mine = {"town": citizen.town, "citizen_id": citizen.id}
    await WebSession.filter(**mine, revoked_at__isnull=True).update(revoked_at=at)
    await FranceConnectLink.filter(**mine, unlinked_at__isnull=True).update(unlinked_at=at)


async def no_longer(citizen: Citizen, at: datetime) -> None:
    """« Plus concernée »: nothing that we begin any more. The account stays, and may be activated."""
    if not citizen.stopped_at:
        await change(citizen, stopped_at=at)


async def unfreeze(citizen: Citizen) -> None:
    """Staff looked into it. The links of before stay void: a new invitation is needed."""
    await change(citizen, frozen_at=None, frozen_why="")
