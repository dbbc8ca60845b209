"""`guichet erase-citizen`: an end to what is kept about one person, but for what the law has us keep."""

import asyncio
import sys
from typing import Annotated

import typer

from desk.counter import Counter
from desk.privacy.acts import Staff
from desk.privacy.erasing import Outlook, erase, outlook
from desk.privacy.headings import counted
from guichet import wiring
from guichet.asked import settings_of
from guichet.errors import RefusedError, SettingsError
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Reason, Slug, bar, the_citizen, the_town, who_asks
from models.family import Citizen


def erase_citizen(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    reason: Reason,
    by: By = "",
    yes: Annotated[
        bool, typer.Option("--yes", metavar="", help="Efface sans poser de question.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Efface ce qui peut l'être d'une personne. Les preuves (accords, factures, demandes) restent, à part."""
    settings = settings_of(context)
    slug, staff = the_town(town, settings), who_asks(by, reason)
    if as_json and not yes:
        raise SettingsError(["--json ne pose pas de question : ajoutez --yes"])
    asyncio.run(_erase(settings, slug, login, staff, as_json=as_json, yes=yes))


async def _erase(  # noqa: PLR0913 - the command's own options
    settings: Settings, town: str, login: str, staff: Staff, *, as_json: bool, yes: bool
) -> None:
    async with wiring.counter_opened(settings) as counter:
        citizen = await the_citizen(town, login)
        seen = await outlook(counter, citizen)
        if not as_json:
            _show(seen, citizen.login)
        if not yes and not await asyncio.to_thread(_agreed, citizen.login):
            raise RefusedError("rien n'a été effacé : l'identifiant n'a pas été confirmé.")
        number, counts = citizen.id, await _with_bar(counter, citizen, staff, seen)
    if as_json:
        say_json({"citizen": number, "erased": counts, "kept": seen.kept})
        return
    say(f"C'est effacé. Il ne reste de cette personne que le numéro {number}, et ses preuves.")


async def _with_bar(
    counter: Counter, citizen: Citizen, staff: Staff, seen: Outlook
) -> dict[str, int]:
    with bar("Effacement", seen.total) as told:
        return dict(await erase(counter, citizen, staff, told))


def _show(seen: Outlook, login: str) -> None:
    say(f"De « {login} » seront effacés, sans retour :")
    say("  l'identité, les coordonnées, le mot de passe, les liens avec ses enfants")
    for line in counted(seen.erased):
        said = ", dont seul part le lien avec la personne" if "journal" in line else ""
        say(f"  {line}{said}")
    proofs = list(counted(seen.kept))
    say("Seront gardés à part, avec son nom, comme preuves :" if proofs else "Rien n'est à garder.")
    for line in proofs:
        say(f"  {line}")


def _agreed(login: str) -> bool:
    """The login typed once more; nobody there to type is no agreement."""
    say(f"Pour confirmer, tapez l'identifiant ({login}) :")
    return sys.stdin.readline().strip() == login
