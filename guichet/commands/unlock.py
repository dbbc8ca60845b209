"""`guichet unlock`: one person's account opens again."""

import asyncio

import typer

from desk.privacy.acts import Staff
from desk.privacy.reaching import told_at
from desk.privacy.unlocking import Unlocked
from desk.privacy.unlocking import unlock as unlock_account
from guichet import wiring
from guichet.asked import settings_of
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Reason, Slug, the_citizen, the_town, who_asks

_SENTENCES = {
    Unlocked.UNFROZEN: "L'espace n'est plus bloqué",
    Unlocked.UNLOCKED: "Les échecs sont oubliés",
}
_NOTHING = "L'espace n'était pas bloqué, et son mot de passe servait : rien n'a changé."
_TOLD = "la personne en est avertie là où elle écrit."
_UNTOLD = "elle n'a ni courriel qui soit à elle, ni conversation : dites-le-lui."


def unlock(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    reason: Reason,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Rouvre un espace bloqué par « pas moi » ou par trop d'échecs, une fois la personne reconnue."""
    settings = settings_of(context)
    slug, staff = the_town(town, settings), who_asks(by, reason)
    done, told = asyncio.run(_unlock(settings, slug, login, staff))
    if as_json:
        say_json({"unlocked": done.value, "told": told})
    elif done is Unlocked.OPEN:
        say(_NOTHING)
    else:
        say(f"{_SENTENCES[done]} ; {_TOLD if told else _UNTOLD}")


async def _unlock(settings: Settings, town: str, login: str, staff: Staff) -> tuple[Unlocked, bool]:
    async with wiring.counter_opened(settings) as counter:
        citizen = await the_citizen(town, login)
        done = await unlock_account(counter, citizen, staff)
        told = done is not Unlocked.OPEN and await told_at(citizen) is not None
        return done, told
