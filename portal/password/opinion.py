"""What zxcvbn thinks, asked of a separate process under a time limit."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from portal.password.reasons import Reason
from portal.password.zxcvbn_sentences import SENTENCES

#: zxcvbn refuses more characters.
READ = 72

#: By its path and isolated: it starts fast, wherever the program was started from.
COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("judging_process.py")))


@dataclass(frozen=True, slots=True)
class Opinion:
    """zxcvbn's mark, 0 to 4, and what it says, in our words."""

    score: int
    reasons: tuple[Reason, ...]


class JudgingProcess:
    """One process, started when first needed, replaced when it dies or takes too long."""

    def __init__(
        self,
        *,
        limit: timedelta = timedelta(seconds=1),
        patience: timedelta = timedelta(seconds=3),
        command: tuple[str, ...] = COMMAND,
    ) -> None:
        self._limit = limit.total_seconds()
        self._patience = patience.total_seconds()  # with the start, and the others before us
        self._command = command
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None

    async def opinion(self, password: str, words: Iterable[str]) -> Opinion | None:
        """Zxcvbn's opinion of the first 72 characters; None when it has none in time."""
        if not password:
            return Opinion(0, ())
        question = json.dumps({"password": password[:READ], "words": list(words)}).encode()
        try:
            async with asyncio.timeout(self._patience), self._turn:
                return _read(await self._answer(question))
        except (TimeoutError, OSError, ValueError):
            return None

    async def close(self) -> None:
        """End the process, if one runs, after the question it is at."""
        async with self._turn:
            await self._end()

    async def _end(self) -> None:
        if process := self._process:
            self._process = None
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _answer(self, question: bytes) -> bytes:
        try:
            process = await self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            async with asyncio.timeout(self._limit):
                process.stdin.write(question + b"\n")
                await process.stdin.drain()
                return await process.stdout.readline()
        except BaseException:
            # Its answer would be taken for the next one's.
            await self._end()
            raise

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            await self._end()
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the terminal is for us
            )
            assert self._process.stdout is not None
            if not await self._process.stdout.readline():
                raise ProcessLookupError
        return self._process


def _read(answer: bytes) -> Opinion:
    """ValueError when the answer is not one."""
    said = json.loads(answer)
    if not isinstance(said, dict) or said.get("score") not in range(5):
        raise ValueError("no verdict")
    reasons = (SENTENCES[sentence] for sentence in said["said"] if sentence in SENTENCES)
    return Opinion(said["score"], tuple(dict.fromkeys(reasons)))
