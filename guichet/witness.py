"""The witness of the database's pulse: a small file beside the server's key, never in a backup of the database."""

import asyncio
import json
import logging
from dataclasses import asdict
from pathlib import Path

from desk.clock import Clock
from desk.restoring.pulse import EVERY, Witness, beat
from guichet.private_file import write_private
from guichet.settings import Settings
from guichet.why import why

log = logging.getLogger(__name__)

NAME = "guichet.witness"
HELD = (
    "La base vient d'une sauvegarde : ce qu'elle allait envoyer et les liens qu'elle ouvrait sont retenus."
    " « guichet resume --after-restore » montre combien, et fait repartir."
)


def witness_of(settings: Settings) -> Path:
    """Beside the key, which is saved apart from the database."""
    return settings.keys.secret_file.with_name(NAME)


async def watch(file: Path, clock: Clock, *, every: float = EVERY) -> None:
    """Never ends. A database that is away is asked again at the next beat."""
    while True:
        await asyncio.sleep(every)
        try:
            await look(file, clock)
        except Exception as error:  # noqa: BLE001 - a loop of the program, which must outlive its database
            log.error("the database's pulse was not felt: %s", type(error).__name__)  # noqa: TRY400 - no words of a query


async def look(file: Path, clock: Clock) -> bool:
    """One beat. Answers whether a copy was found; said in the log as well."""
    # Before the database: it may be behind, never ahead.
    before = await asyncio.to_thread(_read, file)
    witness, came_back = await beat(before, clock())
    await asyncio.to_thread(_write, file, witness)
    if came_back:
        log.warning(HELD)
    return came_back


def _read(file: Path) -> Witness | None:
    """What it saw; a file that cannot be read saw nothing."""
    try:
        told = json.loads(file.read_text("utf-8"))
        return Witness(mark=str(told["mark"]), life=int(told["life"]), beat=int(told["beat"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, witness: Witness) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_private(file, json.dumps(asdict(witness)).encode(), over=True)
    except OSError as error:
        log.warning(
            "%s ne s'écrit pas (%s) : une restauration ne sera pas reconnue", file, why(error)
        )
