"""Where a message came from: all that a conversation may know about it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Channel(StrEnum):
    """A way to talk with the citizen."""

    TELEGRAM = "telegram"
    MAIL = "mail"


class Level(IntEnum):
    """What the sender has proved. [DESIGN.md, Who speaks]"""

    PUBLIC = 0
    READ = 1
    CHANGE = 2


class Stage(IntEnum):
    """How far the account has come. A flow may ask for a stage, and the journey leads there."""

    UNKNOWN = 0
    FROZEN = 1
    INVITED = 2
    ACTIVE = 3
    SECURED = 4
    READY = 5


class SecretWay(StrEnum):
    """How a password may be given: on a page whose link is shown, or also in the chat itself."""

    PAGE = "page"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The channel, what was proved on it, and how far the account has come."""

    channel: Channel
    level: Level = Level.PUBLIC
    stage: Stage = Stage.UNKNOWN
    secrets: SecretWay = SecretWay.PAGE

    def proves(self, needs: Level) -> bool:
        """Whether enough was proved. By mail what changes a secret is a page, reached from the address on file."""
        return self.level >= (min(needs, Level.READ) if self.channel is Channel.MAIL else needs)
