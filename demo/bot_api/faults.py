"""What goes wrong on demand: each fault strikes a number of calls of one method, then is over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from demo.bot_api.errors import RefusedError

EVERY_METHOD = "*"


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with an error, and do nothing."""

    refusal: RefusedError


@dataclass(frozen=True, slots=True)
class Slow:
    """Do what was asked, and answer only after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """Do what was asked, and cut the connection in place of answering."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut the connection before anything is done."""


Fault = Refuse | Slow | AnswerLost | Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A fault that waits for its method, in one chat or in all."""

    method: str
    fault: Fault
    times: int
    chat: int | None = None

    def catches(self, method: str, parameters: Mapping[str, object]) -> bool:
        """Whether this call is to go wrong."""
        named = self.method.lower() in {EVERY_METHOD, method.lower()}
        return named and (self.chat is None or str(parameters.get("chat_id")) == str(self.chat))


class Faults:
    """The faults that still wait for one bot, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._traps: list[Trap] = []

    def set(self, trap: Trap) -> None:
        """Wait for the next calls of a method."""
        self._traps.append(trap)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._traps.clear()

    def take(self, method: str, parameters: Mapping[str, object]) -> Fault | None:
        """The fault that strikes this call, counted once."""
        for place, trap in enumerate(self._traps):
            if trap.catches(method, parameters):
                if trap.times > 1:
                    self._traps[place] = replace(trap, times=trap.times - 1)
                else:
                    del self._traps[place]
                return trap.fault
        return None
