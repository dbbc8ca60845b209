"""The settings seen as a list: what exists, where, and which values it takes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from guichet.settings import Settings, TownSettings
from guichet.settings_mailbox import Mailbox
from guichet.settings_section import Section

#: The way to a setting: ("web", "port"), or ("towns", "saint-denis", "name").
Way = tuple[str, ...]

TOWNS = "towns"
#: A section inside each town's.
MAILBOX = "mailbox"
#: The sections that stand once, in the order of the file.
SECTIONS: Mapping[str, type[Section]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
}


def section_at(way: Way) -> type[Section] | None:
    """The section that stands there, or None; every town has the same ones."""
    match way:
        case ("towns", _):
            return TownSettings
        case ("towns", _, "mailbox"):
            return Mailbox
        case (name,):
            return SECTIONS.get(name)
        case _:
            return None


def field_at(way: Way) -> FieldInfo | None:
    """The setting that stands there, or None."""
    section = None if section_at(way) else section_at(way[:-1])
    return section.model_fields.get(way[-1]) if section and way else None


def every_setting(town: str) -> Iterator[tuple[Way, FieldInfo]]:
    """All settings in the order of the file, those of a town last, under that name."""
    for name, section in SECTIONS.items():
        for field, info in section.model_fields.items():
            yield (name, field), info
    for field, info in TownSettings.model_fields.items():
        if field != MAILBOX:
            yield (TOWNS, town, field), info
    for field, info in Mailbox.model_fields.items():
        yield (TOWNS, town, MAILBOX, field), info


def named(way: Way) -> str:
    """« [towns.saint-denis] name », « [towns.saint-denis.mailbox] host »; a section alone is « [web] »."""
    depth = 1
    if way[0] == TOWNS:
        depth = 3 if way[2:3] == (MAILBOX,) else 2
    section = f"[{'.'.join(way[:depth])}]"
    return " ".join((section, *way[depth:]))


def variable(way: Way) -> str:
    """The environment variable that replaces it: `GUICHET_WEB__PORT`."""
    return "GUICHET_" + "__".join(way).replace("-", "_").upper()


def is_secret(field: FieldInfo) -> bool:
    """Whether its value may be shown to nobody."""
    return field.annotation is SecretStr


def expected(field: FieldInfo) -> str:
    """The values it takes, in French, after « doit être »."""
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        *first, last = get_args(kind)
        return f"{', '.join(first)} ou {last}"
    if kind is int:
        return "un nombre entier" + _between(field)
    if get_origin(kind) is tuple:
        return "une liste de textes"
    if kind is bool:
        return "true ou false"
    return "un chemin" if kind in {Path, Path | None} else "un texte"


def _between(field: FieldInfo) -> str:
    bounds = {
        name: getattr(one, name)
        for one in field.metadata
        for name in ("ge", "le")
        if hasattr(one, name)
    }
    least, most = bounds.get("ge"), bounds.get("le")
    return f" de {least} à {most}" if least is not None and most is not None else ""
