"""A Maildir in the place of a relay, for the demo and for trials: each mail one file. [maildir(5)]"""

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from typing_extensions import override

from desk.door import DelayedError
from mail_send.carrier import Carrier, Posting

_UNSAFE = re.compile(r"[^A-Za-z0-9.@+-]")


@dataclass(frozen=True, slots=True)
class Maildir(Carrier):
    """Whole or not there; on the disk when `carry` returns; once, however often it is sent."""

    folder: Path

    @override
    async def carry(self, posting: Posting) -> None:
        envelope = f"Return-Path: <{posting.sender}>\r\nX-Envelope-To: {posting.to}\r\n"
        # Named after the Message-ID: a mail laid again after a crash is the same file.
        name = _UNSAFE.sub("_", posting.message_id)
        try:
            await asyncio.to_thread(self._lay, name, envelope.encode("ascii") + posting.raw)
        except OSError as error:
            raise DelayedError(f"spool {type(error).__name__}") from error

    def _lay(self, name: str, content: bytes) -> None:
        new, cur, tmp = (self.folder / one for one in ("new", "cur", "tmp"))
        for one in (new, cur, tmp):
            one.mkdir(parents=True, exist_ok=True)
        if any(cur.glob(f"{name}:*")):
            return  # read already
        draft = tmp / f"{name}.{token_hex(4)}"
        _write(draft, content)
        draft.rename(new / name)
        _sync(new)


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())


def _sync(folder: Path) -> None:
    """The name itself on the disk, and not the content alone."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
