"""A mail that came back: to whom, for good or for now, and which of ours it was. [RFC 3464]"""

import re
from dataclasses import dataclass

from mail_ingest.header import mailboxes, message_ids
from mail_ingest.letter import Letter
from mail_ingest.mime import Part, read_part

_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_MOST_RECIPIENTS = 20


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient that a server could not reach; `status` is the code of RFC 3463 or empty."""

    recipient: str
    status: str
    permanent: bool
    message_id: str  # of the mail that came back, without brackets; empty when unknown


def bounce(letter: Letter) -> Bounce | None:
    """The first failed or delayed recipient of a delivery report; None for any other mail."""
    reports = [one.content for one in letter.embedded if one.content_type == _DELIVERY]
    for report in reports:
        for group in _BLANK.split(report.strip())[: _MOST_RECIPIENTS + 1]:
            found = _recipient(read_part(group + b"\n\n"), _original(letter))
            if found:
                return found
    return _by_header(letter)


_DELIVERY = "message/delivery-status"
_COPIES = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"})


def _recipient(group: Part, original: str) -> Bounce | None:
    action = group.header("action").strip().lower()
    address = _address(group.header("original-recipient")) or _address(
        group.header("final-recipient")
    )
    if not address or action not in {"failed", "delayed"}:
        return None
    code = _STATUS.search(group.header("status")) or _STATUS.search(group.header("diagnostic-code"))
    hard = action == "failed" and (code is None or code[1] == "5")
    return Bounce(address, code[0] if code else "", hard, original)


def _address(value: str) -> str:
    """ "rfc822; jeanne@…" without its type."""
    found = mailboxes(value.rpartition(";")[2] or value)
    return found[0].address if found else ""


def _by_header(letter: Letter) -> Bounce | None:
    """Exim says who failed in a header of its own."""
    found = mailboxes(letter.header("x-failed-recipients"))
    if not found:
        return None
    code = _STATUS.search((letter.text or "")[:4000])
    hard = code is None or code[1] == "5"
    return Bounce(found[0].address, code[0] if code else "", hard, _original(letter))


def _original(letter: Letter) -> str:
    for copy in letter.embedded:
        if copy.content_type in _COPIES:
            ids = message_ids(read_part(copy.content).header("message-id"))
            if ids:
                return ids[0]
    return next(iter(letter.in_reply_to or letter.references), "")
