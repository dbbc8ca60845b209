"""What a bot says of itself before anyone writes: its commands, and what it is for."""

import logging

from telegram import BotCommand
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.client import Client
from bot.polling import UNKNOWN_BOT
from bot.refusing import seconds_of
from desk.backoff import Backoff
from desk.town import Town

log = logging.getLogger(__name__)

#: What the phone offers behind « / ». The desk understands these words, with or without the slash.
COMMANDS = {
    "start": "Commencer, ou reprendre là où vous en étiez",
    "menu": "Revenir au début",
    "factures": "Voir vos factures",
    "aide": "Savoir comment répondre",
    "repeter": "Répéter la dernière question",
    "retour": "Revenir à la question précédente",
    "annuler": "Abandonner ce qui est en cours",
    "personne": "Joindre une personne de la mairie",
    "stop": "Ne plus recevoir de rappel",
}
DESCRIPTION = (
    "Votre espace personnel à la mairie ({name}), par messages : l’activer, voir vos factures, vos "
    "demandes et vos documents, parler à une personne.\n\n"
    "Vous parlez à un automate. Touchez « Démarrer » pour commencer."
)
SHORT_DESCRIPTION = "Votre espace personnel à la mairie, par messages ({name})."
LONGEST_DESCRIPTION, LONGEST_SHORT_DESCRIPTION = 512, 120


async def introduce(client: Client, town: Town) -> str:
    """The username, for deep links, once Telegram has told it; empty if it does not know the token.

    Waits for the network as long as it takes: the caller decides for how long.
    """
    backoff = Backoff()
    while True:
        try:
            me = await client.bot.get_me()
            await _dress(client, town)
        except InvalidToken:
            log.error(UNKNOWN_BOT, town.slug)  # noqa: TRY400 - the sentence says it all
            return ""
        except TelegramError as error:
            log.warning("the bot of %s cannot present itself yet (%s)", town.slug, _kind(error))
            await client.pause(_delay(error, backoff))
        else:
            return me.username or ""


async def _dress(client: Client, town: Town) -> None:
    """None of this is needed to serve: what fails is told, and done at the next start."""
    for step in (_offer_commands, _describe, _describe_shortly):
        try:
            await step(client, town)
        except TelegramError as error:
            what = step.__name__.strip("_").replace("_", " ")
            log.warning("the bot of %s could not %s (%s)", town.slug, what, _kind(error))


async def _offer_commands(client: Client, _town: Town) -> None:
    await client.bot.set_my_commands([BotCommand(*command) for command in COMMANDS.items()])


async def _describe(client: Client, town: Town) -> None:
    """Unless the town has written its own."""
    if not (await client.bot.get_my_description()).description:
        words = DESCRIPTION.format(name=town.name)[:LONGEST_DESCRIPTION]
        await client.bot.set_my_description(words)


async def _describe_shortly(client: Client, town: Town) -> None:
    if not (await client.bot.get_my_short_description()).short_description:
        words = SHORT_DESCRIPTION.format(name=town.name)[:LONGEST_SHORT_DESCRIPTION]
        await client.bot.set_my_short_description(words)


def _delay(error: TelegramError, backoff: Backoff) -> float:
    asked = seconds_of(error).total_seconds() if isinstance(error, RetryAfter) else 0.0
    return max(asked, backoff.next())


def _kind(error: TelegramError) -> str:
    return type(error).__name__
