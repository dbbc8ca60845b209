"""`guichet serve`: every door open, until the program is asked to stop."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from typing import Any

import typer

from bot.discretion import keep_discreet
from desk.clock import utc_now
from guichet import wiring
from guichet.asked import settings_of
from guichet.publishing import publish_terms
from guichet.screen import remark, say
from guichet.settings import Settings
from guichet.settings_remarks import remarks
from guichet.towns import at_least_one

#: Libraries that tell of each of their starts and stops.
NOISY = ("tortoise", "uvicorn", "asyncio")


def serve(context: typer.Context) -> None:
    """Ouvre toutes les portes : pages, Telegram, courriel. Ctrl-C pour arrêter."""
    settings = settings_of(context)
    at_least_one(settings)
    wiring.ports_free(settings)
    for one in remarks(settings):
        remark(f"À savoir : {one}.")
    log_discreetly(settings)
    run_until_stopped(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with wiring.opened(settings) as house:
        await publish_terms(settings, utc_now())
        await wiring.serve_all(house, ready=_tell)


def _tell(pages: str, mail_port: int) -> None:
    mail = f", courrier reçu sur le port {mail_port}" if mail_port else ""
    say(f"Guichet est ouvert : {pages}{mail}. Ctrl-C pour arrêter.")


def log_discreetly(settings: Settings) -> None:
    """What the program tells of itself, on the error output: never a token, never a citizen's words."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=settings.log.level.upper(), handlers=[handler], force=True)
    keep_discreet(handler)
    if settings.log.level != "debug":
        for name in NOISY:
            logging.getLogger(name).setLevel(logging.WARNING)


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
