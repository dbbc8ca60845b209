"""From what pydantic found wrong to French sentences: where, which setting, what to put instead."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from guichet.settings_shape import (
    SECTIONS,
    TOWNS,
    Way,
    expected,
    field_at,
    is_secret,
    named,
    section_at,
)

#: Signs of a wrong value that are worth repeating.
_SHOWN = 40


def faults_of(error: ValidationError, file: str, variables: Mapping[Way, str]) -> list[str]:
    """A sentence for each fault; it names the variable that gave the value, else the file."""
    faults = []
    for found in error.errors():
        way = tuple(str(part) for part in found["loc"] if part != "[key]")
        # What does not go together has no place of its own: the sentence names the settings.
        subject = variables.get(way) or (f"{file}, {named(way)}" if way else f"{file},")
        faults.append(_fault(found, way, file, subject))
    return faults


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """« : vouliez-vous dire « port » ? », or nothing when nothing looks like it."""
    spelled = {one.lower(): one for one in known}
    near = get_close_matches(wrong.lower(), list(spelled), n=1, cutoff=0.6)
    return f" : vouliez-vous dire « {spelled[near[0]]} » ?" if near else ""


def _fault(found: Mapping[str, Any], way: Way, file: str, subject: str) -> str:
    match found["type"]:
        case "extra_forbidden":
            return _unknown(way, file)
        case "missing":
            return f"{subject} manque : {_help(way)}"
        case "value_error":
            return f"{subject} {_reason(str(found['ctx']['error']), found['input'], way)}"
        case "model_type" | "dict_type":
            return (
                f"{subject} doit être une section : {subject.rpartition(' ')[2]} puis ses réglages"
            )
        case _:
            return f"{subject} {_wrong(found['input'], way)}"


def _unknown(way: Way, file: str) -> str:
    *above, name = way
    inside = f"{named(tuple(above))} de {file}" if above else file
    section = section_at(tuple(above))
    known = list(section.model_fields) if section else [*SECTIONS, TOWNS]
    meant = did_you_mean(name, known) or _elsewhere(name) or f" ; connus : {', '.join(known)}"
    return f"réglage inconnu « {name} » dans {inside}{meant}"


def _elsewhere(name: str) -> str:
    homes = [f"[{home}]" for home, section in SECTIONS.items() if name in section.model_fields]
    return f" : sa place est dans {' ou '.join(homes)}" if homes else ""


def _reason(reason: str, value: object, way: Way) -> str:
    if reason == "est vide":
        return f"est vide : {_help(way)}"
    return reason + _instead(value, way) if reason.startswith("doit") else reason


def _wrong(value: object, way: Way) -> str:
    field = field_at(way)
    return f"doit être {expected(field)}{_instead(value, way)}" if field else "ne convient pas"


def _instead(value: object, way: Way) -> str:
    field = field_at(way)
    if field is None or is_secret(field) or not field.repr or isinstance(value, dict | list):
        return ""
    shown = str(value)
    return f", et non « {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''} »"


def _help(way: Way) -> str:
    field = field_at(way)
    text = (field.description or "") if field else ""
    first = re.split(r" [:;] |\. |\.$", text)[0]
    return first[:1].lower() + first[1:]
