"""Lines from a person, or from a pipe; a secret is not echoed."""

import getpass
import sys
from contextlib import suppress

from rich.console import Console
from rich.text import Text

HIDDEN = "••••••••"


class Keyboard:
    """`read` answers None when there is nothing more to read, or Ctrl-C was pressed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._terminal = sys.stdin.isatty()
        if self._terminal:
            with suppress(ImportError):
                import readline  # noqa: F401, PLC0415 - arrows and history, where the system has them

    def read(self, prompt: str, *, hidden: bool = False) -> str | None:
        """The next line, without the spaces around it."""
        try:
            if not self._terminal:
                return self._from_pipe(prompt, hidden=hidden)
            typed = getpass.getpass(prompt) if hidden else input(prompt)
        except (EOFError, KeyboardInterrupt):
            self._console.print()
            return None
        return typed.strip()

    def _from_pipe(self, prompt: str, *, hidden: bool) -> str | None:
        line = sys.stdin.readline()
        if not line:
            return None
        typed = line.strip()
        secret = hidden and not typed.startswith((":", "/"))
        self._console.print(Text(prompt, "bold") + Text(HIDDEN if secret else typed))
        return typed
