"""Bytes of doubtful honesty into text: the declared charset, then UTF-8, then Windows-1252."""

import codecs
import re

_UTF8 = "utf-8"
_WESTERN = "cp1252"

# What programs write, and what they mean. (WHATWG Encoding, "labels")
_MEANT = {
    "": _UTF8,
    "ascii": _UTF8,
    "us-ascii": _UTF8,
    "utf8": _UTF8,
    "utf-8": _UTF8,
    "unicode-1-1-utf-8": _UTF8,
    "unknown-8bit": _UTF8,
    "x-unknown": _UTF8,
    "iso-8859-1": _WESTERN,
    "iso8859-1": _WESTERN,
    "latin1": _WESTERN,
    "latin-1": _WESTERN,
    "l1": _WESTERN,
    "windows-1252": _WESTERN,
    "ansi": _WESTERN,
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "big5": "cp950",
    "macintosh": "mac_roman",
}
# An allow list: `punycode` and `idna` are charsets to Python, and slow on hostile input.
_PLAUSIBLE = re.compile(
    r"(?:iso|windows|cp|koi8|mac|utf|euc|tis|gb|big5|shift|ks_|us-|ascii|latin)[\w.-]{0,20}"
)
# What a declaration allows without anything being repaired.
_SAME = {
    "iso-8859-1": {_WESTERN},
    "latin1": {_WESTERN},
    "windows-1252": {_WESTERN},
    "utf-8": {_UTF8},
    "utf8": {_UTF8},
    "us-ascii": set[str](),
    "ascii": set[str](),
}
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_C1 = {
    byte: text for byte in range(0x80, 0xA0) if (text := bytes([byte]).decode(_WESTERN, "ignore"))
}
_ESCAPED = {0xDC00 + byte: _C1.get(byte, chr(byte)) for byte in range(0x80, 0x100)}


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`, never raising; NULs and lone surrogates are left out."""
    codec = _believed(data, declared)
    if data.isascii() and codec in {_UTF8, _WESTERN}:
        text = data.decode("ascii")
    elif codec == _WESTERN:
        text = _western(data)
    elif codec == _UTF8:
        text = _utf8(data)
    else:
        try:
            text = data.decode(codec)
        except ValueError:
            text = _utf8(data)
    return _NOT_TEXT.sub("", text)


def repair(data: bytes, declared: str = "") -> str:
    """How the bytes were read where that is not what was declared; empty when nothing was repaired."""
    if data.isascii():
        return ""
    codec = _believed(data, declared)
    name = declared.strip(" \t'\"").lower() or "us-ascii"
    if codec in {_UTF8, _WESTERN}:
        used = _UTF8 if _reads(data, _UTF8) else _WESTERN
    else:
        used = codec if _reads(data, codec) else (_UTF8 if _reads(data, _UTF8) else _WESTERN)
    return "" if used in _SAME.get(name, {name, _codec(declared)}) else used


def _believed(data: bytes, declared: str) -> str:
    """The codec of what is declared; two or four bytes a sign are believed only of bytes that show it."""
    codec = _codec(declared)
    wide = codec.startswith(("utf-16", "utf-32"))
    return _UTF8 if wide and b"\0" not in data and _reads(data, _UTF8) else codec


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except ValueError:
        return False
    return True


def _codec(declared: str) -> str:
    name = declared.strip(" \t'\"").lower()
    if name in _MEANT:
        return _MEANT[name]
    if not _PLAUSIBLE.fullmatch(name):
        return _UTF8
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _UTF8


def _utf8(data: bytes) -> str:
    """UTF-8 where it is, Windows-1252 for each byte that cannot be."""
    try:
        return data.decode(_UTF8)
    except ValueError:
        return data.decode(_UTF8, "surrogateescape").translate(_ESCAPED)


def _western(data: bytes) -> str:
    # Many programs say iso-8859-1 and write UTF-8; the opposite accident does not happen in French.
    try:
        return data.decode(_UTF8)
    except ValueError:
        return data.decode("latin-1").translate(_C1)
