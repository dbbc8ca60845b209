"""What a door hands in: who wrote, what came, and how a redelivery is recognised."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from flows.events import Carries, Unkept
from flows.here import Channel
from flows.message import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words, or what came in their place. `tokens` are reply tokens found in a mail, best first."""

    text: str = field(repr=False)
    carries: Carries = Carries.WORDS
    tokens: tuple[str, ...] = ()
    #: What a chat calls this message, to erase it should it hold a secret.
    receipt: str = ""
    #: What the mail called itself and was about, to answer in its thread.
    message_id: str = ""
    subject: str = ""
    #: Files that the present question wanted: the numbers of those kept, and why others were not.
    papers: tuple[int, ...] = ()
    unkept: tuple[Unkept, ...] = ()
    #: Files came with the words.
    beside: bool = False
    #: The sender's domain vouches for the mail (an aligned DMARC or DKIM pass).
    aligned: bool = False
    #: It denies it (DMARC fails): a token proves nothing then.
    disavowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of the question number `turn`.

    By mail, on the page of a choice: `tokens` is that of the mail, whose possession is all that is proved.
    """

    key: str
    turn: int
    tokens: tuple[str, ...] = ()
    #: The message whose button it was, so that its keyboard can be taken away.
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The other side will not take our messages: a blocked bot, a mailbox that does not exist."""

    reason: str
    permanent: bool = True
    #: Reply tokens of what came back: a bounce counts only for a mail that we sent there.
    tokens: tuple[str, ...] | None = None
    #: It names another address than the one we wrote to: a redirection of the citizen's fails.
    redirected: bool = False
    #: It names no address at all.
    nameless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The anti-spam service of the citizen's mailbox keeps a mail of ours until somebody opens its page."""

    host: str = ""
    #: Shown to staff; nobody here follows it.
    link: str = field(default="", repr=False)
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A machine wrote: noted, never answered."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The other side takes our messages again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The account moved elsewhere (a page, the town): `what` names it for the flows."""

    what: str
    citizen: int | None = None
    facts: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """The question `turn` has had no answer for a while: the `nth` reminder is due."""

    conversation: int
    turn: int
    nth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A secret was typed where it must not be; it was dropped before it came here.

    The reply tokens stay: they say which conversation is to be told.
    """

    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """That address wrote faster than we read: what followed was not kept, and is told so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The town begins a flow with a citizen."""

    flow: str
    citizen: int
    facts: dict[str, Json] = field(default_factory=dict)
    #: One of many at once: it leaves after everything else, and can be paused.
    bulk: bool = False


What = (
    Heard
    | Pressed
    | Refused
    | Held
    | Automatic
    | Returned
    | Moved
    | Unanswered
    | Misplaced
    | Overrun
    | Begun
)


class Taken(StrEnum):
    """What became of it: kept; or a secret, that the door erases at once where it can; or too much.

    What is too much was not kept: a door that can have it brought again later does so.
    """

    STORED = auto()
    SECRET = auto()
    TOO_MUCH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file that came with a message, not looked at yet. `size` is what the channel announces, in bytes."""

    name: str = field(repr=False)
    size: int
    #: The content, or None when the channel does not give it; no more is read than that many bytes, or few.
    fetch: Callable[[int], Awaitable[bytes | None]] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One event at a door. `account` and `external_id` together are met once. `at` is aware, UTC."""

    town: str
    channel: Channel
    #: The chat or the mailbox it came from, as its channel names it.
    address: str
    account: str
    external_id: str
    at: datetime
    what: What
    #: Fetched only where a question wants files.
    offers: tuple[Offer, ...] = ()
