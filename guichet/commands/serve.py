"""`guichet serve`: every door open, until the program is asked to stop."""

import asyncio
import logging
import signal
from collections.abc import Collection, Coroutine
from functools import partial
from typing import Annotated, Any

import typer

from bot.discretion import keep_discreet
from desk.clock import utc_now
from guichet import wiring
from guichet.asked import settings_of
from guichet.mailboxes import boxes
from guichet.parts import ALL, PARTS, Part, parts
from guichet.publishing import publish_terms
from guichet.screen import remark, say
from guichet.settings import Settings
from guichet.settings_remarks import remarks
from guichet.towns import at_least_one

#: Those who may tell more than warnings. Libraries would tell what passes through them: at « debug »,
#: tortoise and aiosqlite write every query with its values.
OURS = ("bot", "demo", "desk", "guichet", "mail_ingest", "mail_send", "models", "portal", "web")


def serve(
    context: typer.Context,
    *,
    only: Annotated[
        str,
        typer.Option(
            metavar="PARTIES",
            help=f"Ne fait tourner que ces parties, séparées par des virgules ({PARTS}) ;"
            " d'autres programmes, sur la même base PostgreSQL, font tourner les autres.",
        ),
    ] = "",
) -> None:
    """Ouvre toutes les portes : pages, Telegram, courriel. Ctrl-C pour arrêter."""
    settings = settings_of(context)
    chosen = parts(only, settings)
    at_least_one(settings)
    wiring.ports_free(settings, chosen)
    for one in remarks(settings):
        remark(f"À savoir : {one}.")
    log_discreetly(settings)
    run_until_stopped(_serve(settings, chosen))


async def _serve(settings: Settings, only: Collection[Part]) -> None:
    async with wiring.opened(settings) as house:
        await publish_terms(settings, utc_now())
        await wiring.serve_all(house, only=only, ready=partial(_tell, settings, only))


def _tell(settings: Settings, only: Collection[Part], pages: str, mail_port: int) -> None:
    told = [pages] if pages else []
    if mail_port:
        told.append(f"courrier reçu sur le port {mail_port}")
    if read := boxes(settings) if Part.MAIL_IN in only else {}:
        told.append("boîtes relevées : " + " et ".join(box.address for box in read.values()))
    if only != ALL:
        told.append("parties " + ", ".join(part for part in Part if part in only))
    say(f"Guichet est ouvert : {', '.join(told)}. Ctrl-C pour arrêter.")


def log_discreetly(settings: Settings) -> None:
    """What the program tells of itself, on the error output: never a token, never a citizen's words."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log.level.upper())
    keep_discreet(handler)


def run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` until it ends, or until Ctrl-C or SIGTERM ends it cleanly."""
    asyncio.run(_stoppable(work))


async def _stoppable(work: Coroutine[Any, Any, None]) -> None:
    try:
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(work)
            loop = asyncio.get_running_loop()
            for asked in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(asked, task.cancel)
    except BaseExceptionGroup as several:
        raise _first(several) from several


def _first(error: BaseException) -> BaseException:
    """What went wrong first: the doors fall together, and one sentence must say why."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
