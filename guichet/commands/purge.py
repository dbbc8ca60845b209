"""`guichet purge`: what has been kept long enough goes."""

import asyncio
from typing import Annotated

import typer

from desk.privacy.headings import counted
from desk.privacy.purging import overdue
from desk.privacy.purging import purge as purge_town
from guichet import wiring
from guichet.asked import settings_of
from guichet.retention import retention
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, bar, who_asks
from guichet.towns import asked_towns, at_least_one

REASON = "échéances des réglages"


def purge(
    context: typer.Context,
    *,
    town: Annotated[
        list[str] | None,
        typer.Option(metavar="VILLE", help="Une ville ; se répète ; sinon toutes."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Compte, et n'efface rien.")
    ] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Efface ce qui a été gardé assez longtemps, selon les réglages. « serve » le fait aussi chaque nuit."""
    settings = settings_of(context)
    at_least_one(settings)
    towns = asked_towns(town or list(settings.towns), settings)
    told = asyncio.run(_purge(settings, towns, by, dry_run=dry_run))
    for slug, counts in told.items():
        if as_json:
            say_json({"town": slug, "dry_run": dry_run, "counts": counts})
        else:
            say(_sentence(slug, counts, dry_run=dry_run))


async def _purge(
    settings: Settings, towns: tuple[str, ...], by: str, *, dry_run: bool
) -> dict[str, dict[str, int]]:
    kept, staff = retention(settings), who_asks(by, REASON)
    async with wiring.counter_opened(settings) as counter:
        now = counter.clock()
        told = {slug: await overdue(slug, kept, now) for slug in towns}
        if dry_run:
            return told
        with bar("Purge", sum(sum(counts.values()) for counts in told.values())) as advance:
            return {slug: dict(await purge_town(slug, kept, now, staff, advance)) for slug in towns}


def _sentence(slug: str, counts: dict[str, int], *, dry_run: bool) -> str:
    gone = ", ".join(counted(counts))
    if not gone:
        return f"{slug} : rien n'est arrivé à échéance."
    return f"{slug} : {'à effacer, rien ne l’est encore' if dry_run else 'effacé'} : {gone}."
