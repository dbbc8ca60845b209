"""What a door is, seen from the desk: it says a message in its channel, and tells how that went."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from desk.town import Town
from flows.here import Channel
from flows.message import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to answer, numbered from 1."""

    number: int
    key: str
    label: str
    #: The page that confirms it, for a channel without buttons.
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A page to open."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message in the citizen's words, not yet in the form of a channel.

    Paragraphs are parted by an empty line; a line that begins with « - » is an item of a list.
    """

    text: str
    subject: str = ""
    kind: Kind = Kind.STATEMENT
    options: tuple[Option, ...] = ()
    buttons: tuple[Button, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file that goes along: « piece.pdf », « application/pdf »."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What leaves together for one address. Sent again after a crash, it has the same `token`."""

    town: Town
    #: The chat or the mailbox, as its channel names it.
    to: str
    to_name: str
    spoken: tuple[Spoken, ...]
    #: Signed; whoever answers with it answers this parcel. Also the stable name of the message.
    token: str
    #: Tokens of what went before in the same conversation, oldest first.
    thread: tuple[str, ...]
    #: The subject of the thread that is answered, ours; empty where a thread begins.
    subject: str = ""
    #: What the citizen's own message called itself, when we answer one; empty otherwise.
    answers: str = ""
    #: Answers what the citizen wrote, rather than begun by us.
    is_reply: bool
    #: 0 answers, 1 recalls, 2 begins: answers leave first.
    priority: int = 0
    #: Where such messages are stopped with one button; empty for an answer.
    stop: str = ""
    at: datetime
    #: For the town's own people; a chat leaves them aside.
    enclosed: tuple[Enclosed, ...] = ()


#: The town's own relay, among those who ask us to wait.
RELAY = "relay"


class Door(Protocol):
    """One channel's way out. `together`: the messages of a turn leave as one."""

    channel: Channel
    together: bool

    async def send(self, parcel: Parcel) -> str:
        """Send; answer what the channel calls it. Raises `DelayedError` or `RefusedError`."""

    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        """Take the buttons of messages sent earlier away, or the messages themselves."""


class DeliveryError(Exception):
    """A message did not leave. `reason` is a short word for the journal, never the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DelayedError(DeliveryError):
    """Try again, not before `after`.

    `by` is who takes no more for now, whoever the message is for: a provider of mailboxes, or `RELAY`.
    """

    def __init__(self, reason: str, after: timedelta = timedelta(), by: str = "") -> None:
        super().__init__(reason)
        self.after = after
        self.by = by


class HeldError(DelayedError):
    """Not even tried: its turn comes later. No attempt is counted."""


class RefusedError(DeliveryError):
    """Trying again is useless. `gone`: the whole address, not this message alone."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone
