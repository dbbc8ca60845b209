"""What a mail says about itself, whatever bytes it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mail_ingest.charset import decode
from mail_ingest.flowed import unflow, without_uuencoded
from mail_ingest.header import Mailbox, mailboxes, message_ids, shown_name
from mail_ingest.html_text import escaped
from mail_ingest.mime import MAX_BYTES, MAX_DEPTH, MAX_PARTS, Part, children, read_part
from mail_ingest.sealed import SIGNATURES, is_encrypted, is_wrapped, unwrapped, without_armour

MAX_TEXT = 1_000_000  # bytes of one text that are read; far above what a person types
_MAX_EMBEDDED = 65_536
_RECIPIENTS = ("to", "cc", "delivered-to", "x-forwarded-to", "envelope-to", "x-original-to")
# Parts that machines exchange: kept for those who read bounces, never shown as words.
_EMBEDDED = ("message/", "text/rfc822-headers")
_READ_IN_PLACE = ("text/plain", "text/html", "text/enriched", "text/markdown", "text/x-amp-html")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail: its name as sent, its declared type, its size in bytes."""

    name: str
    content_type: str
    size: int
    inline: bool = False
    #: Where its bytes are; None for those written among the words (uuencode).
    part: Part | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A report or a mail inside the mail: its type and its first 64 KB, decoded."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, read. Ids are without brackets, addresses in lower case."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    from_address: str = ""
    from_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str | None = None  # None also when the plain text does not tell everything
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    content_type: str = "text/plain"
    sealed: bool = False  # encrypted, or wrapped in what we cannot open
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def header(self, name: str) -> str:
        """The first value of a header, `name` in lower case; the empty string when absent."""
        return next((value for key, value in self.headers if key == name), "")

    def has(self, name: str) -> bool:
        """Whether a header is present, even empty."""
        return any(key == name for key, _ in self.headers)


@dataclass(slots=True)
class _Found:
    """What the parts gave so far: each text beside the HTML that says the same."""

    bodies: list[tuple[str | None, str | None]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embedded: list[Embedded] = field(default_factory=list)
    parts: int = 0
    sealed: bool = False


def read_letter(raw: bytes) -> Letter:
    """Any bytes as a letter; never raises, and is linear in their number."""
    whole = read_part(raw[:MAX_BYTES])
    found = _Found()
    _gather(whole, found, MAX_DEPTH)
    html = _all_html(found.bodies)
    return replace(
        _envelope(whole),
        text=_all_text(found.bodies),
        html=html,
        attachments=tuple(_placed(one, html or "") for one in found.attachments),
        embedded=tuple(found.embedded),
        sealed=found.sealed,
    )


def _envelope(whole: Part) -> Letter:
    sender = whole.header("from")
    first = next(iter(mailboxes(sender)), Mailbox("", ""))
    return Letter(
        message_id=next(iter(message_ids(whole.header("message-id"))), ""),
        in_reply_to=message_ids(whole.header("in-reply-to")),
        references=message_ids(whole.header("references")),
        from_address=first.address,
        from_name=shown_name(sender),
        recipients=tuple(dict.fromkeys(_recipients(whole))),
        subject=whole.header("subject"),
        content_type=whole.content_type,
        headers=whole.headers,
    )


def _placed(one: Attachment, html: str) -> Attachment:
    """One that the page shows is no file, whatever its part says: some programs attach their logos."""
    name = one.part.header("content-id").strip(" <>") if one.part and not one.inline else ""
    return replace(one, inline=True) if name and f"cid:{name}" in html else one


def _recipients(whole: Part) -> Iterator[str]:
    for name in _RECIPIENTS:
        for key, value in whole.headers:
            if key == name:
                yield from (mailbox.address for mailbox in mailboxes(value))


def _gather(part: Part, found: _Found, depth: int) -> None:
    found.parts += 1
    if found.parts > MAX_PARTS:
        return
    inner = children(part) if depth and part.content_type.startswith("multipart/") else []
    if is_encrypted(part):
        found.sealed = True
    elif is_wrapped(part):
        _wrapped(part, found, depth)
    elif not inner:
        _leaf(part, found)
    else:
        alternative = part.content_type == "multipart/alternative"
        del part  # a mail in a mail in a mail… is not kept at every depth
        gather = _alternatives if alternative else _each
        gather(inner, found, depth - 1)


def _each(inner: list[Part], found: _Found, depth: int) -> None:
    """Part after part, each let go once it is read."""
    while inner:
        _gather(inner.pop(0), found, depth)


def _wrapped(part: Part, found: _Found, depth: int) -> None:
    """A mail inside its own signature, or inside what only its reader can open."""
    content = unwrapped(part) if depth else None
    if content is None:
        found.sealed = True
    else:
        _gather(content, found, depth - 1)


def _alternatives(inner: list[Part], found: _Found, depth: int) -> None:
    """The same content several times: the texts and the HTML become one body."""
    same = _Found(parts=found.parts)
    _each(inner, same, depth)
    text = [text for text, _ in same.bodies if text is not None]
    html = [html for _, html in same.bodies if html is not None]
    found.parts = same.parts
    found.attachments += same.attachments
    found.embedded += same.embedded
    found.sealed = found.sealed or same.sealed
    if text or html:
        found.bodies.append(("\n".join(text) if text else None, "\n".join(html) if html else None))


def _leaf(part: Part, found: _Found) -> None:
    kind = part.content_type
    if kind in SIGNATURES:
        return
    if kind.startswith(_EMBEDDED):
        found.embedded.append(Embedded(kind, part.content(_MAX_EMBEDDED)))
    readable = kind in _READ_IN_PLACE or kind.startswith("multipart/")
    if not readable or part.attached or (part.name and kind != "text/html"):
        inline = not part.attached and bool(part.header("content-id"))
        # What a calendar answers is between machines, whatever name is given to it. [RFC 6047 2.4]
        name = "" if kind == "text/calendar" and "method" in part.parameters else part.name
        found.attachments.append(Attachment(name, kind, part.size, inline, part))
    elif kind == "text/html":
        found.bodies.append((None, _decoded(part)))
    elif kind != "text/x-amp-html":
        found.bodies.append((_plain(part, found), None))


def _decoded(part: Part) -> str:
    text = decode(part.content(MAX_TEXT), part.parameters.get("charset", ""))
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _plain(part: Part, found: _Found) -> str:
    text, armoured = without_armour(_decoded(part))
    found.sealed = found.sealed or armoured
    text, files = without_uuencoded(text)
    found.attachments += [Attachment(name, "application/octet-stream", n) for name, n in files]
    asked = part.parameters
    if asked.get("format", "").lower() == "flowed":
        return unflow(text, delete_space=asked.get("delsp", "").lower() == "yes")
    return text


def _all_text(bodies: list[tuple[str | None, str | None]]) -> str | None:
    texts = [text for text, _ in bodies]
    if not texts or None in texts:
        return None
    return "\n".join(text for text in texts if text is not None)


def _all_html(bodies: list[tuple[str | None, str | None]]) -> str | None:
    """All bodies as HTML, if one is; the plain ones between are escaped."""
    if not any(html is not None for _, html in bodies):
        return None
    return "\n".join(escaped(text or "") if html is None else html for text, html in bodies)
