"""A mail that came back: to whom, for good or for now, and which of ours it was. [RFC 3464]"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mail_ingest.automatic import is_machine, is_nobody
from mail_ingest.failure import Failure, failure
from mail_ingest.header import mailboxes, message_ids
from mail_ingest.html_text import html_to_text
from mail_ingest.letter import Embedded, Letter
from mail_ingest.lines import fold
from mail_ingest.mime import Part, read_part

_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_MOST_RECIPIENTS = 20
_DELIVERY = frozenset({"message/delivery-status", "message/global-delivery-status"})
_COPIES = frozenset(
    {
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    }
)
#: What says that nothing failed.
_WELL = frozenset({"delivered", "relayed", "expanded"})
_SUBJECT = re.compile(
    r"undeliver|non (?:remis|distribu|delivre)|returned (?:mail|to sender)|mail delivery|delivery (?:status|fail"
    r"|problem|delay|incomplete|has failed)|(?:failure|failed|delayed)\b|echec|retour (?:de|du) (?:mail|courriel"
    r"|message)|mail(?: system)? error|warning: (?:message|could not)|could not send|impossible (?:de|d')"
    r"|n'a pas (?:ete|pu)|notification d'etat|rapport de (?:non-)?remise|remise (?:retardee|differee)"
    r"|mailer-daemon"
    r"|unzustellbar|nicht zugestellt|devuelto|non recapitabil|mancata consegna|nao entregue|onbestelbaar"
)
_ADDRESS = re.compile(r"[\w.+'=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Below this line, free forms repeat the mail that came back.
_COPY_BELOW = re.compile(
    r"^.{0,12}(?:-{2,}.{0,20}(?:copy|copie|original|returned|undelivered|entete|header|message).{0,80}"
    r"|below this line is.{0,60}|original message (?:headers|follows).{0,40}|message d'origine.{0,20}"
    r"|en-tetes? (?:du|de|d').{0,60}|included is a copy.{0,60}|return-path ?: ?<.{0,80}|received ?: from .{0,80})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient that a server could not reach, empty where it is not named.

    `status` is the code of RFC 3463 or empty.
    """

    recipient: str
    status: str
    permanent: bool
    message_id: str  # of the mail that came back, without brackets; empty when unknown


def bounce(letter: Letter, envelope_from: str | None = None) -> Bounce | None:
    """The first failed or delayed recipient of a delivery report, in any form; None for other mails."""
    reports = [one.content for one in letter.embedded if one.content_type in _DELIVERY]
    groups = [group for report in reports for group in _groups(report)]
    told = [one for group in groups if (one := _reported(group, letter))]
    named = next((one for one in told if one.recipient), None)
    if named or any(_action(group) in _WELL for group in groups):
        return named
    notice = bool(reports) or _is_notice(letter, envelope_from)
    found = _by_header(letter) or (_free(letter) if notice else None)
    return found if found and found.recipient else next(iter(told), found)


def _groups(report: bytes) -> Iterator[Part]:
    for group in _BLANK.split(report.strip())[: _MOST_RECIPIENTS + 1]:
        yield read_part(group + b"\n\n")


def _action(group: Part) -> str:
    return group.header("action").partition(" ")[0].strip(" ;.").lower()


def _reported(group: Part, letter: Letter) -> Bounce | None:
    address = _address(group.header("original-recipient")) or _address(
        group.header("final-recipient")
    )
    told = f"{group.header('status')} {group.header('diagnostic-code')}"
    code = _STATUS.search(told)
    action = _action(group) or ("failed" if code and code[1] == "5" else "delayed")
    told_at_all = address or _action(group) or group.header("status")
    if not told_at_all or action not in {"failed", "delayed"}:
        return None
    said = failure(group.header("diagnostic-code"))
    status = code[0] if code else ""
    if said and (not status or status.endswith(".0.0")):  # it tells less than the words
        status = said.status
    hard = action == "failed" and (not code or code[1] == "5")
    return Bounce(address, status, hard, _original(letter))


def _address(value: str) -> str:
    """ "rfc822; jeanne@…" without its type."""
    found = mailboxes(value.rpartition(";")[2] or value)
    return found[0].address if found else ""


def _by_header(letter: Letter) -> Bounce | None:
    """Exim, and Gmail after it, say who failed in a header of their own."""
    found = mailboxes(letter.header("x-failed-recipients"))
    if not found:
        return None
    told = failure(_said(letter)[0]) or Failure("", permanent=True)
    return Bounce(found[0].address, told.status, told.permanent, _original(letter))


def _is_notice(letter: Letter, envelope_from: str | None) -> bool:
    """A machine that says in its subject that something did not arrive: never a citizen's own words."""
    return is_machine(letter, envelope_from) and bool(_SUBJECT.search(fold(letter.subject)))


def _free(letter: Letter) -> Bounce | None:
    """A notice in words alone: what it says, and the address that is neither ours nor the machine's."""
    said, copy = _said(letter)
    told = failure(said) or failure(letter.subject)
    if told is None:
        return None
    recipient = _recipient(said, letter) or _recipient(_sent_to(letter, copy), letter)
    if not recipient and not is_nobody(letter.from_address):
        return None  # a responder: its own mailbox would be believed to be gone
    return Bounce(recipient, told.status, told.permanent, _original(letter, copy))


def _said(letter: Letter) -> tuple[str, str]:
    """The notice itself, and the copy of the mail that it repeats below, if it does."""
    text = letter.text if letter.text is not None else html_to_text(letter.html or "")
    lines = text[:64_000].split("\n")
    at = next(
        (at for at, one in enumerate(lines) if at and _COPY_BELOW.match(fold(one))), len(lines)
    )
    return "\n".join(lines[:at]), "\n".join(lines[at:])


def _recipient(text: str, letter: Letter) -> str:
    ours = {*letter.recipients, letter.from_address}
    hosts = {one.rpartition("@")[2] for one in letter.recipients}
    found = [one.group().lower().strip(".'") for one in _ADDRESS.finditer(text[:16_000])]
    others = [
        one
        for one in found
        if one not in ours and not one.startswith(("mailer-daemon", "postmaster"))
    ]
    elsewhere = (one for one in others if one.rpartition("@")[2] not in hosts)
    return next(elsewhere, next(iter(others), ""))


def _sent_to(letter: Letter, copy: str) -> str:
    """Whom the mail that came back was written to."""
    heads = [read_part(one.content).header("to") for one in _copies(letter)]
    heads += re.findall(r"^[>\s]{0,4}To:(.{1,300})$", copy[:16_000], re.MULTILINE)
    return " ".join(heads)


def _copies(letter: Letter) -> Iterator[Embedded]:
    return (one for one in letter.embedded if one.content_type in _COPIES)


def _original(letter: Letter, copy: str = "") -> str:
    for one in _copies(letter):
        if ids := message_ids(read_part(one.content).header("message-id")):
            return ids[0]
    written = re.search(
        r"^[>\s]{0,4}message-id:\s{0,4}<([^<>\s]{1,400})>", copy, re.IGNORECASE | re.MULTILINE
    )
    return written[1] if written else next(iter(letter.in_reply_to or letter.references), "")
