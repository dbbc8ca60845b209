"""The fake as a process: started on a free port, stopped with whoever started it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from demo.bot_api.client.control import BotApi

STOP_PATIENCE = 5.0


class DidNotStartError(RuntimeError):
    """The process ended before it listened; it has said why on standard error."""


@contextmanager
def running(*bots: str, port: int = 0, webhook_delay: float = 1.0) -> Iterator[str]:
    """Run the server with `bots` (TOKEN=Name@username); the value is its address.

    It stops at the end, and also if we are killed: its standard input is ours.
    """
    command = [sys.executable, "-m", "demo.bot_api", "--with-parent", f"--port={port}"]
    command += [f"--webhook-delay={webhook_delay}", *(f"--token={bot}" for bot in bots)]
    with subprocess.Popen(  # noqa: S603 - our own program, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield _address(process)
        finally:
            _stop(process)


@asynccontextmanager
async def serving(*bots: str, port: int = 0) -> AsyncIterator[BotApi]:
    """The same for an asynchronous caller; the value is the control of the server."""
    process = running(*bots, port=port)
    url = await asyncio.to_thread(process.__enter__)
    try:
        async with BotApi(url) as server:
            yield server
    finally:
        await asyncio.to_thread(process.__exit__, None, None, None)


def _address(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise DidNotStartError("the fake Bot API did not start; see its message above")
    return line.strip()


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
