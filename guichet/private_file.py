"""Files that only their owner reads: written whole or not at all, and looked at."""

import os
import secrets
import stat
from pathlib import Path

#: The rights that nobody but the owner should have.
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write_private(file: Path, content: bytes, *, over: bool = False) -> None:
    """Mode 0600. Raises `FileExistsError` when it stands already, unless it is to be replaced."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
        if over:
            draft.replace(file)
        else:
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def open_to_others(file: Path) -> bool:
    """Whether somebody else may read or write it."""
    return bool(file.stat().st_mode & OTHERS)
