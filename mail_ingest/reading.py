"""From the bytes of one mail to what the desk receives: a citizen's words, a bounce, or a machine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.received import Automatic, Heard, Received, Refused, What
from flows.events import Carries
from flows.here import Channel
from mail_ingest.automatic import automatic, is_nobody
from mail_ingest.bounce import bounce
from mail_ingest.clue import ID_PREFIX, clues, plus_token
from mail_ingest.letter import Letter, read_letter
from mail_ingest.reply import reply_text

#: Characters of an answer that are handed on; the flows ask for less than that.
LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One mail as the server took it: envelope and bytes. `at` is aware, UTC."""

    sender: str
    recipient: str
    raw: bytes
    at: datetime


def read(handed: Handed, towns: Mapping[str, str], delimiter: str) -> Received | None:
    """What came, or None when nobody can be answered. `towns`: mailbox -> slug of the town."""
    box, token = plus_token(handed.recipient)
    letter = read_letter(handed.raw)
    tokens = tuple(dict.fromkeys([token, *_tokens(letter, box)])) if token else _tokens(letter, box)
    address, what = _what(letter, handed, tokens, delimiter)
    if not address or address in towns:
        return None
    return Received(
        town=towns[box],
        channel=Channel.MAIL,
        address=address,
        account=f"mail:{box}",
        external_id=hashlib.sha256(handed.recipient.lower().encode() + handed.raw).hexdigest(),
        at=handed.at,
        what=what,
    )


def _tokens(letter: Letter, box: str) -> tuple[str, ...]:
    found = clues(letter, [box])
    return tuple(dict.fromkeys([*found.reply_tokens, *found.message_tokens]))


def _what(
    letter: Letter, handed: Handed, tokens: tuple[str, ...], delimiter: str
) -> tuple[str, What]:
    if returned := bounce(letter):
        original = returned.message_id.rpartition("@")[0].removeprefix(ID_PREFIX)
        reason = f"bounce {returned.status}".strip()
        proofs = tuple(one for one in (original, *tokens) if one)
        return returned.recipient.lower(), Refused(
            reason=reason, permanent=returned.permanent, tokens=proofs
        )
    if machine := automatic(letter, handed.sender):
        return _somebody(letter, handed), Automatic(reason=machine)
    reply = reply_text(letter, delimiter)
    return letter.from_address, Heard(
        text=reply.text[:LONGEST],
        carries=_carries(letter, reply.text),
        tokens=tokens,
        message_id=letter.message_id,
        subject=letter.subject[:200],
    )


def _somebody(letter: Letter, handed: Handed) -> str:
    """Whom a machine's mail is noted about; never answered."""
    address = letter.from_address or handed.sender.strip("<> ").lower()
    return "" if is_nobody(address) else address


def _carries(letter: Letter, text: str) -> Carries:
    """An attachment counts only where nothing was written."""
    if text or not letter.attachments:
        return Carries.WORDS
    kinds = {one.content_type.partition("/")[0] for one in letter.attachments}
    return Carries.PICTURE if "image" in kinds else Carries.FILE
