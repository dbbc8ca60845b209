"""The second reading: a few groups a transaction, and a breath between two, so that the doors never wait."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tortoise.exceptions import IntegrityError

from models.engine import Busy
from portal.importing.job import Import, Loader, Transaction, Wanted
from portal.importing.kinds import Kind
from portal.importing.outcome import Finding, Outcome, Tally, What, refused
from portal.importing.survey import groups, survey
from portal.loading import mark_loaded

__all__ = ["Import", "Report", "Wanted", "run"]

#: Lines of one transaction, and seconds between two: a door that waits for SQLite's lock gets it then.
LINES = 100
BREATH = 0.005
_MOST_TRIES = 8


class Report(Protocol):
    """Who hears what is found, as it is found."""

    def total(self, lines: int) -> None:
        """How many lines there are."""

    def advance(self, lines: int) -> None:
        """That many were dealt with."""

    def find(self, finding: Finding) -> None:
        """Something to know about a line."""


async def run(wanted: Wanted, kind: Kind, transaction: Transaction, report: Report) -> Tally:
    """Import a file. Stopped in the middle and begun again, it finishes. Raises `BadFile` before it writes."""
    told = survey(wanted.path, kind.columns, kind.key, wanted.mapped)
    report.total(told.lines)
    job = Import(wanted=wanted, survey=told)
    work = _Work(kind.loader(job), transaction, report, Tally(lines=told.lines))
    await work.loader.start()
    waiting: list[Any] = []
    for group in groups(told, kind.key):
        checked = work.loader.check(group)
        if isinstance(checked, list):
            work.refuse(checked, len(group.rows))
        else:
            waiting.append(checked)
        if sum(item.lines for item in waiting) >= LINES:
            await work.write(waiting)
            waiting = []
    await work.write(waiting)
    work.tell(await work.loader.finish(transaction))
    await _date(wanted, kind, work)
    return work.tally


@dataclass(slots=True)
class _Work:
    loader: Loader[Any]
    transaction: Transaction
    report: Report
    tally: Tally
    misleading: bool = False

    def refuse(self, findings: Sequence[Finding], lines: int) -> None:
        self.misleading = True
        self.tell(Outcome(findings=list(findings)))
        self.report.advance(lines)

    def tell(self, outcome: Outcome) -> None:
        self.tally.add(outcome)
        self.misleading |= outcome.misleading
        for finding in outcome.findings:
            self.report.find(finding)

    async def write(self, items: Sequence[Any]) -> None:
        if not items:
            return
        try:
            outcome = await self._again(items)
        except IntegrityError:
            if len(items) > 1:
                await self._one_by_one(items)
                return
            outcome = _taken(items[0])
        self.tell(outcome)
        kept = [item for item in items if item.key not in outcome.refused]
        self.tally.kept += sum(item.lines for item in kept)
        self.report.advance(sum(item.lines for item in items))
        await asyncio.sleep(BREATH)

    async def _one_by_one(self, items: Sequence[Any]) -> None:
        """Somebody took a login, or made the same row, in that very moment."""
        await self.loader.start()
        for item in items:
            await self.write([item])

    async def _again(self, items: Sequence[Any]) -> Outcome:
        for _ in range(_MOST_TRIES - 1):
            try:
                return await self.loader.write(items, self.transaction)
            except Busy:
                await asyncio.sleep(20 * BREATH)
                await self.loader.start()  # the logins that were proposed are free again
        return await self.loader.write(items, self.transaction)


def _taken(item: Any) -> Outcome:
    numbers = getattr(item, "numbers", None) or [one.number for one in item.people]
    why = "la base a refusé ces lignes : un identifiant y est déjà pris. Relancez l'import"
    found = [refused("", why, line=line, group=item.key) for line in numbers]
    return Outcome(findings=found, refused={item.key}, misleading=True)


async def _date(wanted: Wanted, kind: Kind, work: _Work) -> None:
    """The dashboard tells the day of its data, but never says « aucune facture » after a refused one."""
    if wanted.dry_run or not work.tally.kept:
        return
    if kind.dated_whole and work.misleading:
        work.tell(Outcome(findings=[Finding(what=What.NOTE, reason=_UNDATED)]))
        return
    async with work.transaction():
        await mark_loaded(wanted.town, kind.topic, wanted.as_of)


_UNDATED = (
    "la date de la rubrique n'a pas été changée, à cause des lignes refusées : corrigez-les ou"
    " retirez-les, puis relancez"
)
