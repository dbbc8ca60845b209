"""Whom a wave invites, whom it does not, and why: a page of people at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.here import Channel
from models.conversation import Address
from models.family import Citizen, MailState
from models.link import PageLink, Purpose
from models.wave import MemberState, WaveMember
from portal.sharing import contested


class Fate(StrEnum):
    """What becomes of one adult."""

    INVITED = "invited"
    TOO_SOON = "too_soon"
    QUEUED = "queued"
    WAITING = "waiting"
    NO_MAIL = "no_mail"
    UNREACHABLE = "unreachable"
    SHARED = "shared"
    FROZEN = "frozen"
    STOPPED = "stopped"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What other tables say of a page of people."""

    queued: frozenset[int]
    invited: frozenset[int]
    shared: frozenset[str]
    gone: frozenset[str]


#: In the order in which a reason is told.
_REASONS: tuple[tuple[Fate, Callable[[Citizen, _Known], bool]], ...] = (
    (Fate.ACTIVE, lambda one, _: one.activated_at is not None),
    (Fate.FROZEN, lambda one, _: one.frozen_at is not None),
    (Fate.STOPPED, lambda one, _: one.stopped_at is not None),
    (Fate.NO_MAIL, lambda one, _: not one.mail),
    (Fate.UNREACHABLE, lambda one, known: lost(one, known.gone)),
    (Fate.SHARED, lambda one, known: one.mail in known.shared),
    (Fate.QUEUED, lambda one, known: one.id in known.queued),
    (Fate.WAITING, lambda one, known: one.id in known.invited),
)


def lost(citizen: Citizen, gone: frozenset[str]) -> bool:
    """Whether what we send to that mailbox comes back."""
    return citizen.mail_state is MailState.ABSENT or citizen.mail.lower() in gone


async def fates(
    town: str, people: Sequence[Citizen], now: datetime, *, queue: bool = True
) -> Mapping[int, Fate]:
    """By the number of each. Without `queue`, those who wait in a wave are as good as the others."""
    ids = [one.id for one in people]
    mails = [one.mail for one in people]
    known = _Known(
        queued=await _queued(town, ids) if queue else frozenset(),
        invited=await _invited(town, ids, now),
        shared=await contested(town, mails),
        gone=await mailboxes_gone(town, mails),
    )
    return {one.id: _fate(one, known) for one in people}


def _fate(citizen: Citizen, known: _Known) -> Fate:
    return next((fate for fate, holds in _REASONS if holds(citizen, known)), Fate.INVITED)


async def _queued(town: str, ids: Sequence[int]) -> frozenset[int]:
    waiting = WaveMember.filter(town=town, citizen_id__in=ids, state=MemberState.WAITING)
    return frozenset(await waiting.values_list("citizen_id", flat=True))  # type: ignore[arg-type]  # a flat list


async def _invited(town: str, ids: Sequence[int], now: datetime) -> frozenset[int]:
    """Those whom an invitation sent before still lets in."""
    good = PageLink.filter(
        town=town,
        citizen_id__in=ids,
        purpose=Purpose.INVITATION,
        used_at=None,
        revoked_at=None,
        expires_at__gt=now,
    )
    return frozenset(await good.values_list("citizen_id", flat=True))  # type: ignore[arg-type]  # a flat list


async def mailboxes_gone(town: str, mails: Sequence[str]) -> frozenset[str]:
    """Those that take nothing of ours any more."""
    refused = Address.filter(
        town=town,
        channel=Channel.MAIL,
        external_id__in=[mail.lower() for mail in mails if mail],
        refused_at__isnull=False,
    )
    return frozenset(await refused.values_list("external_id", flat=True))  # type: ignore[arg-type]  # a flat list
