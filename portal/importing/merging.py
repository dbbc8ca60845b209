"""The file, what Guichet knows, and what the last import wrote: who is right of each field."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """Who is right of a field that both changed."""

    FILE = "fichier"
    GUICHET = "guichet"


#: Asked by the external id of a household or a person, and the field; None where nobody has decided.
Rulings = Callable[[str, str], Side | None]
#: Behind a field's name among the marks: what the file said when Guichet's own was kept.
_KEPT = ":kept"


def undecided(_name: str, _field: str) -> Side | None:
    """Nobody has decided anything."""
    return None


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
    rulings: Rulings = undecided,
) -> Merge:
    """A field that still holds what the last import wrote takes what the file says; another keeps its own.

    A blank cell says nothing: it is not in `told`. `name` keeps equal values from having equal marks.
    Whoever kept Guichet's own is not asked again while the file says the same.
    """
    merged = Merge(marks=dict(marks))
    for field_, value in told.items():
        written = marks.get(field_, mark(name, field_, ""))
        if (
            value == known[field_]
            or rulings(name, field_) is Side.FILE
            or mark(name, field_, known[field_]) == written
        ):
            merged.marks[field_] = mark(name, field_, value)
            merged.marks.pop(field_ + _KEPT, None)
            if value != known[field_]:
                merged.changes[field_] = value
        elif rulings(name, field_) is Side.GUICHET:
            merged.marks[field_ + _KEPT] = mark(name, field_, value)
        elif merged.marks.get(field_ + _KEPT) != mark(name, field_, value):
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
