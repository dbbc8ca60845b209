"""Putting people into a wave: small transactions, and nobody twice however often it is begun again."""

import asyncio
from collections import Counter as Count
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from desk.privacy.batches import BATCH, PAUSE, Told, silently, together
from desk.providers import provider_of
from desk.waves.fate import Fate, fates
from models.family import Citizen
from models.wave import Wave, WaveMember
from portal.paris import today_in_paris


class CancelledError(Exception):
    """That wave was cancelled: its name is not used again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom to put in, how many at most, and who is told how far it is."""

    people: QuerySet[Citizen]
    most: int | None = None
    told: Told = silently
    #: Nothing is written: only counted.
    dry_run: bool = False


async def next_name(town: str, now: datetime) -> str:
    """The first name of that day that no wave has: « 2026-11-24-1 »."""
    day = today_in_paris(now).isoformat()
    names = await Wave.filter(town=town, name__startswith=day).values_list("name", flat=True)
    taken = set(map(str, names))
    return next(name for n in range(1, len(taken) + 2) if (name := f"{day}-{n}") not in taken)


async def open_wave(town: str, name: str, per_hour: int, now: datetime) -> Wave:
    """The wave of that name, made or found, at that pace from now on. Raises `CancelledError`."""

    async def write() -> Wave:
        fresh = Wave(town=town, name=name, per_hour=per_hour, created_at=now, next_at=now)
        await Wave.bulk_create([fresh], ignore_conflicts=True)
        wave = await Wave.get(town=town, name=name)
        if wave.cancelled_at:
            raise CancelledError(name)
        await Wave.filter(id=wave.id).update(per_hour=per_hour)
        wave.per_hour = per_hour
        return wave

    return await together(write)


async def queue(town: str, wave: Wave | None, asked: Asked, now: datetime) -> Count[Fate]:
    """Everyone whom `asked` means and who can be invited. Answers how many of each fate."""
    counts: Count[Fate] = Count()
    last = 0
    while page := await asked.people.filter(id__gt=last).order_by("id").limit(BATCH):
        last = page[-1].id
        found = await fates(town, page, now)
        fit = [one for one in page if found[one.id] is Fate.INVITED]
        if asked.most is not None:
            fit = fit[: asked.most - counts[Fate.INVITED]]
        if wave is not None and fit and not asked.dry_run:
            await _add(wave, fit)
            await asyncio.sleep(PAUSE)
        counts.update(fate for fate in found.values() if fate is not Fate.INVITED)
        counts[Fate.INVITED] += len(fit)
        asked.told(len(page))
        if asked.most is not None and counts[Fate.INVITED] >= asked.most:
            break
    return counts


async def _add(wave: Wave, people: list[Citizen]) -> None:
    rows = [
        WaveMember(
            town=wave.town,
            wave_id=wave.id,
            citizen_id=one.id,
            provider=provider_of(one.mail),
        )
        for one in people
    ]

    async def write() -> None:
        await WaveMember.bulk_create(rows, ignore_conflicts=True)
        await Wave.filter(id=wave.id).update(done_at=None)

    await together(write)
