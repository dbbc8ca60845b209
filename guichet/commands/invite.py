"""`guichet invite`: invitations in waves, by mail or by letter; looking at them before; taking them back."""

import asyncio
from collections import Counter as Count
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from desk.waves.cancelling import Undone, cancel
from desk.waves.only import Only
from desk.waves.summary import Report, report
from guichet import inviting_samples, inviting_told, wiring
from guichet.asked import settings_of
from guichet.errors import SettingsError
from guichet.inviting import Asked, invite_at_once, invite_wave, the_waves
from guichet.inviting_letters import print_letters
from guichet.inviting_only import read_only
from guichet.screen import say, say_json, screen
from guichet.settings import Settings
from guichet.staff import bar
from guichet.towns import asked_towns, at_least_one
from models.wave import WaveMember

_LINE = "─" * 72


def invite(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    *,
    town: Annotated[
        list[str] | None,
        typer.Option(metavar="VILLE", help="Une ville ; se répète ; sinon toutes."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUI",
            help="foyer=N°, citoyen=N°, école=NOM, classe=NOM, espace=IDENTIFIANT, ou un fichier"
            " de numéros de citoyens ; se répète.",
        ),
    ] = None,
    login: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ESPACE",
            help="Cet espace seulement, tout de suite, même déjà invité ; se répète.",
        ),
    ] = None,
    batch: Annotated[
        str, typer.Option(metavar="NOM", help="Nom de la vague ; sinon le jour et un numéro.")
    ] = "",
    per_hour: Annotated[
        int | None,
        typer.Option(min=1, max=36_000, metavar="N", help="Invitations par heure de cette vague."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Pas plus de N invitations cette fois.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", metavar="", help="Compte, montre cinq courriels, n'envoie rien."),
    ] = False,
    test: Annotated[
        str,
        typer.Option(metavar="ADRESSE", help="Envoie des essais à cette adresse, et rien d'autre."),
    ] = "",
    status: Annotated[
        bool,
        typer.Option("--status", metavar="", help="Où en sont les vagues, ou celle de --batch."),
    ] = False,
    letters: Annotated[
        Path | None,
        typer.Option(
            metavar="FICHIER.pdf",
            help="Une lettre par adulte sans boîte qui marche, ou nommé par --login ou --only.",
        ),
    ] = None,
    cancel_: Annotated[
        str,
        typer.Option("--cancel", metavar="VAGUE", help="Annule une vague, liens et codes compris."),
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON : les nombres.")
    ] = False,
) -> None:
    """Invite par vagues ceux qui n'ont pas activé leur espace. Les courriels partent par « serve »."""
    settings = settings_of(context)
    at_least_one(settings)
    towns = asked_towns(town, settings) if town else tuple(settings.towns)
    if cancel_:
        return _cancel(settings, towns, cancel_, as_json=as_json)
    if status:
        return _status(settings, towns, batch, as_json=as_json)
    meant = read_only(only or ())
    if test:
        return _test(settings, towns, meant, test, as_json=as_json)
    asked = Asked(
        towns=towns,
        only=replace(meant, logins=tuple(login)) if login else meant,
        batch=batch,
        per_hour=per_hour or settings.invitations.per_hour,
        limit=limit,
        dry_run=dry_run,
    )
    if letters:
        return _letters(settings, asked, letters, as_json=as_json)
    return _invite(settings, asked, at_once=bool(login), as_json=as_json)


def _invite(settings: Settings, asked: Asked, *, at_once: bool, as_json: bool) -> None:
    done = asyncio.run((invite_at_once if at_once else invite_wave)(settings, asked))
    if as_json:
        return say_json(done.numbers())
    if asked.dry_run:
        for mail in asyncio.run(inviting_samples.look(settings, asked.towns, asked.only)):
            say(f"{_LINE}\n{mail}\n{_LINE}")
    for sentence in inviting_told.invited(done, dry_run=asked.dry_run):
        say(sentence)
    return None


def _letters(settings: Settings, asked: Asked, path: Path, *, as_json: bool) -> None:
    printed = asyncio.run(print_letters(settings, asked, path))
    if as_json:
        return say_json(printed.numbers())
    for sentence in printed.sentences(path):
        say(sentence)
    return None


def _test(
    settings: Settings, towns: tuple[str, ...], only: Only, address: str, *, as_json: bool
) -> None:
    if "@" not in address:
        raise SettingsError([f"--test « {address} » : donnez une adresse de courriel"])
    sent = asyncio.run(inviting_samples.send(settings, towns, only, address))
    if as_json:
        return say_json({"sent": sent})
    return say(f"{sent} essais envoyés à {address}. Personne n'a été invité.")


def _status(settings: Settings, towns: tuple[str, ...], batch: str, *, as_json: bool) -> None:
    reports = asyncio.run(_reports(settings, towns, batch))
    for told in reports:
        if as_json:
            say_json(inviting_told.numbers(told))
        else:
            say(inviting_told.headline(told))
            screen().print(inviting_told.table(told))
            for sentence in inviting_told.delays(told):
                say(sentence)
    if not reports and not as_json:
        say("Il n'y a encore aucune vague.")


async def _reports(settings: Settings, towns: tuple[str, ...], batch: str) -> list[Report]:
    async with wiring.counter_opened(settings) as counter:
        waves = await the_waves(towns, batch)
        return [await report(wave, counter.office_hours, counter.clock()) for wave in waves]


def _cancel(settings: Settings, towns: tuple[str, ...], batch: str, *, as_json: bool) -> None:
    counts = asyncio.run(_cancelled(settings, towns, batch))
    if as_json:
        return say_json({what.value: counts[what] for what in Undone})
    for sentence in inviting_told.undone(batch, counts):
        say(sentence)
    return None


async def _cancelled(settings: Settings, towns: tuple[str, ...], batch: str) -> Count[Undone]:
    counts: Count[Undone] = Count()
    async with wiring.counter_opened(settings) as counter:
        for wave in await the_waves(towns, batch):
            with bar("Annulation", await WaveMember.filter(wave_id=wave.id).count()) as told:
                counts.update(await cancel(wave, counter.clock(), told))
    return counts
