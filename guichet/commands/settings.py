"""`guichet settings`: check the settings and show those that hold, secrets masked."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.table import Table
from rich.text import Text

from guichet.asked import environment_of, file_of, settings_of
from guichet.database import without_password
from guichet.dkim_keys import signers
from guichet.screen import say, say_json, screen
from guichet.settings import Settings
from guichet.settings_environment import read_environment
from guichet.settings_remarks import remarks
from guichet.settings_section import Section
from guichet.settings_shape import MAILBOX, SECTIONS, TOWNS, Way, named

_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Held:
    """A setting that holds: its value as it may be shown, and where it comes from."""

    setting: str
    value: str | int | bool
    origin: str


def settings(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Un objet JSON par réglage.")] = False,
) -> None:
    """Vérifie les réglages et montre ceux qui valent, sans les secrets."""
    read = settings_of(context)
    signers(read)
    holding = list(held(read, file_of(context).name, environment_of(context)))
    if as_json:
        for one in holding:
            say_json(asdict(one))
        return
    table = Table("Réglage", "Valeur", "Origine", box=None, pad_edge=False)
    for one in holding:
        table.add_row(Text(one.setting), Text(_shown(one)), Text(one.origin))
    screen().print(table)
    for remark in remarks(read):
        say(f"À savoir : {remark}.")


def held(read: Settings, file: str, environ: Mapping[str, str]) -> Iterator[Held]:
    """Every setting in the order of the file."""
    variables = read_environment(environ, list(read.towns)).variables
    sections: list[tuple[Way, Section]] = [((name,), getattr(read, name)) for name in SECTIONS]
    sections += [((TOWNS, slug), town) for slug, town in read.towns.items()]
    sections += [
        ((TOWNS, slug, MAILBOX), town.mailbox) for slug, town in read.towns.items() if town.mailbox
    ]
    for way, section in sections:
        for name in [one for one in type(section).model_fields if one != MAILBOX]:
            here: Way = (*way, name)
            origin = file if name in section.model_fields_set else "défaut"
            value = _told(getattr(section, name))
            yield Held(named(here), value, variables.get(here, origin))


def _told(value: object) -> str | int | bool:
    match value:
        case SecretStr():
            return _HIDDEN if value else ""
        case bool() | int():
            return value
        case None:
            return ""
        case Path():
            return str(value)
        case _:
            return without_password(str(value)) if "://" in str(value) else str(value)


def _shown(one: Held) -> str:
    if isinstance(one.value, bool):
        return "true" if one.value else "false"
    return str(one.value)
