"""Open lines to a relay: one serves mail after mail, and hangs up when there is no more."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiosmtplib
from aiosmtplib import SMTP

#: Mails that one line carries: relays grow tired of a caller.
MOST_MAILS = 100
#: Seconds without a mail after which we hang up, well before the relay does. [RFC 5321 4.5.3.2.7]
IDLE = 20.0
#: Seconds that a relay may take to say that it is still there.
_STILL_THERE = 5.0


@dataclass(slots=True)
class Line:
    """A caller, how many mails it carried, and what hangs up unless it is used again."""

    smtp: SMTP
    mails: int = 0
    hanging_up: asyncio.TimerHandle | None = None


@dataclass(slots=True, kw_only=True)
class Lines:
    """At most `most` at a time. `dial` calls, greets and signs in; its argument is our name."""

    dial: Callable[[str], Awaitable[SMTP]]
    most: int
    idle: float = IDLE
    _free: list[Line] = field(default_factory=list)
    _room: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.most)

    @asynccontextmanager
    async def room(self, patience: float) -> AsyncIterator[None]:
        """One line may be used. Raises `TimeoutError` when they all stay in use."""
        async with asyncio.timeout(patience):
            await self._room.acquire()
        try:
            yield
        finally:
            self._room.release()

    @asynccontextmanager
    async def one(self, name: str) -> AsyncIterator[SMTP]:
        """A line that is there, for one mail, once there is room. After a refusal it serves again."""
        line = await self._open() or Line(await self.dial(name))
        line.mails += 1
        try:
            yield line.smtp
        except (aiosmtplib.SMTPResponseException, aiosmtplib.SMTPRecipientsRefused):
            self._keep(line)
            raise
        except BaseException:  # in the middle of a sentence: nobody could go on from there
            line.smtp.close()
            raise
        self._keep(line)

    async def _open(self) -> Line | None:
        """The latest used that still answers. RSET besides forgets whatever was left of the last mail."""
        while self._free:
            line = self._free.pop()
            if line.hanging_up:
                line.hanging_up.cancel()
            try:
                await line.smtp.rset(timeout=_STILL_THERE)
            except (aiosmtplib.SMTPException, OSError):
                line.smtp.close()
            except BaseException:
                line.smtp.close()
                raise
            else:
                return line
        return None

    def _keep(self, line: Line) -> None:
        if not line.smtp.is_connected:  # the relay closed it: 421
            line.smtp.close()
        elif line.mails >= MOST_MAILS:
            _hang_up(line)
        else:
            loop = asyncio.get_running_loop()
            line.hanging_up = loop.call_later(self.idle, self._let_go, line)
            self._free.append(line)

    def _let_go(self, line: Line) -> None:
        self._free.remove(line)
        _hang_up(line)

    def close(self) -> None:
        """Hang up wherever nobody speaks."""
        while self._free:
            line = self._free.pop()
            if line.hanging_up:
                line.hanging_up.cancel()
            _hang_up(line)


def _hang_up(line: Line) -> None:
    """Politely, without waiting for the answer."""
    transport = line.smtp.transport
    if line.smtp.is_connected and isinstance(transport, asyncio.WriteTransport):
        transport.write(b"QUIT\r\n")
    line.smtp.close()
