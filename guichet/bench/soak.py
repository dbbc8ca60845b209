"""An overload that lasts: one bot, one chat and one sender flood; the others must not notice, nor memory grow."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
from aiosmtplib import SMTP, SMTPException

from demo.bot_api.client import Citizen, serving
from guichet.bench.crowd import WORDS
from guichet.bench.mails import mail_from
from guichet.bench.places import sqlite_place
from guichet.bench.program import memory, served
from guichet.bench.report import Measure, quantile

_TOKENS = [f"7100{number}:bench-jeton-sans-valeur-0000000000" for number in range(3)]
_FLOODED, _CALM, _MAILED = range(3)
#: Chats of the flooded bot, which write every second without waiting; one of them far more.
CROWD = 40
MADMAN_A_SECOND = 20
#: Chats of the calm bot: each waits for its reply, then for a moment.
QUIET = 6
_MOMENT = 2.0
_MAILS_A_SECOND = 5
#: Seconds without a reply after which a calm chat counts it as never come.
_PATIENCE = 60.0
#: Looks at memory and queues in a run, and the fewest seconds between two.
_LOOKS, _SHORTEST = 120, 1.0
_WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new'),"
    " (SELECT count(*) FROM outbox WHERE state = 'pending')"
)

_OVERRUN = "SELECT count(*) FROM journal WHERE detail = 'overrun'"


@dataclass(slots=True)
class _Seen:
    """What was seen while it lasted."""

    flood: int = 0
    mails_taken: int = 0
    mails_later: int = 0
    calm: list[float] = field(default_factory=list)
    never: int = 0
    #: Calls that our imitation of Telegram, as busy as the program, did not answer in time.
    imitation: int = 0
    megabytes: list[float] = field(default_factory=list)
    inbox: list[int] = field(default_factory=list)
    outbox: list[int] = field(default_factory=list)


async def measure(seconds: float) -> list[Measure]:
    """So long, on SQLite, with the real program, our imitation of Telegram and real SMTP."""
    bots = [f"{token}=Mesure@Mesure{number}Bot" for number, token in enumerate(_TOKENS)]
    with sqlite_place() as (url, path):
        async with (
            serving(*bots) as telegram,
            served(path.parent, url, telegram.base_url, _TOKENS) as (pid, mail),
        ):
            quiet = [await telegram.new_citizen(_TOKENS[_CALM]) for _ in range(QUIET)]
            crowd = [await telegram.new_citizen(_TOKENS[_FLOODED]) for _ in range(CROWD)]
            alone, seen = _Seen(), _Seen()
            await _during(min(seconds / 3, 20.0), [_asks(one, alone) for one in quiet])
            pauses = [1 / MADMAN_A_SECOND, *[1.0] * (CROWD - 1)]
            works = [
                *(_asks(one, seen) for one in quiet),
                *(_floods(one, pause, seen) for one, pause in zip(crowd, pauses, strict=True)),
                _mails(mail, seen),
                _looks(pid, path, max(seconds / _LOOKS, _SHORTEST), seen),
            ]
            await _during(seconds, works)
            [told] = _one(path, _OVERRUN)
    return [_measure(seconds, seen, alone, told)]


def _measure(seconds: float, seen: _Seen, alone: _Seen, told: int) -> Measure:
    third = max(len(seen.megabytes) // 3, 1)
    begun, ended = seen.megabytes[:third], seen.megabytes[-third:]
    return Measure(
        name="overload that lasts, sqlite",
        reference="the calm town before the flood",
        figures={
            "minutes": round(seconds / 60, 2),
            "flood_messages": seen.flood,
            "flood_told_to_slow_down": told,
            "mails_taken": seen.mails_taken,
            "mails_asked_to_come_back": seen.mails_later,
            "calm_replies": len(seen.calm),
            "calm_never_answered": seen.never,
            "imitation_too_busy": seen.imitation,
            "calm_median_ms": _milliseconds(seen.calm, 0.5),
            "calm_p99_ms": _milliseconds(seen.calm, 0.99),
            "reference_median_ms": _milliseconds(alone.calm, 0.5),
            "reference_p99_ms": _milliseconds(alone.calm, 0.99),
            "megabytes_first_third": quantile(begun, 0.5) if begun else None,
            "megabytes_last_third": quantile(ended, 0.5) if ended else None,
            "megabytes_most": max(seen.megabytes, default=None),
            "inbox_most": max(seen.inbox, default=0),
            "inbox_last": seen.inbox[-1] if seen.inbox else 0,
            "outbox_most": max(seen.outbox, default=0),
            "outbox_last": seen.outbox[-1] if seen.outbox else 0,
        },
    )


async def _during(seconds: float, works: Sequence[Coroutine[Any, Any, None]]) -> None:
    """All of them at the same time, stopped after that. Raises what one of them raised."""
    async with asyncio.TaskGroup() as tasks:
        begun = [tasks.create_task(work) for work in works]
        await asyncio.sleep(seconds)
        for task in begun:
            task.cancel()


async def _asks(citizen: Citizen, seen: _Seen) -> None:
    """A calm chat: a few words, the reply, a moment."""
    for number in count():
        begun = perf_counter()
        try:
            await citizen.say(WORDS[1 + number % 2])
            await citizen.wait_for(lambda shown: bool(shown.text), seconds=_PATIENCE)
        except (AssertionError, TimeoutError):
            seen.never += 1
        except httpx.HTTPError:
            seen.imitation += 1
        else:
            seen.calm.append(perf_counter() - begun)
        await asyncio.sleep(_MOMENT)


async def _floods(citizen: Citizen, pause: float, seen: _Seen) -> None:
    """Whoever writes without reading."""
    for number in count():
        try:
            await citizen.say(WORDS[1 + number % 2])
        except httpx.HTTPError:
            seen.imitation += 1
        else:
            seen.flood += 1
        await asyncio.sleep(pause)


async def _mails(port: int, seen: _Seen) -> None:
    """One sender who writes again and again."""
    sender, box = "jeanne@courrier.example", f"guichet@ville{_MAILED}.example"
    for number in count():
        told = mail_from(sender, box).replace(b"Bonjour", b"%d" % number, 1)
        try:
            async with SMTP(
                hostname="127.0.0.1", port=port, use_tls=False, start_tls=False
            ) as session:
                send: Callable[..., Awaitable[Any]] = session.sendmail
                await send(sender, [box], told)
        except SMTPException:
            seen.mails_later += 1
        else:
            seen.mails_taken += 1
        await asyncio.sleep(1 / _MAILS_A_SECOND)


async def _looks(pid: int, path: Path, pause: float, seen: _Seen) -> None:
    """At the program's memory, and at what waits in its tables."""
    while True:
        if (resident := memory(pid)) is not None:
            seen.megabytes.append(resident)
        inbox, outbox = await asyncio.to_thread(_one, path, _WAITING)
        seen.inbox.append(inbox)
        seen.outbox.append(outbox)
        await asyncio.sleep(pause)


def _one(path: Path, question: str) -> Any:
    """The first line of the answer."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as database:
        return database.execute(question).fetchone()


def _milliseconds(waits: Sequence[float], part: float) -> float | None:
    return round(quantile(waits, part) * 1000, 1) if waits else None
