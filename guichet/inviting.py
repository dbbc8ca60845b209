"""Inviting many: one small transaction each, so that the doors beside never wait; what became of each, counted."""

import sys
from collections import Counter as Count
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rich.console import Console
from rich.progress import Progress
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.invitations import invite, is_good
from guichet import wiring
from guichet.errors import NotFoundError
from guichet.settings import Settings
from models.family import Citizen
from portal.names import same_login

#: Citizens read at once.
PAGE = 200


class Fate(StrEnum):
    """What became of one citizen, with the sentence that counts them."""

    INVITED = "invited"
    TOO_SOON = "too_soon"
    WAITING = "waiting"
    NO_MAIL = "no_mail"
    FROZEN = "frozen"
    STOPPED = "stopped"
    ACTIVE = "active"


_SENTENCES = {
    Fate.TOO_SOON: "{n} non : une invitation est partie il y a moins de dix minutes.",
    Fate.WAITING: "{n} déjà, dont l'invitation est encore bonne (« --login » en envoie une autre).",
    Fate.NO_MAIL: "{n} sans adresse de courriel : à inviter par la poste ou au guichet.",
    Fate.FROZEN: "{n} dont le compte est gelé.",
    Fate.STOPPED: "{n} qui ne veulent plus de messages.",
    Fate.ACTIVE: "{n} dont l'espace est déjà activé.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom to invite. No login: whoever has no good invitation."""

    towns: tuple[str, ...]
    logins: tuple[str, ...] = ()
    limit: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each fate."""

    counts: Count[Fate] = field(default_factory=Count)

    @property
    def invited(self) -> int:
        """How many invitations there were."""
        return self.counts[Fate.INVITED]

    def numbers(self) -> dict[str, object]:
        """For machines: every fate, zero included."""
        return {fate.value: self.counts[fate] for fate in Fate}

    def sentences(self, *, dry_run: bool) -> Iterator[str]:
        """For people: the invitations, then who got none."""
        many = "s" if self.invited > 1 else ""
        done = f"invitation{many} à envoyer, rien n'est parti" if dry_run else f"invitation{many}"
        yield f"{self.invited} {done}."
        for fate, sentence in _SENTENCES.items():
            if self.counts[fate]:
                yield sentence.format(n=self.counts[fate])


async def invite_all(settings: Settings, asked: Asked) -> Tally:
    """Stopped in the middle and begun again, it invites nobody twice.

    Raises `NotFoundError` for a login that no town has; nobody is invited then.
    """
    tally = Tally()
    async with wiring.counter_opened(settings) as counter:
        wanted = await _wanted(asked)
        with _progress() as progress:
            task = progress.add_task("Invitations", total=await wanted.count())
            async for citizen in _each(wanted, until=lambda: tally.invited == asked.limit):
                tally.counts[await _one(counter, citizen, asked)] += 1
                progress.advance(task)
    return tally


def _progress() -> Progress:
    told = Console(stderr=True)
    return Progress(console=told, transient=True, disable=not sys.stderr.isatty())


async def _wanted(asked: Asked) -> QuerySet[Citizen]:
    of_towns = Citizen.filter(town__in=list(asked.towns))
    if not asked.logins:
        return of_towns.filter(activated_at=None)
    logins = [same_login(login) for login in asked.logins]
    wanted = of_towns.filter(login__in=logins)
    known = {citizen.login for citizen in await wanted}
    for login in logins:
        if login not in known:
            raise NotFoundError(
                f"aucun compte n'a l'identifiant « {login} » ; personne n'a été invité.",
                "Vérifiez l'identifiant et la ville.",
            )
    return wanted


async def _each(wanted: QuerySet[Citizen], until: Callable[[], bool]) -> AsyncIterator[Citizen]:
    last = 0
    while page := await wanted.filter(id__gt=last).order_by("id").limit(PAGE):
        last = page[-1].id
        for citizen in page:
            if until():
                return
            yield citizen


async def _one(counter: Counter, citizen: Citizen, asked: Asked) -> Fate:
    now = counter.clock()
    if citizen.activated_at:
        return Fate.ACTIVE
    if citizen.frozen_at:
        return Fate.FROZEN
    if citizen.stopped_at:
        return Fate.STOPPED
    if not citizen.mail:
        return Fate.NO_MAIL
    if not asked.logins and await is_good(citizen, now):
        return Fate.WAITING
    return Fate.INVITED if asked.dry_run or await _invited(counter, citizen) else Fate.TOO_SOON


async def _invited(counter: Counter, citizen: Citizen) -> bool:
    await mailbox_of(citizen)  # its row is made outside: two programs may make it at once
    async with in_transaction():
        return await invite(counter, citizen, counter.clock())
