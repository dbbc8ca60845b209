"""`guichet unlink`: a chat is no longer one person's."""

import asyncio
from typing import Annotated

import typer

from desk.privacy.acts import Staff
from desk.privacy.unlinking import Chat, chats_of
from desk.privacy.unlinking import unlink as unlink_chats
from guichet import wiring
from guichet.asked import settings_of
from guichet.errors import NotFoundError
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Reason, Slug, the_citizen, the_town, who_asks


def unlink(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    reason: Reason,
    chat: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Cette conversation seulement, par son numéro ; sinon toutes."
        ),
    ] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Délie les conversations Telegram d'une personne : téléphone perdu, prêté, vendu."""
    settings = settings_of(context)
    slug, staff = the_town(town, settings), who_asks(by, reason)
    done = asyncio.run(_unlink(settings, slug, login, chat, staff))
    if as_json:
        say_json({"unlinked": [one.number for one in done]})
        return
    for one in done:
        say(f"La conversation n° {one.number} n'est plus reliée.")
    if not done:
        say("Aucune conversation n'était reliée : rien n'a changé.")


async def _unlink(
    settings: Settings, town: str, login: str, number: int | None, staff: Staff
) -> list[Chat]:
    async with wiring.counter_opened(settings) as counter:
        citizen = await the_citizen(town, login)
        linked = await chats_of(citizen)
        wanted = [one for one in linked if number in {None, one.number}]
        if number is not None and not wanted:
            known = ", ".join(f"n° {one.number}" for one in linked) or "aucune"
            raise NotFoundError(
                f"la conversation n° {number} n'est pas reliée à cet espace ; rien n'a changé.",
                f"Conversations reliées : {known}.",
            )
        return await unlink_chats(counter, citizen, wanted, staff)
