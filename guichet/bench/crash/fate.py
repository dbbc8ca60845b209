"""Dying at a chosen boundary: after so many statements, sendings and acknowledgements."""

import os
import signal


class Fate:
    """Counts boundaries, and kills its own process with -9 at the one that is its last; 0 is never."""

    def __init__(self, last: int = 0) -> None:
        self._last = last
        self.passed = 0

    def boundary(self) -> None:
        """Something was just done that a crash may separate from what follows."""
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
