"""`guichet resume`: paused waves go on; or what a backup that came back was about to do meets its fate."""

import asyncio
import sys
from typing import Annotated

import typer

from desk.clock import utc_now
from desk.privacy.acts import Staff
from desk.restoring.holding import Fate, Held, held, let_go
from guichet import database
from guichet.asked import settings_of
from guichet.commands.pause import Towns, resume_waves
from guichet.errors import SettingsError
from guichet.installing.interview import agreed
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import By, who_asks
from guichet.witness import look, witness_of
from portal.paris import PARIS

_SEND, _DROP, _OPEN, _CLOSE = "send", "drop", "open", "close"
#: Who was invited after the copy has a link of a row that is lost.
_CLOSED = (
    "Les vagues d'avant la sauvegarde sont closes : qui y attendait a peut-être été invité depuis. Le journal du"
    " relais de courriel dit qui ; ces liens-là n'ouvrent plus rien. « guichet invite » fait une nouvelle vague."
)


def resume(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    *,
    town: Towns = None,
    after_restore: Annotated[
        bool,
        typer.Option(
            "--after-restore",
            metavar="",
            help="Après une sauvegarde remise en place : montre et décide.",
        ),
    ] = False,
    messages: Annotated[
        str,
        typer.Option(
            metavar="SORT", help="send : messages, rappels et vagues partent ; drop : abandonnés."
        ),
    ] = "",
    links: Annotated[
        str,
        typer.Option(
            metavar="SORT", help="open : les liens rouvrent ; close : ils restent fermés."
        ),
    ] = "",
    reason: Annotated[
        str,
        typer.Option(
            metavar="TEXTE",
            help="Avec --after-restore : pourquoi, gardé au registre. N'y écrivez rien de personnel.",
        ),
    ] = "après une restauration",
    by: By = "",
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON : ce qui est retenu.")
    ] = False,
) -> None:
    """Relance les vagues d'invitations en pause ; ou ce qui est retenu depuis une restauration."""
    settings = settings_of(context)
    if not after_restore:
        return resume_waves(settings, town, as_json=as_json)
    fates = _fate(messages, (_SEND, _DROP)), _fate(links, (_OPEN, _CLOSE))
    found = asyncio.run(_held(settings))
    _show(found, as_json=as_json)
    if found is None:
        return None
    if None in fates and sys.stdin.isatty() and not as_json:
        fates = _asked(*fates)
    decided = [fate for fate in fates if fate is not None]
    if len(decided) < 2:
        if not as_json:
            say("Rien n'est changé. Pour décider : --messages send|drop et --links open|close.")
        return None
    staff = who_asks(by, f"{reason} (messages : {decided[0]}, liens : {decided[1]})")
    asyncio.run(_let_go(settings, (decided[0], decided[1]), staff))
    if not as_json:
        say("C'est reparti : plus rien n'est retenu.")
        if decided[0] is Fate.DROP and found.invitations:
            say(_CLOSED)
    return None


def _fate(told: str, choices: tuple[str, str]) -> Fate | None:
    if told and told not in choices:
        raise SettingsError([f"« {told} » n'est pas un choix : {' ou '.join(choices)}"])
    return None if not told else (Fate.RELEASE if told == choices[0] else Fate.DROP)


def _asked(messages: Fate | None, links: Fate | None) -> tuple[Fate, Fate]:
    return (
        messages
        or _one("Envoyer ces messages, rappels et invitations, peut-être une seconde fois ?"),
        links or _one("Rouvrir ces liens, même ceux qui ont peut-être servi depuis ?"),
    )


def _one(asks: str) -> Fate:
    return Fate.RELEASE if agreed(asks) else Fate.DROP


async def _held(settings: Settings) -> Held | None:
    """Looked at first: the program may not have started since."""
    async with database.up_to_date(settings.database.url):
        await look(witness_of(settings), utc_now)
        return await held()


async def _let_go(settings: Settings, fates: tuple[Fate, Fate], staff: Staff) -> None:
    async with database.up_to_date(settings.database.url):
        await let_go(*fates, towns=tuple(settings.towns), staff=staff, now=utc_now())


def _show(found: Held | None, *, as_json: bool) -> None:
    if as_json:
        say_json(_told(found))
        return
    if found is None:
        say("Rien n'est retenu : aucune sauvegarde n'a été remise en place.")
        return
    copied = f"{found.copied_at.astimezone(PARIS):%d/%m/%Y à %H h %M}" if found.copied_at else "?"
    say(f"Cette base est une sauvegarde du {copied} : ce qui s'est passé depuis est perdu.")
    for slug in sorted({*found.messages, *found.reminders, *found.links, *found.invitations}):
        many = found.counts(slug)
        say(
            f"  {slug} : {many['messages']} messages à envoyer, {many['reminders']} rappels,"
            f" {many['links']} liens ouverts, {many['invitations']} invitations en attente"
        )
    if found.oldest:
        say(f"Le plus ancien message est du {found.oldest.astimezone(PARIS):%d/%m/%Y à %H h %M}.")


def _told(found: Held | None) -> dict[str, object]:
    if found is None:
        return {"held": False}
    return {
        "held": True,
        "since": found.since.isoformat(),
        "copied_at": found.copied_at.isoformat() if found.copied_at else None,
        "messages": dict(found.messages),
        "reminders": dict(found.reminders),
        "links": dict(found.links),
        "invitations": dict(found.invitations),
        "oldest": found.oldest.isoformat() if found.oldest else None,
    }
