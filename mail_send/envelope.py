"""Everything a mail of ours says, before it has the form of a mail."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: The last line of every mail of ours. `mail_ingest` looks for the same.
END = "Fin de notre message"


class Occasion(StrEnum):
    """Why a mail leaves; the value stands in Auto-Submitted. [RFC 3834 5]"""

    ANSWER = "auto-replied"
    NOTICE = "auto-generated"  # what we begin: an invitation, a reminder


@dataclass(frozen=True, slots=True)
class Option:
    """A numbered way to answer. `url`: the page that confirms it; without, a link that prefills the reply."""

    number: int
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A page to open."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Footer:
    """Who writes, and how to reach a person; empty parts are left out."""

    town: str
    phone: str = ""
    hours: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, and the name shown beside it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """How the mail hangs together with others; ids without brackets."""

    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along: its name, its type, its bytes."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One mail. `text`: paragraphs parted by a blank line, "- " begins an item, a URL stands alone."""

    sender: Mailbox
    to: Mailbox
    reply_to: str
    subject: str
    date: datetime
    thread: Thread
    text: str
    options: tuple[Option, ...] = ()
    hint: str = ""  # the sentence above the options: how one may answer
    links: tuple[Link, ...] = ()
    links_first: bool = False  # the page is the way to answer; options come after it
    afterword: str = ""  # said once the question is asked: who is responsible for the data
    delimiter: str = "Répondez au-dessus de cette ligne"
    footer: Footer
    reference: str = ""  # names the mail where nothing else brings its token back
    end: str = END  # the very last line; below it, a citizen who answers at the bottom is found
    occasion: Occasion = Occasion.ANSWER
    files: tuple[File, ...] = ()
    unsubscribe: tuple[str, ...] = ()  # mailto: and https: addresses
