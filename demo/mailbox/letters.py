"""The mails of a Maildir, as the person who received them sees them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

#: A demo's mailbox; each file is read once and never changes.
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail. `key` names it in our addresses; times are UTC."""

    key: str
    at: datetime
    sender: str
    sender_name: str
    reply_to: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str = field(repr=False)
    message_id: str
    references: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What one address received, newest first. A couple may share it."""

    address: str
    names: tuple[str, ...]
    letters: tuple[Letter, ...]


def boxes(folder: Path) -> list[Box]:
    """Every mailbox that received something, the latest served first."""
    by_address: dict[str, list[Letter]] = {}
    for letter in letters(folder):
        by_address.setdefault(letter.to, []).append(letter)
    return [_box(address, received) for address, received in by_address.items()]


def letters(folder: Path) -> list[Letter]:
    """All of them, newest first."""
    files = [path for part in ("new", "cur") for path in (folder / part).glob("*")]
    # The mails of one turn carry the same second: the file's own time tells which came last.
    dated = sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in dated]


def letter(folder: Path, key: str) -> Letter | None:
    """The one of that key."""
    return next((one for one in letters(folder) if one.key == key), None)


def _box(address: str, received: Iterable[Letter]) -> Box:
    kept = tuple(received)
    names = tuple(dict.fromkeys(one.to_name for one in kept if one.to_name))
    return Box(address=address, names=names, letters=kept)


@lru_cache(maxsize=MOST_KEPT)
def _read(path: Path) -> Letter:
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert isinstance(mail, EmailMessage)
    sender_name, sender = parseaddr(str(mail.get("From", "")))
    to_name, to = parseaddr(str(mail.get("To", "")))
    replies = getaddresses([str(mail.get("Reply-To", ""))])
    return Letter(
        key=hashlib.sha256(path.name.encode()).hexdigest()[:20],
        at=_date(mail),
        sender=sender,
        sender_name=sender_name,
        reply_to=replies[0][1] if replies else sender,
        to=to.lower(),
        to_name=to_name,
        subject=str(mail.get("Subject", "")),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
        message_id=str(mail.get("Message-ID", "")),
        references=str(mail.get("References", "")),
    )


def _date(mail: EmailMessage) -> datetime:
    try:
        at = parsedate_to_datetime(str(mail["Date"]))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""
