"""Killed again and again under load, at moments that nobody chose: what it cost, counted afterwards."""

import asyncio
import secrets
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tortoise import Tortoise

from guichet.bench.report import Measure
from models.database import configuration
from models.journal import Journal, Utterance
from models.post import Inbox, InboxState, Outbox, OutboxState

ADDRESSES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Messages lost or done twice, replies lost or out of order, replies that left again."""

    lost: int
    twice: int
    unanswered: int
    disordered: int
    resent: int


def words(messages: int) -> list[str]:
    """« address word » for each message, the addresses taking turns."""
    return [f"{number % ADDRESSES} mot{number}" for number in range(messages)]


async def measure(url: str, folder: Path, messages: int, deaths: int) -> Measure:
    """Die so many times at random moments, then live to the end. The database has no table yet."""
    moments = sorted(secrets.randbelow(messages - 1) + 1 for _ in range(deaths))
    toll = await survived(url, folder, words(messages), moments)
    figures = {"messages": messages, "deaths": deaths, **asdict(toll)}
    figures["resent_bound"] = deaths * ADDRESSES
    kind = url.partition("://")[0]
    return Measure(name=f"crash {kind}, killed at random under load", figures=figures)


async def survived(url: str, folder: Path, said: Sequence[str], moments: Sequence[int]) -> Toll:
    """`moments`: how many messages are acknowledged when the process is killed. Leaves the rows there."""
    (folder / "arrivals").write_text("\n".join(said))
    for moment in moments:
        await _killed_after(moment, url, folder)
    process = await _start(url, folder)
    if await process.wait():
        raise ChildProcessError("the last life of the desk failed: its error stands above")
    await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
    try:
        return await toll(said, folder / "left")
    finally:
        await Tortoise.close_connections()


async def toll(said: Sequence[str], left: Path) -> Toll:
    """What the open database and the file of replies tell."""
    expected = _by_address(said)
    heard, resent = _replies(left)
    return Toll(
        lost=len(said) - await Inbox.filter(state=InboxState.DONE).count(),
        twice=await _twice(len(said), expected),
        unanswered=await Outbox.exclude(state=OutboxState.SENT).count(),
        # The first word of a conversation opens it: the answers begin with the second one.
        disordered=sum(heard.get(one, []) != mine[1:] for one, mine in expected.items()),
        resent=resent,
    )


async def _twice(messages: int, expected: Mapping[str, Sequence[str]]) -> int:
    """Answers noted too many times, or too few, and conversations that heard anything else."""
    noted = await Journal.filter(kind="answered").count() - (messages - len(expected))
    by_address: dict[int, list[str]] = defaultdict(list)
    for one in await Utterance.all().order_by("id"):
        by_address[one.address_id].append(one.text)
    same = sorted(by_address.values()) == sorted(map(list, expected.values()))
    return abs(noted) + (not same)


def _by_address(said: Sequence[str]) -> dict[str, list[str]]:
    expected: dict[str, list[str]] = defaultdict(list)
    for line in said:
        address, _, word = line.partition(" ")
        expected[address].append(word)
    return expected


def _replies(left: Path) -> tuple[Mapping[str, list[str]], int]:
    """The words answered at each address, each once, in order; and how many left again."""
    heard: dict[str, list[str]] = defaultdict(list)
    resent = 0
    for line in left.read_text().splitlines():
        address, _, text = line.split("\t")
        if not text.startswith("Entendu"):
            continue
        word = text.rpartition(" ")[2]
        if word in heard[address]:
            resent += 1
        else:
            heard[address].append(word)
    return heard, resent


async def _start(url: str, folder: Path) -> asyncio.subprocess.Process:
    module = "guichet.bench.crash.counting"
    return await asyncio.create_subprocess_exec(sys.executable, "-m", module, url, str(folder))


async def _killed_after(moment: int, url: str, folder: Path) -> None:
    process = await _start(url, folder)
    while process.returncode is None and acknowledged(folder) < moment:  # noqa: ASYNC110 - a file rings no bell
        await asyncio.sleep(0.002)
    if process.returncode is None:
        process.kill()
    await process.wait()


def acknowledged(folder: Path) -> int:
    """Messages that the door need not deliver again."""
    path = folder / "acknowledged"
    return int(path.read_text() or 0) if path.exists() else 0
