"""`guichet chat`: a person at a terminal is a citizen of the demo town."""

import asyncio
import logging
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.discretion import keep_discreet
from demo import town as demo_town
from flows.here import Channel
from guichet.errors import SettingsError
from guichet.screen import say, screen
from guichet.terminal.keyboard import Keyboard
from guichet.terminal.look import Showing
from guichet.terminal.sitting import sit_down
from guichet.terminal.talking import Talking
from guichet.why import why


def chat(  # noqa: PLR0913 - one parameter for each option
    *,
    channel: Annotated[
        Channel, typer.Option(metavar="CANAL", help="Le canal du début : telegram ou mail.")
    ] = Channel.TELEGRAM,
    citizen: Annotated[
        str,
        typer.Option(
            metavar="ESPACE", help="Être ce citoyen de la démonstration ; sinon un inconnu."
        ),
    ] = "",
    journal: Annotated[
        bool, typer.Option("--journal", metavar="", help="Montre le journal après chaque message.")
    ] = False,
    repro: Annotated[
        bool, typer.Option("--repro", metavar="", help="Écrit à la fin le récit, sans les secrets.")
    ] = False,
    folder: Annotated[
        Path, typer.Option(metavar="DOSSIER", help="Où la ville est gardée d'une fois à l'autre.")
    ] = Path("var"),
    throwaway: Annotated[
        bool, typer.Option("--throwaway", metavar="", help="Une ville neuve, oubliée à la fin.")
    ] = False,
) -> None:
    """Être un citoyen, ici, sans réseau : écrire, appuyer, lire. « :aide » une fois dedans."""
    _log_discreetly()
    with _kept_in(None if throwaway else folder) as kept, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            evening = runner.run(sit_down(stack, kept, citizen, channel))
            showing = Showing(screen(), f"Mairie, {demo_town.NAME}", journal=journal)
            talking = Talking(runner, evening, showing, Keyboard(screen()))
            talking.begins()
            talking.goes_on()
        finally:
            runner.run(stack.aclose())
    if repro:
        say("\n" + talking.story.text())


@contextmanager
def _kept_in(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="guichet-") as passing:
            yield Path(passing)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError([f"--folder : {folder} ne s'écrit pas ({why(error)})"]) from error
    yield folder


def _log_discreetly() -> None:
    handler = logging.StreamHandler()
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    keep_discreet(handler)
