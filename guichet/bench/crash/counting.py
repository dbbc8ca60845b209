"""A process to be killed: the real desk on a real database, counting what each address says.

`python -m guichet.bench.crash.counting DATABASE FOLDER` reads `FOLDER/arrivals` (one « address word » a line),
receives each line, and acknowledges it in `FOLDER/acknowledged` only once it is committed, as a door does.
What leaves is appended to `FOLDER/left`. It ends by itself when everything was answered.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import asyncpg
from tortoise.exceptions import BaseORMException

from desk.clock import utc_now
from desk.counter import Counter, Limits
from desk.door import Parcel
from desk.keys import Keys
from desk.orphans import let_go_of_orphans
from desk.received import Heard, Received
from desk.reception import receive
from desk.town import Town
from desk.wakeup import Line
from desk.working import play_arrivals, send_departures
from flows.catalogue import Catalogue
from flows.flow import Flow
from flows.here import Channel
from flows.steps import Ask, Say
from flows.vocabulary import Vocabulary
from guichet.bench.house import TOWN
from models.conversation import Address
from models.database import opened
from models.engine.apart import connect_apart, is_shared
from models.post import Inbox, InboxState, Outbox, OutboxState
from portal.password import Judge
from words.reading import Entry, Said
from words.texts import Texts

log = logging.getLogger(__name__)

#: Seconds between two deliveries of what was not taken.
PAUSE = 0.1
#: What a statement raises whose database is away, or was lost meanwhile.
AWAY = (
    BaseORMException,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)

COUNTING = Flow(
    "journey",
    (
        Ask(id="word", text="word", check=lambda text: text, save="last", then="heard"),
        Say("heard", "heard", "word"),
    ),
)
ENTRIES = {
    "word": Entry(text="Un mot ?"),
    "heard": Entry(text="Entendu : {{ last }}"),
    "notice": Entry(text="Bonjour."),
    "mail.subject": Entry(subject="Guichet"),
}


class Ledger:
    """A door that writes what leaves in a file, whole lines, flushed to the disk."""

    channel = Channel.TELEGRAM
    together = False

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    async def send(self, parcel: Parcel) -> str:
        """It left."""
        for spoken in parcel.spoken:
            self._file.write(f"{parcel.to}\t{parcel.token}\t{spoken.text}\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        return "1"

    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        """Nothing to tidy in a ledger."""


def counting(judge: Judge) -> Counter:
    """A counter whose only flow counts."""
    texts = Texts(ENTRIES, Said())
    flows = {"journey": COUNTING, "prove": COUNTING, "person": COUNTING}
    return Counter(
        towns={TOWN.slug: TOWN},
        catalogues={TOWN.slug: Catalogue(flows=flows, vocabulary=Vocabulary())},
        texts={TOWN.slug: texts},
        keys=Keys(b"a key to measure with, 32 bytes."),
        clock=utc_now,
        judge=judge,
        limits=Limits(settle=Limits().settle * 0),
    )


async def feed(counter: Counter, folder: Path) -> None:
    """Receive every arrival that was not acknowledged yet, in order."""
    arrivals = (folder / "arrivals").read_text().splitlines()
    acknowledged = folder / "acknowledged"
    first = int(acknowledged.read_text() or 0) if acknowledged.exists() else 0
    for number, line in enumerate(arrivals[first:], start=first):
        address, _, word = line.partition(" ")
        received = Received(
            town=TOWN.slug,
            channel=Channel.TELEGRAM,
            address=address,
            account="bot:1",
            external_id=str(number),
            at=counter.clock(),
            what=Heard(text=word),
        )
        await _insisting(counter, received)
        draft = folder / "acknowledged.new"
        draft.write_text(str(number + 1))
        draft.replace(acknowledged)


async def _insisting(counter: Counter, received: Received) -> None:
    """As the other side of a door: what was not taken is delivered again."""
    while True:
        try:
            await receive(counter, received)
        except AWAY as error:
            log.warning("not stored: %s", type(error).__name__)
            await asyncio.sleep(PAUSE)
        else:
            return


async def all_answered() -> None:
    """Until nothing waits any more. The database may be away when everything was received."""
    while True:
        with suppress(*AWAY):
            waits = await Inbox.filter(state=InboxState.NEW).exists()
            if not waits and not await Outbox.filter(state=OutboxState.PENDING).exists():
                return
        await asyncio.sleep(0.02)


async def beginnings(
    tasks: asyncio.TaskGroup, counter: Counter, url: str
) -> list[asyncio.Task[None]]:
    """As the program does: what a dead process had claimed is not waited for."""
    if not is_shared(url):
        await Address.all().update(leased_until=None, sending_until=None)
        return []
    line = Line(partial(connect_apart, url), {}, counter.badge)
    watch = partial(let_go_of_orphans, counter.clock)
    return [tasks.create_task(line.run()), tasks.create_task(line.alone("orphans", watch))]


async def main(url: str, folder: Path) -> None:
    """The desk and its feed, until the last answer has left."""
    async with opened(url), Judge() as judge, asyncio.TaskGroup() as tasks:
        counter = counting(judge)
        doors = {Channel.TELEGRAM: Ledger(folder / "left")}
        workers = [
            *await beginnings(tasks, counter, url),
            tasks.create_task(play_arrivals(counter)),
            tasks.create_task(send_departures(counter, doors)),
        ]
        await feed(counter, folder)
        await all_answered()
        for worker in workers:
            worker.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
