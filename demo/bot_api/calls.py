"""What bots asked of this server, for the tests to read."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from demo.bot_api.bell import Bell
from demo.bot_api.errors import Payload

#: The oldest calls are forgotten beyond this number.
KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class Call:
    """One call of a method; `status` is None as long as it is not answered."""

    method: str
    parameters: dict[str, Any]
    at: float
    status: int | None = None

    def told(self) -> Payload:
        """The call as `/control/calls` shows it."""
        return {
            "method": self.method,
            "parameters": self.parameters,
            "at": self.at,
            "status": self.status,
        }


class Calls:
    """The calls of one bot, in the order in which they arrived."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self.changed = Bell()

    def begin(self, call: Call) -> Call:
        """A call arrived."""
        self._calls.append(call)
        self.changed.ring()
        return call

    def end(self, call: Call, status: int | None) -> None:
        """A call was answered; None says that the connection was cut instead."""
        call.status = status
        self.changed.ring()

    def of(self, method: str = "", *, answered: bool = False) -> list[Call]:
        """The calls of one method (all without it), only those answered if asked."""
        return [
            call
            for call in self._calls
            if (not method or call.method.lower() == method.lower())
            and (call.status is not None or not answered)
        ]

    def clear(self) -> None:
        """Begin the list again."""
        self._calls.clear()
