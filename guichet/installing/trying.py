"""Answers tried for real, where the network allows it: what comes back is said, and decided by whoever answers."""

import asyncio

import asyncpg
from telegram.error import InvalidToken, TelegramError

from bot.client import Client
from guichet.installing.question import Answers
from models.engine.apart import connect_apart, is_shared

#: Seconds for each try.
PATIENCE = 8.0


async def tried(name: str, answers: Answers, api_base_url: str) -> str:
    """What to know of that answer, in French; empty when it is good, or when there is nothing to try.

    Nothing is tried without an address of the Bot API: nobody wants the network.
    """
    if not api_base_url:
        return ""
    try:
        async with asyncio.timeout(PATIENCE):
            match name:
                case "telegram_token":
                    return await _token(answers[name], api_base_url)
                case "database" if is_shared(answers[name]):
                    return await _base(answers[name])
                case "relay_port":
                    return await _relay(answers["relay"], int(answers[name]))
                case "imap_port":
                    return await _relay(answers["imap_host"], int(answers[name]))
                case _:
                    return ""
    except TimeoutError:
        return "pas de réponse"


async def _token(token: str, api_base_url: str) -> str:
    if not token:
        return ""
    try:
        async with Client(token, api_base_url) as client:
            await client.bot.get_me()
    except InvalidToken:
        return "Telegram ne connaît pas ce jeton"
    except TelegramError:
        return "Telegram n'a pas pu être joint : ce jeton n'est pas vérifié"
    return ""


async def _base(url: str) -> str:
    try:
        line = await connect_apart(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return f"la base ne s'ouvre pas ({type(error).__name__})"
    await line.close()
    return ""


async def _relay(host: str, port: int) -> str:
    try:
        _, writing = await asyncio.open_connection(host, port)
    except OSError:
        return f"personne ne répond à {host}:{port}"
    writing.transport.abort()
    return ""
