"""The file, what Guichet knows, and what the last import wrote: who is right of each field."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Merge:
    """What to write, what somebody changed since, and the marks to keep."""

    changes: dict[str, Any] = field(default_factory=dict)
    #: Field, what the file says, what is known.
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)


def merge(
    name: str,
    told: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    marks: Mapping[str, str],
    overwrite: frozenset[str] = frozenset(),
) -> Merge:
    """A field that still holds what the last import wrote takes what the file says; another keeps its own.

    A blank cell says nothing: it is not in `told`. `name` keeps equal values from having equal marks.
    """
    merged = Merge(marks=dict(marks))
    for field_, value in told.items():
        written = marks.get(field_, mark(name, field_, ""))
        if (
            value == known[field_]
            or field_ in overwrite
            or mark(name, field_, known[field_]) == written
        ):
            merged.marks[field_] = mark(name, field_, value)
            if value != known[field_]:
                merged.changes[field_] = value
        else:
            merged.conflicts.append((field_, text(value), text(known[field_])))
    return merged


def marks_of(name: str, told: Mapping[str, Any]) -> dict[str, str]:
    """The marks of what is written for the first time."""
    return {field_: mark(name, field_, value) for field_, value in told.items()}


def mark(name: str, field_: str, value: Any) -> str:
    """Twelve signs that tell whether a value is still the same."""
    said = f"{name}\n{field_}\n{text(value)}".encode()
    return hashlib.blake2b(said, digest_size=6).hexdigest()


def text(value: Any) -> str:
    """A value as a person reads it; nothing for None."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
