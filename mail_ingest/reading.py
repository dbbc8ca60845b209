"""From the bytes of one mail to what the desk receives: a citizen's words, a bounce, or a machine."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desk.received import Automatic, Heard, Held, Received, Refused, What
from flows.events import Carries
from flows.here import Channel
from mail_ingest.authenticity import Standing, Trust, verdict
from mail_ingest.automatic import asks_for_a_click, automatic, is_nobody
from mail_ingest.bounce import Bounce, bounce
from mail_ingest.clue import ID_PREFIX, TOKEN, clues, mailbox_among, plus_token
from mail_ingest.header import lower
from mail_ingest.letter import Letter, read_letter
from mail_ingest.offers import counts, is_sent, offers
from mail_ingest.reference import references, without_references
from mail_ingest.reply import DELIMITER, END, reply_text

#: Characters of an answer that are handed on; the flows ask for less than that.
LONGEST = 20_000
LONGEST_SUBJECT = 200
#: Characters of an address. [RFC 5321 4.5.3.1.3]
_LONGEST_ADDRESS = 254
#: Tokens of one mail that are looked at, the best first.
_MOST_TOKENS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One mail as it was handed to us for one of our mailboxes. `at` is aware, UTC."""

    #: Of the envelope; empty or "<>" when nobody is to be told, None when no envelope was seen.
    sender: str | None
    recipient: str
    raw: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Our mailboxes, and the lines of ours that frame what we write in them."""

    towns: Mapping[str, str]  # mailbox, in lower case -> slug of its town
    delimiter: str = DELIMITER
    end: str = END
    #: Whom a sender is checked with; nobody, unless the settings name someone.
    trust: Trust = field(default_factory=Trust)


def read(handed: Handed, boxes: Boxes) -> Received | None:
    """What came, or None when there is nobody whom it could concern."""
    box = mailbox_among(handed.recipient, boxes.towns)
    letter = read_letter(handed.raw)
    address, what = _what(letter, handed, boxes, _tokens(letter, handed.recipient, box))
    if not box or not _is_somebody(address, boxes):
        return None
    return Received(
        town=boxes.towns[box],
        channel=Channel.MAIL,
        address=address,
        account=f"mail:{box}",
        # The mailbox and not its plus: « répondre à tous » names the same one twice.
        external_id=hashlib.sha256(box.encode() + b"\n" + handed.raw).hexdigest(),
        at=handed.at,
        what=what,
        offers=offers(letter.attachments) if isinstance(what, Heard) else (),
    )


def _tokens(letter: Letter, recipient: str, box: str) -> tuple[str, ...]:
    found = clues(letter, [box])
    named = [plus_token(recipient)[1], *found.reply_tokens]
    return _first([*named, *found.message_tokens, *references(letter)])


def _first(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in tokens if one))[:_MOST_TOKENS]


def _what(
    letter: Letter, handed: Handed, boxes: Boxes, tokens: tuple[str, ...]
) -> tuple[str, What]:
    """Whom it concerns, and what it is."""
    sender = letter.from_address or lower((handed.sender or "").strip("<> "))
    if returned := bounce(letter, handed.sender):
        # One that names nobody is kept under whoever wrote it, who is never answered: a token may tie it.
        return lower(returned.recipient) or sender, _refused(returned, tokens)
    if asked := asks_for_a_click(letter, handed.sender):
        held = Held(host=asked.host, link=asked.link, tokens=tokens)
        # The service itself writes: only a token of ours tells whose mail it holds.
        return sender if tokens or not is_nobody(sender) else "", held
    if machine := automatic(letter, handed.sender):
        return ("" if is_nobody(sender) else sender), Automatic(reason=machine)
    text = without_references(reply_text(letter, boxes.delimiter, boxes.end).text)
    standing = verdict(handed.raw, boxes.trust).standing
    return sender, Heard(
        text=text[:LONGEST],
        carries=_carries(text, letter),
        beside=bool(text) and any(map(is_sent, letter.attachments)),
        tokens=tokens,
        message_id=letter.message_id,
        subject=letter.subject[:LONGEST_SUBJECT],
        aligned=standing is Standing.ALIGNED,
        disavowed=standing is Standing.DISAVOWED,
    )


def _refused(returned: Bounce, tokens: tuple[str, ...]) -> Refused:
    original = returned.message_id.lower().rpartition("@")[0].removeprefix(ID_PREFIX)
    own = original if TOKEN.fullmatch(original) else ""
    return Refused(
        reason=f"bounce {returned.status}".strip(),
        permanent=returned.permanent,
        tokens=_first([own, *tokens]),
        nameless=not returned.recipient,
    )


def _is_somebody(address: str, boxes: Boxes) -> bool:
    """An address that can be written down, and that is not ours."""
    # The envelope may hold bytes that are no text: aiosmtpd keeps them as lone surrogates.
    written = address.isprintable() and "@" in address and len(address) <= _LONGEST_ADDRESS
    return written and not mailbox_among(address, boxes.towns)


def _carries(text: str, letter: Letter) -> Carries:
    """An attachment counts only where nothing was written, and the logo of a signature never."""
    if letter.sealed and not text:
        return Carries.SEALED
    kinds = [one.content_type.partition("/")[0] for one in letter.attachments if counts(one)]
    if text or not kinds:
        return Carries.WORDS
    return Carries.PICTURE if "image" in kinds else Carries.FILE
