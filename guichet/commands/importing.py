"""`guichet import`: families, invoices, requests or news, from a CSV or an Excel workbook."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table
from rich.text import Text
from tortoise.transactions import in_transaction

from desk.clock import utc_now
from guichet import database, settling
from guichet.asked import settings_of
from guichet.errors import ExitCode, GuichetError, NotFoundError
from guichet.screen import say, say_json, screen
from guichet.settings import Settings
from guichet.settings_faults import did_you_mean
from guichet.towns import asked_towns, at_least_one
from portal.importing import KINDS, BadFile, Finding, KindName, Tally, Wanted, What, run
from portal.importing.columns import Column
from portal.importing.days import day
from portal.importing.example import described, write_example
from portal.importing.report import NAMES, CsvReport
from portal.importing.telling import numbers, sentences
from portal.importing.trouble import BadCell
from portal.paris import today_in_paris

#: Findings shown on the screen; the report has all.
_SHOWN = 20


class FileError(GuichetError):
    """The file, or what was said of it, has to be mended."""

    code = ExitCode.SETTINGS


def import_(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    *,
    file: Annotated[
        Path | None, typer.Argument(metavar="FICHIER", help="Un CSV ou un classeur .xlsx.")
    ] = None,
    town: Annotated[str, typer.Option(metavar="VILLE", help="La ville de ce fichier.")] = "",
    kind: Annotated[
        KindName,
        typer.Option(metavar="GENRE", help=f"{', '.join(KindName)} ; sinon families."),
    ] = KindName.FAMILIES,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="CHAMP=COLONNE", help="Comment la colonne s'appelle ici ; se répète."
        ),
    ] = None,
    overwrite: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLONNE",
            help="Le fichier a raison, même d'un champ changé depuis le dernier import ; se répète.",
        ),
    ] = None,
    conflicts: Annotated[
        bool,
        typer.Option(
            "--conflicts",
            metavar="",
            help="Montre ce que le fichier et Guichet ont changé chacun, et demande qui a raison.",
        ),
    ] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="N°:COLONNE=QUI",
            help="Qui a raison d'un conflit : fichier ou guichet ; se répète.",
        ),
    ] = None,
    as_of: Annotated[
        str, typer.Option(metavar="JOUR", help="Le jour de ces données ; sinon aujourd'hui.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Dit ce qui changerait, n'écrit rien.")
    ] = False,
    columns: Annotated[
        bool,
        typer.Option(
            "--columns", metavar="", help="Décrit les colonnes ; écrit un exemple dans FICHIER."
        ),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Écrit ici tout ce qui est refusé ou à regarder."),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", metavar="", help="Un objet JSON par ligne, les nombres en fin."),
    ] = False,
) -> None:
    """Importe un fichier de la ville. Un foyer refusé n'écrit rien ; relancé, l'import finit."""
    known = KINDS[kind].columns
    if columns:
        _describe(kind, file, as_json=as_json)
        return
    settings = settings_of(context)
    today = today_in_paris(utc_now())
    wanted = Wanted(
        path=_there(file),
        town=_town(town, settings),
        now=utc_now(),
        today=today,
        as_of=_day(as_of) if as_of else today,
        mapped=dict(_pair(one, known) for one in mapped or []),
        overwrite=frozenset(_known(name, known) for name in overwrite or []),
        dry_run=dry_run,
        rulings=settling.rulings(keep or [], known),
    )
    if conflicts:
        decided = settling.settled(_met(settings, wanted, kind), as_json=as_json)
        if not decided:
            return
        wanted = replace(wanted, rulings={**wanted.rulings, **decided})
    with _csv(report) as written:
        heard = _Heard(csv=written, as_json=as_json)
        tally = _imported(settings, wanted, kind, heard)
    heard.show(tally, dry_run=dry_run)
    if tally.lines > tally.kept:
        raise typer.Exit(ExitCode.SETTINGS)


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What is found goes to the report, to whoever reads JSON, or is kept for the screen, some of it."""

    csv: CsvReport | None
    as_json: bool
    shown: list[Finding] = field(default_factory=list)
    more: int = 0
    _progress: Progress = field(init=False)
    _task: TaskID = field(init=False)

    def __post_init__(self) -> None:
        self._progress = Progress(
            console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
        )
        self._task = self._progress.add_task("Lecture", total=None)

    def __enter__(self) -> None:
        self._progress.start()

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def total(self, lines: int) -> None:
        """The bar has a length once the file was read."""
        self._progress.update(self._task, description="Import", total=lines)

    def advance(self, lines: int) -> None:
        """The bar moves."""
        self._progress.advance(self._task, lines)

    def find(self, finding: Finding) -> None:
        """One more finding."""
        if self.csv:
            self.csv.find(finding)
        if self.as_json:
            say_json(asdict(finding))
        elif len(self.shown) < _SHOWN and finding.what not in {What.SHARED, What.ABSENT}:
            self.shown.append(finding)
        else:
            self.more += 1

    def show(self, tally: Tally, *, dry_run: bool) -> None:
        """What came of it."""
        if self.as_json:
            say_json(numbers(tally))
            return
        if self.shown:
            screen().print(_table(self.shown))
        if self.more and not self.csv:
            say(f"{self.more} de plus : « --report FICHIER.csv » écrit tout.")
        for sentence in sentences(tally, dry_run=dry_run):
            say(sentence)
        if self.csv:
            say(f"Le détail est dans {self.csv.path} ; il contient des données personnelles.")


