"""What a copy was about to send, to ring or to open is put aside, and numbers are skipped.

A link or an address to answer to is made from the number of its row: a row made now under a number that was given
after the copy would be opened by what somebody else received then. So every number of the lost time is skipped.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tortoise.expressions import F
from tortoise.functions import Count
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from desk.privacy.acts import Staff, begin, finish
from models.installation import ONLY, Installation
from models.link import PageLink
from models.post import Outbox, OutboxState, Timer
from models.staff import Deed
from models.wave import MemberState, Wave, WaveMember

#: More rows than any table gets between two backups; row numbers in tokens go to 2 ** 48.
SKIPPED = 1_000_000_000


class Fate(StrEnum):
    """What becomes of what is held."""

    RELEASE = "release"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much is held, by town; `oldest` is when the first of the messages was made."""

    since: datetime
    copied_at: datetime | None
    messages: Mapping[str, int] = field(default_factory=dict)
    reminders: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[str, int] = field(default_factory=dict)
    #: People of a wave who had not been invited when the copy was made.
    invitations: Mapping[str, int] = field(default_factory=dict)
    oldest: datetime | None = None

    def counts(self, town: str) -> dict[str, int]:
        """How much of each in one town, zero included."""
        return {
            "messages": self.messages.get(town, 0),
            "reminders": self.reminders.get(town, 0),
            "links": self.links.get(town, 0),
            "invitations": self.invitations.get(town, 0),
        }


async def hold(now: datetime) -> None:
    """Nothing that the copy knew of leaves, rings or opens."""
    await Outbox.filter(state=OutboxState.PENDING).update(state=OutboxState.RESTORED)
    await Timer.filter(fired_at=None).update(held=True)
    # A link that is too old offers a fresh one, to the address on file.
    good = PageLink.filter(used_at=None, revoked_at=None, expires_at__gt=now)
    await good.update(held_until=F("expires_at"))
    await good.filter(held_until__not_isnull=True).update(expires_at=now)
    await _skip_numbers()


async def held() -> Held | None:
    """How much is held now; None when nothing came back."""
    row = await Installation.get_or_none(id=ONLY)
    if row is None or row.held_since is None:
        return None
    messages = Outbox.filter(state=OutboxState.RESTORED)
    first = await messages.order_by("created_at").first()
    return Held(
        since=row.held_since,
        copied_at=row.copied_at,
        messages=await _by_town(messages),
        reminders=await _by_town(Timer.filter(held=True)),
        links=await _by_town(PageLink.filter(held_until__not_isnull=True)),
        invitations=await _by_town(WaveMember.filter(state=MemberState.WAITING)),
        oldest=first.created_at if first else None,
    )


async def let_go(
    messages: Fate, links: Fate, *, towns: Collection[str], staff: Staff, now: datetime
) -> None:
    """Messages and reminders leave or are dropped, links open again or stay closed; nothing is held any more.

    Waves go with the messages. The register of each town says who decided, and on how much.
    """
    async with in_transaction():
        found = await held()
        for town in towns if found else ():
            act = await begin(Deed.RESTORE, town, staff, now)
            await finish(act, now, found.counts(town) if found else None)
        await _messages(messages, now)
        closed = PageLink.filter(held_until__not_isnull=True)
        if links is Fate.RELEASE:
            await closed.update(expires_at=F("held_until"))
        await closed.update(held_until=None)
        await Installation.filter(id=ONLY).update(held_since=None)


async def _messages(fate: Fate, now: datetime) -> None:
    waiting, timers = Outbox.filter(state=OutboxState.RESTORED), Timer.filter(held=True)
    if fate is Fate.RELEASE:
        await waiting.update(state=OutboxState.PENDING)
        await timers.update(held=False)
    else:
        await waiting.update(state=OutboxState.DROPPED, error="restored")
        await timers.update(held=False, fired_at=now)
        await _close_waves(now)


async def _close_waves(now: datetime) -> None:
    """Who waited may have been invited since the copy: a wave that somebody makes now invites whom they mean."""
    waiting = WaveMember.filter(state=MemberState.WAITING)
    await waiting.update(state=MemberState.SKIPPED, why="restored")
    await Wave.filter(done_at=None, cancelled_at=None).update(done_at=now)


async def _by_town(rows: QuerySet[Any]) -> dict[str, int]:
    counted = await rows.annotate(many=Count("id")).group_by("town").values("town", "many")
    return {one["town"]: one["many"] for one in sorted(counted, key=lambda one: one["town"])}


async def _skip_numbers() -> None:
    """Of every table, empty ones included."""
    async with in_transaction() as line:
        if line.capabilities.dialect == "sqlite":
            await line.execute_query(_NEVER_USED)
            await line.execute_query(_SQLITE, [SKIPPED])
        else:
            await line.execute_query(_POSTGRES, [SKIPPED])


_NEVER_USED = """
INSERT INTO sqlite_sequence (name, seq) SELECT m.name, 0 FROM sqlite_master AS m
WHERE m.type = 'table' AND m.sql LIKE '%AUTOINCREMENT%'
AND NOT EXISTS (SELECT 1 FROM sqlite_sequence AS s WHERE s.name = m.name)
"""
_SQLITE = "UPDATE sqlite_sequence SET seq = seq + ?"
_POSTGRES = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + $1)
FROM pg_sequences WHERE schemaname = current_schema() AND data_type = 'bigint'::regtype
"""
