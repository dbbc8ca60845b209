"""What mail servers stamped on a mail: Authentication-Results, read as bytes that anyone may have written.

Only the topmost run of stamps is looked at: what stands below came with the mail.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from mail_ingest.charset import decode
from mail_ingest.mime import head_fields

STAMP = "authentication-results"
#: What a town's own server and its filters write above and between their stamps.
_BESIDE = re.compile(
    r"received|received-spf|return-path|delivered-to|x-original-to|envelope-to|dkim-filter"
    r"|authentication-results-original|arc-.*|x-.*"
)
_LONGEST = 8_192  # bytes of one stamp that are read
_MOST_STAMPS = 20
_ID = re.compile(r"\s*([^\s;]{1,255})(?:\s+\d+)?\s*(?:;|$)")
_RESULT = re.compile(r"\s*([a-z][a-z0-9-]{0,30})\s*(?:/\s*\d+\s*)?=\s*([a-z]{1,20})")
_PROPERTY = re.compile(r"\b([a-z][a-z0-9-]{0,20}\.[a-z][a-z0-9_-]{0,20})\s*=\s*([^\s;]{1,320})")


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result: « dkim=pass header.d=ville.example ». All in lower case."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp: the server that signs it, and its results."""

    server: str
    results: tuple[Result, ...]


def trusted_results(raw: bytes, servers: Collection[str]) -> tuple[Result, ...]:
    """For each method, the results of the topmost stamp of one of `servers` that tells it."""
    ours = {one.lower() for one in servers}
    found: dict[str, tuple[Result, ...]] = {}
    for stamp in _topmost(raw, ours):
        for method in dict.fromkeys(one.method for one in stamp.results):
            told = tuple(one for one in stamp.results if one.method == method)
            found.setdefault(method, told)
    return tuple(one for told in found.values() for one in told)


def stamps(raw: bytes) -> tuple[Stamp, ...]:
    """Every stamp of a mail, believed or not, from the top."""
    values = [value for name, value in head_fields(raw) if name == STAMP]
    return tuple(read for value in values[:_MOST_STAMPS] if (read := _read(value)))


def _topmost(raw: bytes, servers: set[str]) -> Iterator[Stamp]:
    """Our servers' stamps until their run ends: at a second « Received », or at the mail's own headers.

    Whatever a sender writes stands under the « Received » of the server that took it. [RFC 8601 5]
    """
    begun = False
    for name, value in head_fields(raw):
        if name == STAMP:
            stamp = _read(value)
            if stamp and stamp.server in servers:
                begun = True
                yield stamp
        elif (begun and name == "received") or not _BESIDE.fullmatch(name):
            return


def _read(value: bytes) -> Stamp | None:
    """« server 1; method=result (comment) property=value; … », comments and quotes taken out."""
    text = _bare(decode(value[:_LONGEST])).lower()
    named = _ID.match(text)
    if named is None:
        return None
    return Stamp(named[1], tuple(_results(text[named.end() :])))


def _results(text: str) -> Iterator[Result]:
    for clause in text.split(";"):
        told = _RESULT.match(clause)
        if told:
            properties: dict[str, str] = {}
            for key, given in _PROPERTY.findall(clause[told.end() :]):
                properties.setdefault(key, given)
            yield Result(told[1], told[2], properties)


def _bare(value: str) -> str:
    """Without comments, which nest; a quoted string becomes one word that can hold no clause."""
    kept: list[str] = []
    quoted, depth, escaped = False, 0, False
    for sign in value:
        if escaped:
            escaped = False
        elif sign == "\\" and (quoted or depth):
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            kept.append(sign if sign not in "; =()\t\r\n" else "_")
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif not depth:
            kept.append(sign)
    return "".join(kept)
