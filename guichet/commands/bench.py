"""`guichet bench`: what the house costs on this machine, each figure beside its reference."""

import asyncio
import logging
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from desk.clock import utc_now
from guichet.bench.report import Measure, Report
from guichet.bench.run import LONG, SHORT, USUAL, Size, What, measures
from guichet.errors import SettingsError
from guichet.screen import say_json, screen

ALL = "all"
_KINDS = ", ".join([*What, ALL])


def bench(  # noqa: PLR0913 - a command has as many as it has options
    *,
    what: Annotated[
        str, typer.Argument(metavar="[MESURE]", help=f"Ce qui est mesuré : {_KINDS}.")
    ] = ALL,
    as_json: Annotated[bool, typer.Option("--json", help="Un objet JSON.")] = False,
    short: Annotated[
        bool, typer.Option("--short", help="Quelques secondes, pour voir que tout tourne.")
    ] = False,
    long: Annotated[
        bool, typer.Option("--long", help="Jusqu'à un million de conversations.")
    ] = False,
    minutes: Annotated[
        float | None,
        typer.Option(min=0.05, max=1440, help="Durée de la surcharge (soak) : une minute sinon."),
    ] = None,
    postgres: Annotated[
        str,
        typer.Option(
            metavar="ADRESSE",
            help="Serveur PostgreSQL à mesurer aussi : une base y est créée, puis effacée.",
        ),
    ] = "",
) -> None:
    """Mesure le guichet sur cette machine, à côté de ce que font les outils nus."""
    chosen = _chosen(what)
    size = SHORT if short else LONG if long else USUAL
    if minutes is not None:
        size = replace(size, minutes=minutes)
    # What the libraries tell of themselves is not part of the answer.
    logging.basicConfig(level=logging.CRITICAL)
    taken = asyncio.run(_taken(chosen, size, postgres))
    report = Report(at=utc_now(), short=short, measures=taken)
    if as_json:
        say_json(report.told())
    else:
        screen().print(_table(taken))


def _chosen(what: str) -> list[What]:
    if what == ALL:
        return list(What)
    if what not in set(What):
        raise SettingsError([f"« {what} » ne se mesure pas ({_KINDS})"])
    return [What(what)]


async def _taken(chosen: list[What], size: Size, server: str) -> list[Measure]:
    taken: list[Measure] = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("")
        for what in chosen:
            progress.update(task, description=f"Mesure : {what}")
            taken += [one async for one in measures(what, size, server)]
    return taken


def _table(taken: list[Measure]) -> Table:
    table = Table("Mesure", "Résultat", "À côté de", box=None, pad_edge=False)
    for one in taken:
        told = ", ".join(f"{name} {value}" for name, value in one.figures.items())
        table.add_row(Text(one.name), Text(told), Text(one.reference))
    return table
