"""`guichet attachment`: what a person sent and is still kept, listed or saved; never opened here."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from desk.papers.taking import kept_of, take
from desk.privacy.acts import Staff
from guichet import wiring
from guichet.asked import settings_of
from guichet.errors import NotFoundError, SettingsError
from guichet.private_file import write_private
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Slug, the_citizen, the_town, who_asks
from models.paper import Paper
from words.filters import moment


def attachment(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    save: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Le fichier à enregistrer, par son numéro ; sinon la liste."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Où l'enregistrer ; sinon ici, sous son nom."),
    ] = None,
    reason: Annotated[
        str,
        typer.Option(metavar="TEXTE", help="Pourquoi, avec --save : gardé au registre."),
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Montre les fichiers reçus d'une personne, ou en enregistre un, sans l'ouvrir."""
    settings = settings_of(context)
    slug = the_town(town, settings)
    if save is None:
        _list(asyncio.run(_kept(settings, slug, login)), as_json=as_json)
        return
    staff = who_asks(by, reason)
    saved = asyncio.run(_save(settings, slug, login, save, out, staff))
    if as_json:
        say_json({"saved": str(saved)})
        return
    say(f"Le fichier n° {save} est enregistré, lisible de vous seul : {saved}")
    say("Il n'a pas été ouvert, ni cherché de virus : faites-le avant de l'ouvrir.")


def _list(papers: list[Paper], *, as_json: bool) -> None:
    if as_json:
        say_json({"attachments": [_told(one) for one in papers]})
        return
    for one in papers:
        handed = "transmis à la mairie" if one.handed_at else "pas transmis"
        when = moment(one.received_at.isoformat())
        say(f"n° {one.id}  {one.name}  {max(one.size // 1024, 1)} Ko  reçu le {when}, {handed}")
    if not papers:
        say("Aucun fichier de cette personne n'est gardé.")


def _told(paper: Paper) -> dict[str, object]:
    return {
        "number": paper.id,
        "name": paper.name,
        "kind": paper.kind.value,
        "size": paper.size,
        "received_at": paper.received_at.isoformat(),
        "handed": paper.handed_at is not None,
    }


async def _kept(settings: Settings, town: str, login: str) -> list[Paper]:
    async with wiring.counter_opened(settings):
        return await kept_of(await the_citizen(town, login))


async def _save(  # noqa: PLR0913 - the command's own options
    settings: Settings, town: str, login: str, number: int, out: Path | None, staff: Staff
) -> Path:
    async with wiring.counter_opened(settings) as counter:
        citizen = await the_citizen(town, login)
        names = {one.id: one.name for one in await kept_of(citizen)}
        file = out or Path(names.get(number, ""))
        try:
            taken = await take(counter, citizen, number, staff, partial(write_private, file))
        except FileExistsError as error:
            raise SettingsError([f"--out : {file} existe déjà ; donnez un autre nom"]) from error
        except OSError as error:
            if error.filename is None:  # not the file: the database, which has its own sentence
                raise
            raise SettingsError([f"--out : {file} ne s'écrit pas ({error.strerror})"]) from error
    if taken is None:
        kept = ", ".join(f"n° {one}" for one in names) or "aucun"
        raise NotFoundError(
            f"aucun fichier n° {number} de cette personne n'est gardé.",
            f"Fichiers gardés : {kept}.",
        )
    return file
