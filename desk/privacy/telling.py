"""The same export as a letter: plain French, one heading after the other, nothing abbreviated."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desk.journal.sentences import flow_name, sentence
from desk.privacy.holdings import HOLDINGS
from desk.privacy.rendering import HIDDEN
from desk.privacy.words import PASSED_OVER, WORDS
from flows.note import Note, NoteKind
from words import filters

_AMOUNTS = frozenset({"total", "paid"})
#: Columns that hold one of our own words.
_CODED = frozenset(
    {
        "mail_state",
        "activated_by",
        "frozen_why",
        "revoked_why",
        "state",
        "channel",
        "manner",
        "purpose",
        "used_by",
        "deed",
        "asked",
    }
)
_EMPTY: tuple[Any, ...] = (None, "", [])
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+\+00:00)?")
_NOTHING = "  Rien."
_PREAMBLE = f"""\
Voici ce que le guichet de la mairie garde à votre sujet. Les mots de passe n’y sont pas : il n’en est
gardé qu’une empreinte, qui ne permet pas de les retrouver. Les liens et les codes envoyés n’y sont pas
non plus : ils ne sont gardés nulle part, et {HIDDEN} tient leur place.
"""
#: Headings in the order of the letter; « adults » is no table of ours.
ORDER = ("identity", "household", "adults", *list(HOLDINGS)[2:])


def letter(gathered: Mapping[str, Any]) -> str:
    """The whole text."""
    parts = [
        f"Vos données personnelles, mairie {filters.of(gathered['town_name'])}",
        f"Faites le {filters.moment(gathered['made_at'])}.",
        _PREAMBLE,
    ]
    for heading in ORDER:
        rows = gathered[heading]
        told = "\n".join(_TOLD.get(heading, _plainly)(heading, rows)) if rows else _NOTHING
        parts.append(f"{_title(heading).upper()}\n\n{told}")
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _title(heading: str) -> str:
    return "Autres adultes du foyer" if heading == "adults" else HOLDINGS[heading].title


def _plainly(heading: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """« Nom : Testa », a line for each column that holds something."""
    for number, row in enumerate(rows):
        if number:
            yield ""
        for column, label in HOLDINGS[heading].told.items():
            if row[column] not in _EMPTY:
                yield from _line(column, label, row[column])


def _line(column: str, label: str, value: Any) -> Iterator[str]:
    if column == "lines":
        yield f"  {label} :"
        yield from (f"    {_billed(line)}" for line in value)
    elif column != "failures" or value:
        yield f"  {label} : {_value(column, value)}"


def _billed(line: Mapping[str, str]) -> str:
    price, amount = filters.euros(line["unit_price"]), filters.euros(line["amount"])
    return f"{line['child']}, {line['activity']} : {line['quantity']} × {price} = {amount}"


def _value(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column in _AMOUNTS:
        return filters.euros(value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return filters.moment(value)
    if column == "why":
        return PASSED_OVER.get(value, value)
    return WORDS.get(value, value) if column in _CODED else str(value)


def _adults(_heading: str, rows: list[dict[str, str]]) -> Iterator[str]:
    return (f"  {row['name']}" for row in rows)


def _said(_heading: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        who = "Vous" if row["by_citizen"] else "La mairie"
        yield f"  {filters.moment(row['at'])}. {who} : {_inside(row['text'])}"


def _sent(_heading: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        to = row["to"] or "la mairie"
        words = row["text"] or f"({row['message']})"
        when = filters.moment(row["created_at"])
        yield f"  {when}, à {to} ({WORDS[row['state']]}) : {_inside(words)}"


def _received(_heading: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"  {filters.moment(row['received_at'])} : {_inside(row['text'] or '(sans mots)')}"


def _conversations(_heading: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Where it stands; what was learnt on the way is in the other file, in its own words."""
    for row in rows:
        flows = ", puis ".join(f"« {flow_name(frame['flow'])} »" for frame in row["frames"])
        yield f"  {flows or 'rien en cours'}"


def _journal(_heading: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        way = f", {WORDS.get(row['channel'], row['channel'])}" if row["channel"] else ""
        yield f"  {filters.moment(row['at'])}{way} : {_happened(row)}"


def _happened(row: Mapping[str, Any]) -> str:
    """A kind of a later version is told as it is."""
    if row["kind"] not in set(NoteKind):
        return f"{row['kind']} {row['detail']}".strip()
    kind = NoteKind(row["kind"])
    note = Note(kind=kind, flow=row["flow"], detail=row["detail"], length=row["length"])
    return sentence(note)


def _inside(text: str) -> str:
    """What was said, its lines kept apart from ours."""
    return "\n      ".join(text.splitlines())


_TOLD: Mapping[str, Callable[[str, list[dict[str, Any]]], Iterator[str]]] = {
    "adults": _adults,
    "conversations": _conversations,
    "received": _received,
    "said": _said,
    "sent": _sent,
    "journal": _journal,
}
