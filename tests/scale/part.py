"""A process that runs some parts of the counting desk, to be killed: doors, desk, couriers.

`python -m tests.scale.part DATABASE FOLDER PARTS` runs until it is stopped. Its doors read
`FOLDER/arrivals` and move a cursor (`FOLDER/acknowledged`) over what is committed, as a bot's offset.
"""

import asyncio
import sys
from functools import partial
from pathlib import Path

from desk.counter import Counter
from desk.orphans import let_go_of_orphans
from desk.wakeup import Line
from desk.working import play_arrivals, send_departures
from flows.here import Channel
from guichet.bench.crash.counting import Ledger, counting, feed
from models.database import opened
from models.engine.apart import connect_apart
from portal.password import Judge


async def door(counter: Counter, folder: Path) -> None:
    await feed(counter, folder)
    (folder / "fed").touch()
    await asyncio.Event().wait()


async def main(url: str, folder: Path, parts: str) -> None:
    async with opened(url), Judge() as judge, asyncio.TaskGroup() as tasks:
        counter = counting(judge)
        bells = {"arrived": counter.arrived, "leaving": counter.leaving}
        line = Line(partial(connect_apart, url), bells, counter.badge)
        tasks.create_task(line.run())
        tasks.create_task(line.alone("orphans", partial(let_go_of_orphans, counter.clock)))
        if "doors" in parts:
            tasks.create_task(line.alone("feed", partial(door, counter, folder)))
        if "desk" in parts:
            tasks.create_task(play_arrivals(counter))
        if "couriers" in parts:
            ledger = Ledger(folder / "left")
            tasks.create_task(send_departures(counter, {Channel.TELEGRAM: ledger}))
        sys.stdout.write("ready\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
