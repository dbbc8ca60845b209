"""`guichet doctor`: one ordered list of what works, and what to do about the rest."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from guichet.asked import file_of, settings_of
from guichet.commands.dns import Resolver
from guichet.dns.asking import asked_of
from guichet.dns.resolver import Dns
from guichet.doctor.files import faults
from guichet.doctor.round import examine
from guichet.doctor.visit import Visit
from guichet.errors import ExitCode, SettingsError
from guichet.finding import STYLES, WORDS, Finding, State
from guichet.screen import say, say_json, screen

#: Seconds that a mail may take, unless it is said: a greylisting server makes it wait longer.
WAIT = 60.0


def doctor(
    context: typer.Context,
    *,
    mail: Annotated[
        bool,
        typer.Option(
            "--mail", metavar="", help="Envoie aussi un courriel par ville, et attend son retour."
        ),
    ] = False,
    wait: Annotated[
        float, typer.Option(min=1, max=3600, metavar="SECONDES", help="Combien l'attendre.")
    ] = WAIT,
    resolver: Resolver = "",
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON par contrôle.")
    ] = False,
) -> None:
    """Contrôle toute l'installation, et dit quoi faire de ce qui ne va pas. Ne change rien."""
    try:
        settings = settings_of(context)
    except SettingsError as error:
        found = faults(error)
    else:
        # Libraries warn of what the list says in words.
        logging.disable(logging.WARNING)
        visit = Visit(
            settings=settings,
            config=file_of(context),
            dns=Dns(asked_of(resolver)),
            mail=wait if mail else 0.0,
        )
        try:
            found = asyncio.run(examine(visit))
        finally:
            logging.disable(logging.NOTSET)
    _show(found, as_json=as_json)
    if any(one.state is State.PROBLEM for one in found):
        raise typer.Exit(ExitCode.UNEXPECTED)


def _show(found: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        for one in found:
            say_json(asdict(one))
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in found:
        state = Text(WORDS[one.state], style=STYLES[one.state], no_wrap=True)
        table.add_row(state, _told(one))
    screen().print(table, soft_wrap=False)
    say(_summary(found))


def _told(one: Finding) -> Text:
    told = Text.assemble((one.what, "bold"), f" : {one.sentence}.")
    if one.cure and one.state is not State.OK:
        told.append(f"\n→ {one.cure}.", style=STYLES[one.state])
    return told


def _summary(found: Sequence[Finding]) -> str:
    many = Counter(one.state for one in found)
    return ", ".join(f"{many[state]} {word}" for state, word in WORDS.items() if many[state]) + "."
