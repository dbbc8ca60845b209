"""Inviting: a wave that the desk lets go little by little, or one person at once; what became of each, counted."""

from collections import Counter as Count
from dataclasses import dataclass, field

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.invitations import invite
from desk.waves import queueing
from desk.waves.fate import Fate, fates
from desk.waves.only import Only, wanted
from desk.waves.queueing import CancelledError, next_name, open_wave, queue
from guichet import wiring
from guichet.errors import NotFoundError, RefusedError
from guichet.settings import Settings
from guichet.staff import bar
from models.family import Citizen
from models.wave import Wave
from portal.names import same_login


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom to invite, under which name, and how fast. No name: the first free one of the day."""

    towns: tuple[str, ...]
    only: Only = field(default_factory=Only)
    batch: str = ""
    per_hour: int = 1
    limit: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What was done in the towns: the wave of each, and how many people of each fate."""

    counts: Count[Fate]
    waves: tuple[Wave, ...] = ()

    @property
    def invited(self) -> int:
        """How many invitations there are."""
        return self.counts[Fate.INVITED]

    def numbers(self) -> dict[str, object]:
        """For machines: every fate, zero included."""
        told: dict[str, object] = {fate.value: self.counts[fate] for fate in Fate}
        return {**told, "batch": self.waves[0].name if self.waves else None}


async def invite_wave(settings: Settings, asked: Asked) -> Invited:
    """Stopped in the middle and begun again, it invites nobody twice. Raises `RefusedError`."""
    counts: Count[Fate] = Count()
    waves: list[Wave] = []
    async with wiring.counter_opened(settings) as counter:
        name = asked.batch or await next_name(asked.towns[0], counter.clock())
        for town in asked.towns:
            left = None if asked.limit is None else asked.limit - counts[Fate.INVITED]
            if left is not None and left <= 0:
                break
            people = _waiting(await wanted(town, asked.only))
            wave = None if asked.dry_run else await _wave(counter, town, name, asked.per_hour)
            with bar(f"Invitations de {town}", await people.count()) as told:
                into = queueing.Asked(people=people, most=left, told=told, dry_run=asked.dry_run)
                counts.update(await queue(town, wave, into, counter.clock()))
            waves += [wave] if wave else []
    return Invited(counts=counts, waves=tuple(waves))


async def invite_at_once(settings: Settings, asked: Asked) -> Invited:
    """These accounts, even if they were invited before. Raises `NotFoundError`; nobody is invited then."""
    counts: Count[Fate] = Count()
    async with wiring.counter_opened(settings) as counter:
        for citizen in await _named(asked):
            counts[await _one(counter, citizen, asked)] += 1
    return Invited(counts=counts)


def _waiting(people: QuerySet[Citizen]) -> QuerySet[Citizen]:
    return people.filter(activated_at=None)


async def _wave(counter: Counter, town: str, name: str, per_hour: int) -> Wave:
    try:
        return await open_wave(town, name, per_hour, counter.clock())
    except CancelledError as error:
        raise RefusedError(
            f"la vague « {name} » a été annulée : personne n'y a été ajouté.",
            "Donnez un autre nom : --batch NOM.",
        ) from error


async def _named(asked: Asked) -> list[Citizen]:
    found: list[Citizen] = []
    for town in asked.towns:
        found += await (await wanted(town, asked.only)).order_by("id")
    known = {citizen.login for citizen in found}
    for login in map(same_login, asked.only.logins):
        if login not in known:
            raise NotFoundError(
                f"aucun espace n'a l'identifiant « {login} » ; personne n'a été invité.",
                "Vérifiez l'identifiant et la ville.",
            )
    return found


async def _one(counter: Counter, citizen: Citizen, asked: Asked) -> Fate:
    now = counter.clock()
    fate = (await fates(citizen.town, [citizen], now, queue=False))[citizen.id]
    if fate not in {Fate.INVITED, Fate.WAITING}:
        return fate
    if asked.dry_run:
        return Fate.INVITED
    await mailbox_of(citizen)  # its row is made outside: two programs may make it at once
    async with in_transaction():
        return Fate.INVITED if await invite(counter, citizen, now) else Fate.TOO_SOON


async def the_waves(towns: tuple[str, ...], batch: str) -> list[Wave]:
    """Those of that name, or all of them, newest first. Raises `NotFoundError` for a name that none has."""
    found = Wave.filter(town__in=list(towns))
    waves = await (found.filter(name=batch) if batch else found).order_by("-id")
    if batch and not waves:
        known = ", ".join([wave.name for wave in await found.order_by("-id").limit(10)])
        raise NotFoundError(
            f"aucune vague ne s'appelle « {batch} ».",
            f"Les dernières : {known}." if known else "Il n'y en a encore aucune.",
        )
    return waves
