"""`guichet terms`: publish a version of the conditions of use, seen as a diff first; list those published."""

import asyncio
import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from tortoise.transactions import in_transaction

from desk.clock import utc_now
from guichet import database
from guichet.asked import settings_of
from guichet.errors import ExitCode, GuichetError, NotFoundError, SettingsError
from guichet.screen import say, say_json, screen
from guichet.settings import Settings
from guichet.towns import asked_towns, at_least_one
from models.terms import Acceptance, Terms
from portal import terms as portal
from portal.importing.encoding import encoding_of
from portal.importing.trouble import BadFile
from portal.paris import PARIS, today_in_paris
from portal.terms import Published

#: Bytes: a longer mail is cut by Gmail, and the terms go whole in one mail. [DOMAIN.md 6]
LARGEST = 80_000
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_STYLES = {"+": "green", "-": "red", "@": "cyan"}


class Action(StrEnum):
    """What to do with the terms."""

    PUBLISH = "publish"
    LIST = "list"


class TermsError(GuichetError):
    """The text or its version has to be mended."""

    code = ExitCode.SETTINGS


def terms(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    *,
    action: Annotated[Action, typer.Argument(metavar="ACTION", help="publish ou list.")],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FICHIER", help="Le texte à publier, en Markdown ou en texte simple."
        ),
    ] = None,
    town: Annotated[str, typer.Option(metavar="VILLE", help="La ville.")] = "",
    version: Annotated[
        str,
        typer.Option(metavar="VERSION", help="Son nom ; sinon le jour, par exemple 2026-11-24."),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", metavar="", help="Publie sans demander confirmation.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Un objet JSON par ligne.")
    ] = False,
) -> None:
    """Publie des conditions d'utilisation, ou les liste. Chacun les relit à sa prochaine visite."""
    settings = settings_of(context)
    at_least_one(settings)
    [slug] = asked_towns([town or _only(settings)], settings)
    url = settings.database.url
    if action is Action.LIST:
        _show(asyncio.run(_published(url, slug)), as_json=as_json)
        return
    if version and not _VERSION.fullmatch(version):
        raise TermsError("--version : 32 lettres, chiffres, points ou tirets au plus.")
    draft = Draft(town=slug, text=_read(file), version=version)
    _same_as_settings(settings, draft)
    before = asyncio.run(_current(url, slug))
    if before and before.sha256 == draft.sha256:
        _say(before, Published.ALREADY, as_json=as_json)
        return
    if not as_json:
        _show_changes(before.text if before else "", draft.text)
    if not yes:
        _confirm()
    _say(*asyncio.run(_publish(url, draft, utc_now())), as_json=as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text to put in force."""

    town: str
    text: str
    version: str

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        return portal.fingerprint(self.text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A version, and how many accepted it."""

    terms: Terms
    accepted: int


def _only(settings: Settings) -> str:
    if len(settings.towns) > 1:
        known = ", ".join(settings.towns)
        raise TermsError("il manque la ville : --town VILLE.", f"Villes réglées : {known}.")
    return next(iter(settings.towns))


def _read(file: Path | None) -> str:
    if file is None:
        raise TermsError(
            "il manque le fichier des conditions.", "Par exemple : terms publish cgu.md."
        )
    if not file.is_file():
        raise NotFoundError(f"le fichier {file} n'existe pas.", "Vérifiez son nom et son dossier.")
    try:
        text = file.read_text(encoding_of(file))
    except BadFile as error:
        raise TermsError(
            f"{file.name} : ce n'est pas un texte en UTF-8.", "Enregistrez-le ainsi."
        ) from error
    except OSError as error:
        raise TermsError(f"{file} ne se lit pas ({type(error).__name__}).") from error
    if not text.strip():
        raise TermsError(f"{file.name} est vide.")
    if (size := len(text.encode())) > LARGEST:
        raise TermsError(
            f"{file.name} fait {size // 1000} Ko : au-delà de {LARGEST // 1000} Ko, les messageries"
            " coupent le courriel, et sa fin ne serait pas lue.",
            "Raccourcissez le texte.",
        )
    return text


def _same_as_settings(settings: Settings, draft: Draft) -> None:
    """What the settings name is put in force at each start: it would undo this one."""
    named = settings.towns[draft.town].terms
    if named is None or not named.is_file():
        return
    if portal.fingerprint(named.read_text("utf-8", "replace")) != draft.sha256:
        why = (
            f"[towns.{draft.town}] terms nomme {named}, qui redeviendrait le texte en vigueur au"
            " prochain démarrage : remplacez ce fichier, ou retirez ce réglage"
        )
        raise SettingsError([why])


async def _current(url: str, town: str) -> Terms | None:
    async with database.up_to_date(url):
        return await portal.current(town)


async def _publish(url: str, draft: Draft, now: datetime) -> tuple[Terms, Published]:
    day = today_in_paris(now).isoformat()
    async with database.up_to_date(url), in_transaction():
        version = draft.version or day
        done = await portal.publish(draft.town, version, draft.text, now)
        if done is not Published.PUBLISHED and not draft.version:  # twice on one day
            version = f"{day}-{draft.sha256[:6]}"
            done = await portal.publish(draft.town, version, draft.text, now)
        found = await portal.version(draft.town, version)
    if done is not Published.PUBLISHED:
        raise TermsError(
            f"la version {version} a déjà été publiée, et une version publiée ne change plus.",
            "Donnez un autre nom : --version.",
        )
    return found, done


async def _published(url: str, town: str) -> list[Shown]:
    async with database.as_it_is(url):
        rows = await Terms.filter(town=town).order_by("-published_at", "-id")
        proofs = Acceptance.filter(town=town)
        return [Shown(row, await proofs.filter(version=row.version).count()) for row in rows]


def _confirm() -> None:
    say("")
    say("Chaque habitant devra relire et accepter ce texte à sa prochaine visite.")
    typer.echo("Publier cette version ? (oui/non) ", nl=False)
    if sys.stdin.readline().strip().lower() not in {"oui", "o"}:
        raise TermsError("rien n'a été publié.", "Pour publier sans question : --yes.")


def _show_changes(before: str, after: str) -> None:
    console = screen()
    if not before:
        say(f"Première version : {len(after.split())} mots.")
        return
    for line in _diff(before, after):
        console.print(Text(line, style=_STYLES.get(line[:1], "")))


def _diff(before: str, after: str) -> Iterator[str]:
    old, new = ([line.rstrip() for line in text.strip().splitlines()] for text in (before, after))
    return difflib.unified_diff(old, new, "en vigueur", "à publier", lineterm="")


def _say(terms_: Terms, done: Published, *, as_json: bool) -> None:
    if as_json:
        say_json({**_told(terms_), "published": done is Published.PUBLISHED})
    elif done is Published.ALREADY:
        say(f"Ce texte est déjà en vigueur (version {terms_.version}) : rien à publier.")
    else:
        say(f"Version {terms_.version} en vigueur. Empreinte du texte : {terms_.sha256}.")


def _show(published: Sequence[Shown], *, as_json: bool) -> None:
    if as_json:
        for number, one in enumerate(published):
            say_json({**_told(one.terms), "accepted": one.accepted, "in_force": number == 0})
        return
    if not published:
        say("Aucune version publiée : rien n'est demandé aux habitants.")
    for number, one in enumerate(published):
        at = one.terms.published_at.astimezone(PARIS)
        force = ", en vigueur" if number == 0 else ""
        many = "s" if one.accepted > 1 else ""
        say(
            f"{one.terms.version}  publiée le {at:%d/%m/%Y à %H:%M}{force}"
            f"  acceptée par {one.accepted} personne{many}  {one.terms.sha256[:12]}"
        )


def _told(terms_: Terms) -> dict[str, object]:
    return {
        "version": terms_.version,
        "sha256": terms_.sha256,
        "published_at": terms_.published_at.isoformat(),
    }
