"""A process that plays what waits, for the measure of several: `python -m guichet.bench.worker URL`."""

import asyncio
import sys

from desk.rota import Rota
from desk.working import SHORTEST, play_ready
from guichet.bench.house import counter_on
from models.post import Inbox, InboxState


async def main(url: str) -> None:
    """Ready, then at each word of whoever measures, until nothing is left to play."""
    async with counter_on(url) as counter:
        rota = Rota()
        _tell("ready")
        while await asyncio.to_thread(sys.stdin.readline):
            while await play_ready(counter, rota) or await _waits():
                pass
            _tell("done")
            _tell("ready")


async def _waits() -> bool:
    await asyncio.sleep(SHORTEST)  # others are at it: looking costs them time
    return await Inbox.filter(state=InboxState.NEW).exists()


def _tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
