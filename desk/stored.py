"""The stored form of what was received: JSON with a kind and a version, readable for ever."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from desk.received import (
    Automatic,
    Begun,
    Heard,
    Held,
    Misplaced,
    Moved,
    Overrun,
    Pressed,
    Refused,
    Returned,
    Unanswered,
    What,
)
from flows.events import Carries, Unkept

ENVELOPE = 1
_KINDS: dict[str, type[What]] = {
    "heard": Heard,
    "pressed": Pressed,
    "refused": Refused,
    "held": Held,
    "automatic": Automatic,
    "returned": Returned,
    "moved": Moved,
    "unanswered": Unanswered,
    "misplaced": Misplaced,
    "overrun": Overrun,
    "begun": Begun,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_FIELDS = {kind: frozenset(field.name for field in fields(kind)) for kind in _NAMES}


def close(what: What) -> dict[str, Any]:
    """Plain JSON types, with the version written today."""
    return {"v": ENVELOPE, "kind": _NAMES[type(what)], **asdict(what)}


def open_(stored: Mapping[str, Any]) -> What:
    """Read any version ever written; fields that are no longer known are left aside."""
    kind = _KINDS[stored["kind"]]
    given = {name: value for name, value in stored.items() if name in _FIELDS[kind]}
    if "carries" in given:
        given["carries"] = Carries(given["carries"])
    if "papers" in given:
        given["papers"] = tuple(given["papers"])
        given["unkept"] = tuple(map(Unkept, given.get("unkept", ())))
    if given.get("tokens") is not None:
        given["tokens"] = tuple(given["tokens"])
    return kind(**given)
