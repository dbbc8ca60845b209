"""What stands in one header: encoded words, parameters, addresses, message ids."""

import base64
import binascii
import re
import string
from itertools import groupby
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from mail_ingest.charset import decode

_LONGEST = 4096  # characters of one structured header that are read at all
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(
    r';\s*([\w!#$&+.^`{}~-]{1,60})(\*\d{0,3}\*?)?\s*=\s*("(?:[^"\\]|\\.){0,300}"|[^;]*)'
)
_ID = re.compile(r"<([^<>\s]{1,400})>")
_MOST_IDS = 100
_LOWER = {ord(sign): sign.lower() for sign in string.ascii_uppercase}


class Mailbox(NamedTuple):
    """A name as shown and an addr-spec in lower case. [RFC 5322 3.4]"""

    name: str
    address: str


def words(raw: bytes) -> str:
    """A header as a person reads it: unfolded, 8-bit repaired, encoded words decoded. [RFC 2047]"""
    text = decode(raw)
    if "=?" in text:
        text = _encoded_words(text)
    return " ".join(text.split())


def _encoded_words(text: str) -> str:
    pieces: list[tuple[str, bytes]] = []  # a charset and its bytes; "" is plain text
    at = 0
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        if between.strip() or not pieces:  # white space between two words is not shown
            pieces.append(("", between.encode("utf-8")))
        charset, coding, content = word.groups()
        pieces.append((charset.lower(), _word_bytes(coding, content)))
        at = word.end()
    pieces.append(("", text[at:].encode("utf-8")))
    # One character may be cut over two words: bytes are joined before they are decoded.
    together = groupby(pieces, lambda piece: piece[0])
    return "".join(decode(b"".join(raw for _, raw in group), name) for name, group in together)


def _word_bytes(coding: str, content: str) -> bytes:
    raw = content.encode("utf-8")
    if coding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return base64_bytes(raw)


def base64_bytes(raw: bytes) -> bytes:
    """Base64 as far as it can be read; what is not of its alphabet is skipped. [RFC 2045 6.8]"""
    for padded in (raw, raw + b"==", raw.rstrip(b"=\r\n \t")[:-1] + b"=="):
        try:
            return base64.b64decode(padded)
        except binascii.Error:
            continue
    return b""


def parameters(value: str) -> dict[str, str]:
    """The parameters of a structured header, continued and encoded ones joined. [RFC 2231]"""
    found: dict[str, str] = {}
    encoded: dict[str, bytes] = {}
    for name, star, raw in _PARAMETER.findall(value[:_LONGEST]):
        key, text = name.lower(), _unquoted(raw)
        if not star:
            found.setdefault(key, text)
        elif star.endswith("*"):
            first = key not in encoded
            encoded[key] = encoded.get(key, b"") + _percent(text, keep_charset=first)
        else:
            encoded[key] = encoded.get(key, b"") + text.encode("utf-8")
    for key, data in encoded.items():
        found[key] = _charset_value(data)
    return found


def _unquoted(raw: str) -> str:
    raw = raw.strip()
    if raw.startswith('"'):
        return re.sub(r"\\(.)", r"\1", raw[1:].removesuffix('"'))
    return raw


def _percent(text: str, *, keep_charset: bool) -> bytes:
    if keep_charset and text.count("'") >= 2:
        charset, _, content = text.split("'", 2)
        return charset.encode("utf-8") + b"\0" + unquote_to_bytes(content)
    return unquote_to_bytes(text)


def _charset_value(data: bytes) -> str:
    charset, found, content = data.partition(b"\0")
    return decode(content, decode(charset)) if found else decode(data)


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """The mailboxes of an address header, however badly written; never a quoted look-alike."""
    found = []
    for chunk in _without_quotes(value).split(","):
        name, angle, rest = chunk.rpartition("<")
        candidate = rest.partition(">")[0] if angle else chunk
        for token in candidate.replace(";", " ").split():
            if "@" in token.strip("@"):
                found.append(Mailbox(name, lower(token.strip(":.'[]"))))
                break
    return tuple(found)


def lower(address: str) -> str:
    """The ASCII letters in lower case, and no others: « \u212a » (kelvin) must not become a « k »."""
    return address.lower() if address.isascii() else address.translate(_LOWER)


def shown_name(value: str) -> str:
    """The display name of the first mailbox, without its quotes."""
    name, angle, _ = value[:_LONGEST].partition("<")
    return name.strip().strip("\"'").strip() if angle else ""


def _without_quotes(value: str) -> str:
    """`value` without quoted strings and comments, in one pass. [RFC 5322 3.2]"""
    kept: list[str] = []
    quoted, depth, escaped = False, 0, False
    for sign in value:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif not quoted and sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif not quoted and not depth:
            kept.append(sign)
    return "".join(kept)


def message_ids(value: str) -> tuple[str, ...]:
    """The ids of In-Reply-To or References without their brackets, commas tolerated."""
    found = _ID.findall(value)
    if not found:
        found = [
            word for word in value.replace(",", " ").split() if "@" in word and len(word) < 400
        ]
    return tuple(found[-_MOST_IDS:])
