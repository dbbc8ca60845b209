"""`guichet dns`: the records that a town must publish, ready to paste, and those that are right already."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.text import Text

from guichet.asked import settings_of
from guichet.dns.asking import addresses_of, asked_of
from guichet.dns.names import Names, names_of
from guichet.dns.records import Record
from guichet.dns.resolver import Dns, Nameserver
from guichet.dns.town import key_of, records_of
from guichet.errors import ExitCode
from guichet.finding import STYLES, WORDS, State
from guichet.screen import say, say_json, screen
from guichet.towns import asked_towns, at_least_one
from mail_send.dkim_key import record_strings

Resolver = Annotated[
    str,
    typer.Option(
        "--resolver",
        metavar="ADRESSE",
        help="Serveur DNS à interroger, par exemple 9.9.9.9 ; sinon celui de la machine.",
    ),
]
Address = Annotated[
    list[str] | None,
    typer.Option(
        "--address",
        metavar="IP",
        help="Adresse publique de ce serveur ; se répète (IPv4, IPv6).",
    ),
]


def dns(
    context: typer.Context,
    *,
    town: Annotated[
        list[str] | None,
        typer.Option(metavar="VILLE", help="Une ville ; se répète ; sinon toutes."),
    ] = None,
    address: Address = None,
    resolver: Resolver = "",
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON par enregistrement.")
    ] = False,
) -> None:
    """Dit quoi publier dans le DNS, et ce qui y est déjà bon. Crée la clé DKIM si elle manque."""
    settings = settings_of(context)
    at_least_one(settings)
    server, here = asked_of(resolver), addresses_of(address or ())
    towns = asked_towns(town or list(settings.towns), settings)
    failed = False
    for slug in towns:
        names = names_of(settings, slug, here)
        records, made = asyncio.run(_records(names, server))
        failed |= any(one.finding.state is State.PROBLEM for one in records)
        if as_json:
            _say_json(slug, records)
        else:
            _show(names, records, made=made)
    if failed:
        raise typer.Exit(ExitCode.UNEXPECTED)


async def _records(names: Names, server: Nameserver | None) -> tuple[list[Record], bool]:
    key, made = key_of(names)
    return await records_of(Dns(server), names, key), made


def _say_json(slug: str, records: Sequence[Record]) -> None:
    for one in records:
        say_json(
            {
                "town": slug,
                "type": one.kind,
                "name": one.name,
                "value": one.value,
                "what": one.finding.what,
                "state": one.finding.state.value,
                "sentence": one.finding.sentence,
                "cure": one.finding.cure,
            }
        )


def _show(names: Names, records: Sequence[Record], *, made: bool) -> None:
    if made:
        say(f"Clé DKIM créée : {names.key_file} (à sauvegarder avec la clé du serveur).")
    if not names.signs:
        say(f"Pour signer, ajoutez à [towns.{names.town}] du fichier de réglages :")
        say(f'  dkim_selector = "{names.selector}"')
        say(f'  dkim_key = "{names.key_file}"')
    console = screen()
    for one in records:
        told = one.finding
        words = Text.assemble((f"{WORDS[told.state]:<11} ", STYLES[told.state]), told.what)
        console.print(words + Text(f" : {told.sentence}."))
        if told.state is State.OK:
            continue
        if told.cure:
            console.print(Text(f"            {told.cure[:1].upper()}{told.cure[1:]}."))
        for line in _lines(one) if one.value else ():
            console.print(Text(f"            {line}", style="bold"))


def _lines(record: Record) -> Iterator[str]:
    """As a zone file has it."""
    if record.kind == "TXT":
        quoted = " ".join(f'"{one}"' for one in record_strings(record.value))
        yield f"{record.name}. IN TXT {quoted}"
    elif record.kind == "A" and record.addresses:
        for one in record.addresses:
            yield f"{record.name}. IN {'AAAA' if ':' in one else 'A'} {one}"
    else:
        yield f"{record.name or '…'}. IN {record.kind} {record.value}"
