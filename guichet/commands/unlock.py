"""`guichet unlock`: one person's account opens again."""

import asyncio

import typer

from desk.privacy.acts import Staff
from desk.privacy.unlocking import Unlocked
from desk.privacy.unlocking import unlock as unlock_account
from guichet import wiring
from guichet.asked import settings_of
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Reason, Slug, the_citizen, the_town, who_asks

_SENTENCES = {
    Unlocked.UNFROZEN: "Le compte n'est plus bloqué ; la personne en est avertie là où elle écrit.",
    Unlocked.UNLOCKED: "Les échecs sont oubliés ; la personne en est avertie là où elle écrit.",
    Unlocked.OPEN: "Le compte n'était ni bloqué ni verrouillé : rien n'a changé.",
}


def unlock(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    reason: Reason,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Rouvre un compte bloqué par « pas moi » ou par trop d'échecs, une fois la personne reconnue."""
    settings = settings_of(context)
    slug, staff = the_town(town, settings), who_asks(by, reason)
    done = asyncio.run(_unlock(settings, slug, login, staff))
    if as_json:
        say_json({"unlocked": done.value})
    else:
        say(_SENTENCES[done])


async def _unlock(settings: Settings, town: str, login: str, staff: Staff) -> Unlocked:
    async with wiring.counter_opened(settings) as counter:
        return await unlock_account(counter, await the_citizen(town, login), staff)
