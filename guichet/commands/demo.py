"""`guichet demo`: an invented town, every door on loopback, and what to try."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from demo import town as demo_town
from demo.bot_api.client import BotApi, serving
from demo.mailbox import Server, routes
from desk.clock import utc_now
from desk.invitations import invite
from guichet import wiring
from guichet.commands.serve import log_discreetly, run_until_stopped
from guichet.database import sqlite_file
from guichet.errors import PortError, SettingsError
from guichet.franceconnect_imitated import franceconnect_imitated
from guichet.screen import say
from guichet.settings import Settings
from guichet.settings_file import read_settings
from guichet.why import why
from models.family import Citizen
from web.serving import ListenError, listen

TEMPLATE = Path(demo_town.__file__).with_name("config.toml")
BOT = "ValFleuriBot"


def demo(
    *,
    folder: Annotated[
        Path, typer.Option(metavar="DOSSIER", help="Où tout est gardé : base, courrier, clé.")
    ] = Path("var"),
    fresh: Annotated[
        bool, typer.Option("--fresh", metavar="", help="Recommence avec une ville neuve.")
    ] = False,
    franceconnect: Annotated[
        bool,
        typer.Option(help="Imite aussi FranceConnect, si Node est installé."),
    ] = True,
) -> None:
    """Ouvre la ville de démonstration : courriels lisibles dans le navigateur, Telegram imité."""
    settings = read_settings(_settings_file(folder), os.environ)
    _ports_free(settings)
    if fresh:
        _sweep(settings, folder)
    log_discreetly(settings)
    run_until_stopped(_demo(settings, folder, franceconnect=franceconnect))


def _settings_file(folder: Path) -> Path:
    """The demo's settings, laid in `folder` so that the other commands can use them too."""
    file = folder / "demo.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TEMPLATE, file)
    except OSError as error:
        raise SettingsError([f"--folder : {folder} ne s'écrit pas ({why(error)})"]) from error
    return file


def _ports_free(settings: Settings) -> None:
    """Before anything is written, and above all before another demo's town is swept away."""
    wiring.ports_free(settings)
    port = _telegram_port(settings)
    try:
        listen("127.0.0.1", port).close()
    except ListenError as error:
        raise PortError(
            f"Le port {port} de l'imitation de Telegram est déjà pris.",
            "Fermez l'autre programme (une autre démonstration ?), ou changez GUICHET_TELEGRAM__API_BASE_URL.",
        ) from error


def _telegram_port(settings: Settings) -> int:
    return urlsplit(str(settings.telegram.api_base_url)).port or 8081


def _sweep(settings: Settings, folder: Path) -> None:
    """A town of before, forgotten with its key; a database on a server is not ours to empty."""
    (folder / "demo.key").unlink(missing_ok=True)
    if file := sqlite_file(settings.database.url):
        for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
            file.with_name(name).unlink(missing_ok=True)
    shutil.rmtree(folder / "courrier", ignore_errors=True)


async def _demo(settings: Settings, folder: Path, *, franceconnect: bool) -> None:
    imitated = franceconnect_imitated if franceconnect else nullcontext
    async with (
        _telegram(settings),
        imitated(settings) as completed,
        wiring.opened(completed) as house,
    ):
        await demo_town.settle(now=utc_now())
        await _invite_everyone(house)
        spool = settings.mail_out.spool
        assert spool is not None
        mail = Server(settings.mail_in.host, settings.mail_in.port)
        house.pages += routes(spool, mail, list(house.counter.towns.values()))
        await wiring.serve_all(house, ready=lambda _pages, _port: _tell(completed, folder))


@asynccontextmanager
async def _telegram(settings: Settings) -> AsyncIterator[BotApi]:
    """The imitation of Telegram, as a process of its own."""
    token = settings.towns[demo_town.SLUG].telegram_token.get_secret_value()
    bot = f"{token}={demo_town.NAME}@{BOT}"
    async with serving(bot, port=_telegram_port(settings)) as server:
        yield server


async def _invite_everyone(house: wiring.House) -> None:
    """Whoever has not activated yet and has a mailbox receives the mail, once."""
    waiting = await Citizen.filter(
        town=demo_town.SLUG, activated_at=None, frozen_at=None, issue=0
    ).order_by("id")
    for citizen in waiting:
        await invite(house.counter, citizen, house.counter.clock())


def _tell(settings: Settings, folder: Path) -> None:
    pages = str(settings.web.public_url).rstrip("/")
    telegram = str(settings.telegram.deep_link).partition("?")[0]
    config = folder / "demo.toml"
    lines = [
        f"Guichet, ville de démonstration {demo_town.NAME}",
        "",
        f"  Les courriels « envoyés »   {pages}/courrier",
        f"  Telegram, imité             {telegram}?bot={BOT}",
        f"  Les pages de la ville       {pages}",
        f"  Le journal, en direct       .venv/bin/guichet --config {config} journal --follow",
        "",
        "À essayer :",
        "  1. Ouvrez un courriel d'invitation et répondez OUI.",
        "  2. Ouvrez-en un autre, touchez « Continuer sur Telegram », allez jusqu'aux factures.",
        f"  3. Un espace déjà en service : {demo_town.LOGIN}, mot de passe {demo_town.PASSWORD}",
        *_franceconnect(settings),
        "",
        f"Tout est gardé dans {folder}/ ; « guichet demo --fresh » repart à neuf. Ctrl-C pour arrêter.",
    ]
    say("\n".join(lines))


def _franceconnect(settings: Settings) -> list[str]:
    if not settings.towns[demo_town.SLUG].franceconnect_client_id:
        return []
    pages = str(settings.web.public_url).rstrip("/")
    return [
        f"  4. FranceConnect, imité : {pages}/{demo_town.SLUG}/espace-citoyens/, soyez Nadia Ferrandou."
    ]
