"""Reads the folders of wording: one file a flow, a table a key. A later folder replaces an earlier one."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

VOCABULARY = "vocabulary.toml"
_TEXTS = ("text", "mail", "telegram", "subject", "label")


class WordingError(Exception):
    """A file of wording cannot be used: the message says which, and what to change."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written under one key. `said` is how citizens may call a choice."""

    text: str | None = None
    mail: str | None = None
    telegram: str | None = None
    subject: str | None = None
    label: str | None = None
    said: tuple[str, ...] = ()

    def over(self, other: "Entry") -> "Entry":
        """Completed by `other` where it says nothing; what citizens may say adds up."""
        texts = {name: getattr(self, name) or getattr(other, name) for name in _TEXTS}
        if self.text is not None:
            # A town that rewrites the sentence means it for every channel that it does not name.
            texts |= {"mail": self.mail, "telegram": self.telegram}
        return Entry(**texts, said=(*other.said, *self.said))


@dataclass(frozen=True, slots=True)
class Said:
    """What citizens may say beside the choices offered, as they write it."""

    repairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    greetings: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)

    def over(self, other: "Said") -> "Said":
        """What a town adds, after what `other` has."""
        return Said(
            repairs=_joined(other.repairs, self.repairs),
            requests=_joined(other.requests, self.requests),
            greetings=(*other.greetings, *self.greetings),
            thanks=(*other.thanks, *self.thanks),
            fillers=(*other.fillers, *self.fillers),
            doubts=(*other.doubts, *self.doubts),
            negations=(*other.negations, *self.negations),
            numbers={**other.numbers, **self.numbers},
            abbreviations={**other.abbreviations, **self.abbreviations},
        )


def _joined(
    first: Mapping[str, tuple[str, ...]], then: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {key: (*first.get(key, ()), *then.get(key, ())) for key in (*first, *then)}


def read(folders: Iterable[Path]) -> tuple[dict[str, Entry], Said]:
    """Every key of `folders`, and the vocabulary."""
    entries: dict[str, Entry] = {}
    said = Said()
    for folder in folders:
        if not folder.is_dir():
            raise WordingError(f"{folder}: no such folder of wording.")
        mine: dict[str, Entry] = {}
        for path in sorted(folder.glob("*.toml")):
            tables = _tables(path)
            if path.name == VOCABULARY:
                said = _said(path, tables).over(said)
            else:
                _add(mine, path, tables)
        entries |= {key: entry.over(entries.get(key, Entry())) for key, entry in mine.items()}
    return entries, said


def _tables(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WordingError(f"{path.name}: {fault}") from fault


def _add(mine: dict[str, Entry], path: Path, tables: Mapping[str, object]) -> None:
    for key, table in tables.items():
        if key in mine:
            raise WordingError(f"{path.name}: « {key} » is written twice.")
        mine[key] = _entry(path, key, table)


def _entry(path: Path, key: str, table: object) -> Entry:
    if not isinstance(table, dict) or (unknown := set(table) - {*_TEXTS, "said"}):
        names = ", ".join(sorted(unknown)) if isinstance(table, dict) else "not a table"
        raise WordingError(f"{path.name}: « {key} »: {names}. Known: {', '.join(_TEXTS)}, said.")
    wrong = [name for name in _TEXTS if not isinstance(table.get(name, ""), str)]
    if wrong:
        raise WordingError(f"{path.name}: « {key} »: {', '.join(wrong)} must be a text.")
    said = _phrases(path, key, table.get("said", []))
    return replace(
        Entry(said=said), **{name: table[name].strip() for name in _TEXTS if name in table}
    )


def _said(path: Path, tables: Mapping[str, object]) -> Said:
    lists = ("greetings", "thanks", "fillers", "doubts", "negations")
    if unknown := set(tables) - {"repairs", "requests", "numbers", "abbreviations", *lists}:
        raise WordingError(f"{path.name}: unknown {', '.join(sorted(unknown))}.")
    return Said(
        repairs=_lists(path, "repairs", tables.get("repairs", {})),
        requests=_lists(path, "requests", tables.get("requests", {})),
        numbers=_numbers(path, tables.get("numbers", {})),
        abbreviations=_abbreviations(path, tables.get("abbreviations", {})),
        **{name: _phrases(path, name, tables.get(name, [])) for name in lists},
    )


def _lists(path: Path, name: str, table: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise WordingError(f"{path.name}: « {name} » must be a table.")
    return {key: _phrases(path, key, phrases) for key, phrases in table.items()}


def _phrases(path: Path, name: str, phrases: object) -> tuple[str, ...]:
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise WordingError(f"{path.name}: « {name} » must be a list of phrases.")
    return tuple(phrases)


def _numbers(path: Path, table: object) -> dict[str, int]:
    if not isinstance(table, dict) or not all(isinstance(one, int) for one in table.values()):
        raise WordingError(f"{path.name}: « numbers » must give a whole number for each word.")
    return dict(table)


def _abbreviations(path: Path, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(one, str) for one in table.values()):
        raise WordingError(f"{path.name}: « abbreviations » must give words for each of them.")
    return dict(table)
