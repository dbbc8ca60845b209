"""A mail of ours: the same content as text and as HTML, threaded, marked as automatic."""

import hashlib
import re
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from mail_send.addresses import UnsendableError, header_address, one_line
from mail_send.blocks import blocks
from mail_send.envelope import Envelope, Mailbox, Option
from mail_send.policy import WIRE
from words.typography import spaced

_ID = re.compile(r"[!-;=?-~]{1,300}@[!-;=?-~]{1,250}")
# A short code or a temporary password: groups of four signs.
_CODE = re.compile(r"(?<![\w/=&-])([A-Za-z0-9]{4}(?:-[A-Za-z0-9]{4})+)(?![\w-])")
_MOST_REFERENCES = 10  # the first and the latest; a header line stays far below 998 signs
# Exchange reads "All" as "no bounce either", and bounces are wanted.
_SUPPRESSED = "OOF, AutoReply, DR, RN, NRN"


def compose(envelope: Envelope) -> EmailMessage:
    """The mail, ready for the relay."""
    mail = EmailMessage(policy=WIRE)
    _head(mail, envelope)
    _threading(mail, envelope)
    _automatic(mail, envelope)
    said = _render(envelope)
    mail.set_content(said["txt"], cte="quoted-printable")
    mail.add_alternative(said["html"], subtype="html", cte="quoted-printable")
    for file in envelope.files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=one_line(file.name))
    _bounded(mail, envelope.thread.message_id)
    return mail


def _bounded(mail: EmailMessage, message_id: str) -> None:
    """Boundaries that a mail sent again has too: it is the same, byte for byte."""
    parts = (part for part in mail.walk() if part.is_multipart())
    for nth, part in enumerate(parts):
        name = f"{message_id}{nth or ''}"
        part.set_boundary(f"=_{hashlib.sha256(name.encode()).hexdigest()[:32]}")


def reply_link(envelope: Envelope, option: Option) -> str:
    """A link that opens a reply with the number already typed. [RFC 6068]"""
    subject = quote(f"Re: {one_line(envelope.subject)}", safe="")
    to = quote(envelope.reply_to, safe="@+.-_")
    said = str(option.number)
    if envelope.reference:  # a mail begun this way is in no thread
        said += f"\r\n\r\nRéférence : {envelope.reference}"
    return f"mailto:{to}?subject={subject}&body={quote(said, safe='')}"


def _head(mail: EmailMessage, envelope: Envelope) -> None:
    mail["Date"] = format_datetime(envelope.date)
    mail["From"] = header_address("sender", envelope.sender)
    mail["To"] = header_address("to", envelope.to)
    mail["Reply-To"] = header_address("reply_to", Mailbox(envelope.reply_to, envelope.sender.name))
    mail["Subject"] = one_line(envelope.subject)


def _threading(mail: EmailMessage, envelope: Envelope) -> None:
    thread = envelope.thread
    if not _ID.fullmatch(thread.message_id):
        raise UnsendableError("message_id")
    mail["Message-ID"] = f"<{thread.message_id}>"
    # These two come from the mail of somebody else: what is no id is left out.
    known = [one for one in thread.references if _ID.fullmatch(one)]
    if _ID.fullmatch(thread.in_reply_to):
        mail["In-Reply-To"] = f"<{thread.in_reply_to}>"
        known = [one for one in known if one != thread.in_reply_to] + [thread.in_reply_to]
    if len(known) > _MOST_REFERENCES:
        known = known[:1] + known[1 - _MOST_REFERENCES :]
    if known:
        mail["References"] = " ".join(f"<{one}>" for one in known)


def _automatic(mail: EmailMessage, envelope: Envelope) -> None:
    mail["Auto-Submitted"] = envelope.occasion.value
    mail["X-Auto-Response-Suppress"] = _SUPPRESSED
    ways = [one for one in envelope.unsubscribe if one_line(one) == one and " " not in one]
    if ways:
        mail["List-Unsubscribe"] = ", ".join(f"<{one}>" for one in ways)
    if any(one.startswith("https:") for one in ways):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058


def _render(envelope: Envelope) -> dict[str, str]:
    options = [(one, one.url or reply_link(envelope, one)) for one in envelope.options]
    content = {
        "envelope": envelope,
        "blocks": blocks(envelope.text),
        "afterword": blocks(envelope.afterword),
        "options": options,
    }
    return {
        kind: _templates().get_template(f"mail.{kind}.jinja").render(content)
        for kind in ("txt", "html")
    }


def pieces(text: str) -> list[str]:
    """The text typeset: words, a code, words, a code… so that no code is cut at the end of a line."""
    return _CODE.split(spaced(text))


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("mail_send"),
        autoescape=select_autoescape(("html.jinja",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(spaced=spaced, pieces=pieces)
    return templates
