"""A copy of one person's data in two files that only their owner reads; that it was made is written down."""

import asyncio
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from desk.counter import Counter
from desk.privacy.acts import Staff, write_down
from desk.privacy.batches import together
from desk.privacy.gathering import Gathered, gather
from desk.privacy.telling import ORDER, letter
from models.family import Citizen
from models.staff import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The two files, and how many rows stand under each heading."""

    data: Path
    text: Path
    counts: dict[str, int]


async def export(counter: Counter, citizen: Citizen, folder: Path, staff: Staff) -> Exported:
    """Write the two files, then that it was done; no file is left when it could not be written down.

    Raises `OSError` when the folder cannot be written.
    """
    gathered = await gather(counter, citizen)
    counts = {heading: len(_list(gathered, heading)) for heading in ORDER}
    stem = _stem(citizen, counter.clock().strftime("%Y%m%d-%H%M%S"))
    told = Exported(data=folder / f"{stem}.json", text=folder / f"{stem}.txt", counts=counts)
    try:
        await asyncio.to_thread(_write_both, told, gathered)
        now = counter.clock()
        await together(lambda: write_down(Deed.EXPORT, citizen, staff, now, counts))
    except BaseException:
        await asyncio.to_thread(_remove_both, told)
        raise
    return told


def _list(gathered: Gathered, heading: str) -> list[object]:
    rows = gathered[heading]
    assert isinstance(rows, list)
    return list(rows)


def _stem(citizen: Citizen, when: str) -> str:
    """A login may be a mail address: what a file's name cannot bear is left out."""
    return f"donnees-{re.sub(r'[^a-z0-9]+', '-', citizen.login).strip('-')}-{citizen.id}-{when}"


def _write_both(told: Exported, gathered: Gathered) -> None:
    told.data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(told.data, json.dumps(gathered, ensure_ascii=False, indent=2) + "\n")
    _write(told.text, letter(gathered))


def _remove_both(told: Exported) -> None:
    told.data.unlink(missing_ok=True)
    told.text.unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    """Never over another one, never readable by anybody else, not even for an instant."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as writing:
        writing.write(text)
