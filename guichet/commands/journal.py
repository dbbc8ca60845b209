"""`guichet journal`: what happened, or what happens, for those who follow it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from desk.clock import utc_now
from desk.journal.reading import Wanted
from desk.pages.ways import PAGE
from flows.here import Channel
from flows.note import NoteKind
from guichet.asked import settings_of
from guichet.journal_playing import LINES, Question, play, shows, shows_json
from guichet.moments import moment
from guichet.towns import asked_towns


class Way(StrEnum):
    """Where something happened: in a channel, or on a page."""

    TELEGRAM = Channel.TELEGRAM
    MAIL = Channel.MAIL
    PAGE = PAGE


def _at(text: str) -> datetime:
    try:
        return moment(text, utc_now())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def journal(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    *,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", metavar="", help="Continue avec ce qui arrive.")
    ] = False,
    citizen: Annotated[
        str, typer.Option(metavar="ESPACE", help="Un seul espace, par son identifiant.")
    ] = "",
    flow: Annotated[
        str, typer.Option(metavar="NOM", help="Un seul parcours, par exemple invitation.")
    ] = "",
    step: Annotated[str, typer.Option(metavar="NOM", help="Une seule étape.")] = "",
    channel: Annotated[
        Way | None, typer.Option(metavar="CANAL", help="telegram, mail ou page.")
    ] = None,
    kind: Annotated[
        NoteKind | None,
        typer.Option(metavar="GENRE", help=f"Un seul genre : {', '.join(NoteKind)}."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            parser=_at, metavar="QUAND", help="Depuis « 2 h », « hier », « 2026-11-24 14:30 »…"
        ),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(parser=_at, metavar="QUAND", help="Avant ce moment.")
    ] = None,
    town: Annotated[
        list[str] | None,
        typer.Option(metavar="VILLE", help="Une ville ; se répète ; sinon toutes."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help=f"Au plus N lignes, les dernières ; sinon {LINES}, ou toute la période demandée.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON par ligne.")
    ] = False,
) -> None:
    """Montre le journal : qui, par où, à quelle étape, ce qui s'est passé. Jamais ce qui s'est dit."""
    settings = settings_of(context)
    wanted = Wanted(
        towns=asked_towns(town, settings) if town else None,
        flow=flow,
        step=step,
        channel=channel or "",
        kind=kind or "",
        since=since,
        until=until,
    )
    question = Question(wanted=wanted, citizen=citizen, limit=limit, follow=follow)
    several = len(settings.towns) > 1
    play(settings.database.url, question, shows_json if as_json else shows(towns=several))
