"""`guichet export-citizen`: a copy of all that is kept about one person."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from desk.privacy.acts import Staff
from desk.privacy.exporting import Exported, export
from guichet import wiring
from guichet.asked import settings_of
from guichet.errors import SettingsError
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Reason, Slug, the_citizen, the_town, who_asks
from guichet.why import why

#: Why a copy is made, unless somebody says otherwise.
RIGHT = "droit d'accès"


def export_citizen(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    out: Annotated[
        Path,
        typer.Option(metavar="DOSSIER", help="Où écrire les deux fichiers ; sinon ici."),
    ] = Path(),
    reason: Reason = RIGHT,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Donne la copie de tout ce qui est gardé d'une personne : un fichier JSON et un texte à lui remettre."""
    settings = settings_of(context)
    slug, staff = the_town(town, settings), who_asks(by, reason)
    told = asyncio.run(_export(settings, slug, login, out, staff))
    if as_json:
        say_json({"data": str(told.data), "text": str(told.text), "counts": told.counts})
        return
    say(f"Tout ce qui est gardé de « {login} » est dans deux fichiers, lisibles de vous seul :")
    say(f"  {told.text}  à remettre à la personne")
    say(f"  {told.data}  les mêmes données, pour une machine")
    say("Aucun mot de passe, lien ou code n'y figure. L'export est inscrit au registre.")


async def _export(settings: Settings, town: str, login: str, out: Path, staff: Staff) -> Exported:
    async with wiring.counter_opened(settings) as counter:
        citizen = await the_citizen(town, login)
        try:
            return await export(counter, citizen, out, staff)
        except OSError as error:
            if error.filename is None:  # not the folder: the database, which has its own sentence
                raise
            raise SettingsError([f"--out : {out} ne s'écrit pas ({why(error)})"]) from error
