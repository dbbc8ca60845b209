"""The process that has imported everything, and forks one life after the other: starting costs nothing.

`python -m guichet.bench.crash.killing FOLDER STEP [SERVER]` prints one line of JSON for each scene: on
SQLite in that folder, on PostgreSQL with a server. A step of 3 dies at each third boundary.
"""

import asyncio
import json
import os
import pickle
import signal
import sys
import traceback
from collections import Counter as Count
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path

from typing_extensions import override

from desk.counter import Counter
from desk.outbox import MOST_TOGETHER
from guichet.bench.crash.copies import Prepared, on_postgres, on_sqlite
from guichet.bench.crash.facts import Facts, timeless
from guichet.bench.crash.fate import Fate
from guichet.bench.crash.life import Ended, Life, prepare
from guichet.bench.crash.place import Line
from guichet.bench.crash.scenes import AGAIN, EITHER_FIRST, NOON, SCENES, SECRET, Work
from guichet.bench.house import counter
from portal.password import Judge
from portal.password.opinion import JudgingProcess, Opinion


@dataclass(slots=True, kw_only=True)
class Toll:
    """What the deaths in one scene cost. All of it is 0, but the first two and what was sent again."""

    boundaries: int
    deaths: int = 0
    #: Runs that left anything else than an undisturbed one: a row, a line, a word, an order.
    different: int = 0
    #: Runs after which something waited for ever; deaths that left a secret somewhere.
    stuck: int = 0
    secrets: int = 0
    #: Replies that never left, or left out of order, or under two names.
    lost: int = 0
    #: The most replies that one death had sent again, and what a lease allows.
    resent_most: int = 0
    resent_bound: int = MOST_TOGETHER
    #: The first difference, to look for its cause.
    first: str = ""


class _NoOpinion(JudgingProcess):
    """zxcvbn is silent: its process is not what is killed here, and starts slowly."""

    @override
    async def opinion(self, password: str, words: Iterable[str]) -> Opinion | None:
        """None."""
        del password, words
        return None


@dataclass(frozen=True, slots=True)
class Truth:
    """What an undisturbed run leaves in the tables and on the screens."""

    ended: Ended
    said: Sequence[Line]


def scene(made: Prepared, work: Work, house: Counter, step: int) -> Toll:
    """Live it undisturbed, then die after each boundary and begin again."""
    arrivals = asyncio.run(prepare(SCENES[work], house, made.url, NOON))
    once = Life(arrivals, house, invites=work is Work.WAVE)
    truths = [_undisturbed(made, once)]
    if work in EITHER_FIRST:
        other = Life(arrivals[::-1], house, each_played=True)
        truths.append(_undisturbed(made, other))
    toll = Toll(boundaries=truths[0].ended.passed)
    for death in range(1, toll.boundaries + 1, step):
        with made.copy() as place:
            if apart(partial(once, place, NOON, Fate(death))) is not None:
                break
            toll.deaths += 1
            toll.secrets += place.holds(SECRET)
            again = _ended(apart(partial(once, place, AGAIN, Fate())))
            _judge(toll, death, truths, Truth(again, place.left()))
    return toll


def _undisturbed(made: Prepared, life: Life) -> Truth:
    with made.copy() as place:
        ended = _ended(apart(partial(life, place, NOON, Fate())))
        return Truth(ended, place.left())


def apart(work: Callable[[], Ended]) -> Ended | None:
    """In a child that has all that we have imported. None when it was killed. Raises when it failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _answer(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    if not told:
        raise ChildProcessError("a life of the desk failed: its error stands above")
    ended: Ended = pickle.loads(told)  # noqa: S301 - our own child's
    return ended


def _answer(work: Callable[[], Ended], writing: int) -> None:
    """Never returns: what the parent had under way is the parent's."""
    try:
        told = pickle.dumps(work())
        with os.fdopen(writing, "wb") as answer:
            answer.write(told)
    except BaseException:  # noqa: BLE001 - told, and never the parent's to go on with
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _ended(ended: Ended | None) -> Ended:
    assert ended is not None, "nobody killed that one"
    return ended


def _judge(toll: Toll, death: int, truths: Sequence[Truth], again: Truth) -> None:
    """Count what differs from every order in which it may rightly happen."""
    toll.stuck += bool(again.ended.waits)
    toll.secrets += again.ended.betrayed
    toll.resent_most = max(toll.resent_most, sum(Count(again.said).values()) - len({*again.said}))
    rows = [_first_difference(truth.ended.facts, again.ended.facts) for truth in truths]
    screens = [_first_difference(_screens(truth.said), _screens(again.said)) for truth in truths]
    toll.different += all(rows)
    toll.lost += all(screens)
    if not toll.first and (all(rows) or all(screens)):
        toll.first = f"after boundary {death}: {rows[0] or screens[0]}"


def _screens(left: Sequence[Line]) -> Facts:
    """What each address reads, once: what leaves again has the name it had."""
    screens: dict[str, list[str]] = {}
    for line in dict.fromkeys(left):
        screens.setdefault(line.to, []).append(timeless(line.text))
    return screens


def _first_difference(expected: Facts, found: Facts) -> str:
    for kind in sorted({*expected, *found}):
        pairs = zip_longest(expected.get(kind, []), found.get(kind, []))
        for one, other in pairs:
            if one != other:
                return f"{kind}: {other} instead of {one}"
    return ""


def main(folder: Path, step: int, server: str) -> None:
    """Every scene, on one database."""
    house = counter(Judge(_NoOpinion()))
    for work in SCENES:
        with on_postgres(server, folder) if server else on_sqlite(folder) as made:
            toll = scene(made, work, house, step)
        sys.stdout.write(json.dumps({"scene": work, **asdict(toll)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