def _table(findings: Sequence[Finding]) -> Table:
    table = Table("Ligne", "Quoi", "Foyer, n°", "Colonne", "Raison", box=None, pad_edge=False)
    for one in findings:
        reason = f"{one.reason} ({one.told} / {one.known})" if one.known else one.reason
        cells = (str(one.line or ""), NAMES[one.what], one.group, one.column, reason)
        table.add_row(*map(Text, cells))
    return table


def _met(settings: Settings, wanted: Wanted, kind: KindName) -> list[Finding]:
    try:
        return settling.conflicts(settings.database.url, wanted, kind)
    except BadFile as error:
        raise FileError(f"{wanted.path.name} : {error}.", "Rien n'a été écrit.") from error


def _imported(settings: Settings, wanted: Wanted, kind: KindName, heard: _Heard) -> Tally:
    try:
        with heard:
            return asyncio.run(_import(settings.database.url, wanted, kind, heard))
    except BadFile as error:
        raise FileError(f"{wanted.path.name} : {error}.", "Rien n'a été écrit.") from error


async def _import(url: str, wanted: Wanted, kind: KindName, heard: _Heard) -> Tally:
    opened = database.as_it_is if wanted.dry_run else database.up_to_date
    async with opened(url):
        return await run(wanted, KINDS[kind], in_transaction, heard)


def _describe(kind: KindName, file: Path | None, *, as_json: bool) -> None:
    told = list(described(KINDS[kind].columns))
    if as_json:
        for name, needed, what in told:
            say_json({"column": name, "required": bool(needed), "help": what})
    else:
        table = Table("Colonne", "", "Ce qu'elle contient", box=None, pad_edge=False)
        for row in told:
            table.add_row(*map(Text, row))
        screen().print(table)
    target = file or Path(f"exemple-{kind}.csv")
    try:
        write_example(target, KINDS[kind].columns)
    except FileExistsError as error:
        if file:
            raise FileError(f"{file} existe déjà.", "Donnez un autre nom.") from error
        return
    except OSError as error:
        raise FileError(f"{target} ne s'écrit pas ({type(error).__name__}).") from error
    if not as_json:
        say(f"Un exemple est écrit dans {target}.")


def _there(file: Path | None) -> Path:
    if file is None:
        raise FileError("il manque le fichier à importer.", "Pour les colonnes : --columns.")
    if not file.is_file():
        raise NotFoundError(f"le fichier {file} n'existe pas.", "Vérifiez son nom et son dossier.")
    try:
        file.open("rb").close()
    except OSError as error:
        raise FileError(f"{file} ne se lit pas.", "Vérifiez ses droits.") from error
    return file


def _town(town: str, settings: Settings) -> str:
    at_least_one(settings)
    if not town:
        known = ", ".join(settings.towns)
        raise FileError("il manque la ville : --town VILLE.", f"Villes réglées : {known}.")
    return asked_towns([town], settings)[0]


def _pair(text: str, columns: Sequence[Column]) -> tuple[str, str]:
    name, equals, other = text.partition("=")
    if not equals or not other.strip():
        raise FileError(f"--map « {text} » : écrivez CHAMP=COLONNE.", "Par exemple courriel=Mél.")
    return _known(name.strip(), columns), other.strip()


def _known(name: str, columns: Sequence[Column]) -> str:
    names = [column.name for column in columns]
    if name not in names:
        raise FileError(
            f"colonne inconnue « {name} »{did_you_mean(name, names)}",
            f"Ces fichiers ont les colonnes : {', '.join(names)}.",
        )
    return name


def _day(text: str) -> date:
    try:
        return day(text)
    except BadCell as error:
        raise FileError(f"--as-of : {error}.") from error


@contextmanager
def _csv(path: Path | None) -> Iterator[CsvReport | None]:
    if path is None:
        yield None
        return
    try:
        report = CsvReport(path)
    except OSError as error:
        raise FileError(f"{path} ne s'écrit pas ({type(error).__name__}).") from error
    try:
        yield report
    finally:
        report.close()
