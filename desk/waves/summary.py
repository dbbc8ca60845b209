"""How far a wave is: how many people of each provider stand where, and when it should be over."""

from collections import Counter as Count
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desk.invitations import ACCOUNT, name_of
from desk.office_hours import NeverOpenError, OfficeHours
from desk.waves.fate import lost, mailboxes_gone
from desk.waves.pausing import paused
from desk.waves.providers import Waiting, waiting_for
from desk.waves.releasing import HOUR
from models.family import Citizen, MailState
from models.post import Inbox, InboxState, Outbox, OutboxState
from models.wave import MemberState, Wave, WaveMember

#: Members read at once.
PAGE = 500
_TROUBLES = {MailState.ABSENT, MailState.REFUSED, MailState.FAILED}
_LEAVING = {OutboxState.PENDING, OutboxState.HELD}


class Stage(StrEnum):
    """Where one person stands, the furthest."""

    WAITING = "waiting"
    LEAVING = "leaving"
    SENT = "sent"
    TROUBLED = "troubled"
    ACTIVATED = "activated"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`counts` by provider and stage. `ends_at` is a guess, None when nothing waits or nothing moves."""

    wave: Wave
    counts: Mapping[tuple[str, Stage], int]
    paused: bool
    ends_at: datetime | None
    #: Of the whole town: who takes no more for now.
    waiting: Mapping[str, Waiting] = field(default_factory=dict)

    def total(self, stage: Stage | None = None) -> int:
        """Of that stage, or of all."""
        return sum(many for (_, at), many in self.counts.items() if stage in {None, at})

    def providers(self) -> list[str]:
        """Those with most people first."""
        size: Count[str] = Count()
        for (provider, _), many in self.counts.items():
            size[provider] += many
        return [provider for provider, _ in size.most_common()]


async def report(wave: Wave, hours: OfficeHours, now: datetime) -> Report:
    """Read it all; changes nothing."""
    counts: Count[tuple[str, Stage]] = Count()
    last = 0
    while page := await WaveMember.filter(wave_id=wave.id, id__gt=last).order_by("id").limit(PAGE):
        last = page[-1].id
        stages = await _stages(wave.town, page)
        counts.update((one.provider, stages[one.id]) for one in page)
    waiting = sum(many for (_, stage), many in counts.items() if stage is Stage.WAITING)
    stopped = wave.town in await paused([wave.town])
    ends = None if stopped or not waiting else _ends(wave, waiting, hours, now)
    slow = {} if wave.cancelled_at or wave.done_at else await waiting_for(wave.town, now)
    return Report(wave=wave, counts=counts, paused=stopped, ends_at=ends, waiting=slow)


def _ends(wave: Wave, waiting: int, hours: OfficeHours, now: datetime) -> datetime | None:
    try:
        return hours.ends(max(now, wave.next_at), HOUR / wave.per_hour * waiting)
    except NeverOpenError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    people: Mapping[int, Citizen]
    gone: frozenset[str]
    leaving: frozenset[str]
    dead: frozenset[str]


async def _stages(town: str, page: Sequence[WaveMember]) -> Mapping[int, Stage]:
    handed = [one for one in page if one.state is MemberState.HANDED]
    people = await Citizen.filter(town=town, id__in=[one.citizen_id for one in handed])
    leaving, dead = await _on_the_way([name_of(one.citizen_id, one.issue) for one in handed])
    seen = _Seen(
        people={one.id: one for one in people},
        gone=await mailboxes_gone(town, [one.mail for one in people]),
        leaving=leaving,
        dead=dead,
    )
    return {one.id: _stage(one, seen) for one in page}


def _stage(member: WaveMember, seen: _Seen) -> Stage:
    if member.state is not MemberState.HANDED:
        return Stage(member.state.value)
    citizen, name = seen.people.get(member.citizen_id), name_of(member.citizen_id, member.issue)
    if citizen is None or citizen.activated_at:
        return Stage.ACTIVATED if citizen else Stage.SENT
    if name in seen.dead or citizen.mail_state in _TROUBLES or lost(citizen, seen.gone):
        return Stage.TROUBLED
    return Stage.LEAVING if name in seen.leaving else Stage.SENT


async def _on_the_way(names: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of those invitations: the ones that have not left yet, and the ones that no relay would take."""
    rows = await Inbox.filter(account=ACCOUNT, external_id__in=names) if names else []
    by_key = {f"in:{row.id}": row.external_id for row in rows}
    out = await Outbox.filter(turn_key__in=list(by_key)) if by_key else []
    leaving = {by_key[row.turn_key] for row in out if row.state in _LEAVING}
    leaving |= {row.external_id for row in rows if row.state is InboxState.NEW}
    dead = {by_key[row.turn_key] for row in out if row.state is OutboxState.DEAD}
    return frozenset(leaving), frozenset(dead)
