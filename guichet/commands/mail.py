"""`guichet mail explain`: how a mail is understood, and why, without a database and without settings."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from guichet.errors import NotFoundError
from guichet.mail_batch import answers
from guichet.mail_told import lines
from guichet.screen import ReaderGoneError, say, say_json, stop_writing
from mail_ingest.authenticity import Trust
from mail_ingest.explain import explain_mail

_STDIN = Path("-")


class Act(StrEnum):
    """What can be asked about a mail."""

    EXPLAIN = "explain"


def mail(
    act: Annotated[Act, typer.Argument(metavar="explain", help="Ce qui est demandé.")],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FICHIER", help="Un courriel (.eml) ; « - » : l'entrée."),
    ] = None,
    *,
    batch: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Un objet JSON par ligne : id et eml, text ou html."),
    ] = None,
    trust: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SERVEUR",
            help="Serveur dont l'en-tête Authentication-Results est cru ; se répète.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Un objet JSON.")] = False,
) -> None:
    """Dit comment un courriel est compris : de qui, quoi, ce qui a été laissé de côté et pourquoi."""
    assert act is Act.EXPLAIN
    if (file is None) == (batch is None):
        raise typer.BadParameter("donnez un FICHIER, ou --batch et un fichier, l'un des deux")
    trusted = Trust(servers=tuple(trust or ()))
    try:
        if batch is not None:
            _answer_all(batch, trusted)
        elif file is not None:
            _explain(file, trusted, as_json=as_json)
    except ReaderGoneError:
        stop_writing()


def _explain(file: Path, trusted: Trust, *, as_json: bool) -> None:
    found = explain_mail(b"".join(_read(file)), trust=trusted)
    if as_json:
        say_json(found.as_json())
        return
    for line in lines(found):
        say(line)


def _answer_all(file: Path, trusted: Trust) -> None:
    for answer in answers(_read(file), trusted):
        say_json(answer)


def _read(file: Path) -> Iterator[bytes]:
    """The lines of a file, as they come."""
    if file == _STDIN:
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as opened:
            yield from opened
    except OSError as error:
        raise NotFoundError(
            f"Impossible de lire « {file} ».", "Vérifiez son nom, et le droit de le lire."
        ) from error
