"""What an opaque S/MIME signature wraps: a whole mail part, inside ASN.1. [RFC 5652 5, RFC 8551 3.5]

The signature is not checked: what it wraps is read as any mail is, and believed no more.
"""

from typing import NamedTuple

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_OID, _OCTETS, _SEQUENCE, _CONTEXT_0 = 0x06, 0x04, 0x30, 0xA0
_CONSTRUCTED = 0x20
_ENDLESS = 0x80  # a length that is not said
_DEEPEST = 8
_MOST_PIECES = 100_000


class _Element(NamedTuple):
    """Where its content begins and ends; `end` is None when only two zero bytes will tell. [X.690 8.1]"""

    tag: int
    start: int
    end: int | None


def signed_content(der: bytes) -> bytes | None:
    """The part that was signed; None when this is anything else, as an encrypted mail."""
    try:
        return _signed_content(der)
    except (IndexError, ValueError):
        return None


def _signed_content(der: bytes) -> bytes | None:
    kind = _element(der, _enter(der, 0, _SEQUENCE))
    if kind.tag != _OID or der[kind.start : kind.end] != _SIGNED_DATA:
        return None
    at = _enter(der, _after(der, kind), _CONTEXT_0)
    version = _element(der, _enter(der, at, _SEQUENCE))
    digests = _element(der, _after(der, version))
    at = _enter(der, _after(der, digests), _SEQUENCE)
    at = _enter(der, _after(der, _element(der, at)), _CONTEXT_0)
    return _octets(der, _element(der, at))


def _element(der: bytes, at: int) -> _Element:
    tag, length, start = der[at], der[at + 1], at + 2
    if length == _ENDLESS:
        return _Element(tag, start, None)
    if length > _ENDLESS:
        start += length - _ENDLESS
        length = int.from_bytes(der[at + 2 : start], "big")
    if start + length > len(der):
        raise ValueError(length)
    return _Element(tag, start, start + length)


def _enter(der: bytes, at: int, tag: int) -> int:
    found = _element(der, at)
    if found.tag != tag:
        raise ValueError(found.tag)
    return found.start


def _after(der: bytes, element: _Element, depth: int = 0) -> int:
    """Where the next element begins."""
    if element.end is not None:
        return element.end
    if depth > _DEEPEST:
        raise ValueError(depth)
    at = element.start
    while der[at : at + 2] != b"\0\0":
        at = _after(der, _element(der, at), depth + 1)
    return at + 2


def _octets(der: bytes, element: _Element) -> bytes:
    """An octet string, in one piece or in several."""
    if element.tag == _OCTETS:
        return der[element.start : element.end]
    if element.tag != _OCTETS | _CONSTRUCTED:
        raise ValueError(element.tag)
    pieces: list[bytes] = []
    at = element.start
    while at < element.end if element.end is not None else der[at : at + 2] != b"\0\0":
        piece = _element(der, at)
        if piece.tag != _OCTETS or len(pieces) >= _MOST_PIECES or piece.end is None:
            break
        pieces.append(der[piece.start : piece.end])
        at = piece.end
    return b"".join(pieces)
