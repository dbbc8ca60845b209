"""Inviting a citizen: the link and the temporary password of one mail live and die together."""

from datetime import datetime, timedelta
from enum import StrEnum

from tortoise.expressions import F

from models.family import Citizen
from models.link import PageLink, Purpose
from portal.activation_address import ActivationKey, activation_address, read_activation_address

__all__ = [
    "CANCELLED",
    "OPENING",
    "ActivationKey",
    "InvitationState",
    "activation_address",
    "good_invitation",
    "good_invitations",
    "invite",
    "is_invited",
    "read_activation_address",
    "retire_invitations",
    "withdrawn",
]


#: What opens an account that its citizen has not made their own yet.
OPENING = (Purpose.INVITATION, Purpose.LETTER)
#: Why an invitation is void: the town took it back.
CANCELLED = "taken_back"


class InvitationState(StrEnum):
    """Whether an invitation still opens the account."""

    GOOD = "good"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


async def invite(citizen: Citizen, *, at: datetime, valid_days: int = 90) -> PageLink:
    """The next invitation, whose number is also that of its temporary password."""
    row = Citizen.filter(town=citizen.town, id=citizen.id)
    await row.update(issue=F("issue") + 1)
    citizen.issue = (await row.get()).issue
    link = await PageLink.create(
        town=citizen.town,
        purpose=Purpose.INVITATION,
        citizen_id=citizen.id,
        issue=citizen.issue,
        created_at=at,
        expires_at=at + timedelta(days=valid_days),
    )
    return link  # noqa: RET504 - a model is awaitable, and the checker would have it awaited


async def good_invitation(link: PageLink, citizen: Citizen, at: datetime) -> InvitationState:
    """Whether `link` opens the account of `citizen`. A newer one leaves it good until one is used."""
    theirs = (link.town, link.citizen_id) == (citizen.town, citizen.id)
    if not theirs or link.purpose not in OPENING:
        return InvitationState.REVOKED
    if link.revoked_at:
        gone = link.revoked_why == CANCELLED
        return InvitationState.CANCELLED if gone else InvitationState.REVOKED
    if link.used_at:
        return InvitationState.USED
    return InvitationState.GOOD if at < link.expires_at else InvitationState.EXPIRED


async def good_invitations(citizen: Citizen, at: datetime) -> tuple[PageLink, ...]:
    """Those that still open the account, newest first: their temporary passwords are good too."""
    invitations = PageLink.filter(
        town=citizen.town,
        citizen_id=citizen.id,
        purpose=Purpose.INVITATION,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=at,
    )
    return tuple(await invitations.order_by("-issue"))


async def is_invited(citizen: Citizen, at: datetime) -> bool:
    """Whether an invitation, or a letter, still lets this citizen in."""
    good = PageLink.filter(
        town=citizen.town,
        citizen_id=citizen.id,
        purpose__in=OPENING,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=at,
    )
    return await good.exists()


async def withdrawn(citizen: Citizen, at: datetime) -> bool:
    """Whether the town took the last invitation back, and nothing else lets this citizen in."""
    sent = PageLink.filter(town=citizen.town, citizen_id=citizen.id, purpose__in=OPENING)
    last = await sent.order_by("-id").first()
    if last is None or last.revoked_why != CANCELLED:
        return False
    return not await is_invited(citizen, at)


async def retire_invitations(citizen: Citizen, at: datetime) -> None:
    """New identifiers are set: every invitation has served, with its temporary password."""
    await PageLink.filter(
        town=citizen.town,
        citizen_id=citizen.id,
        purpose__in=OPENING,
        used_at__isnull=True,
        revoked_at__isnull=True,
    ).update(used_at=at)
