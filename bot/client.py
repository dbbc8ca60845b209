"""One bot's connection to the Bot API: its client, bounded, and raw updates."""

import asyncio
import json
import logging
import re
import ssl
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from telegram import Bot
from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.pace import PER_SECOND, Pace
from bot.reading import KINDS, Json
from desk.backoff import Pause

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
#: Calls at the same time: httpx degrades with more (256 at once: 150 a second; 8: 515).
AT_ONCE = 8
#: Seconds that Telegram holds a call open when nothing has happened; it grants 50.
LONG_POLL = 30
#: Seconds for an answer, and for a free connection. Half of a courier's lease is longer.
ANSWER = 10.0
#: Seconds for a whole file: others of the same chat wait behind it.
FETCHING = 20.0
#: « photos/file_7.jpg »: a way below our own bot, and nothing else.
_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_./-]{0,200}")


class Client:
    """Open it with `async with`. Unlike the library's own bot, it may open without a network."""

    def __init__(
        self,
        token: str,
        api_base_url: str = API,
        pause: Pause = asyncio.sleep,
        *,
        long_poll: int = LONG_POLL,
    ) -> None:
        root = api_base_url.rstrip("/").removesuffix("/bot")
        options = _plain() if urlsplit(root).scheme == "http" else {}
        # What is said never waits for a connection that a long poll holds.
        self._speaking, self._listening = (
            HTTPXRequest(
                connection_pool_size=AT_ONCE * size,
                read_timeout=ANSWER,
                pool_timeout=ANSWER,
                httpx_kwargs=options,
            )
            for size in (2, 1)
        )
        self._files = f"{root}/file/bot{token}/"
        self.bot = Bot(
            token,
            base_url=f"{root}/bot",
            request=self._speaking,
            get_updates_request=self._listening,
        )
        #: Names the bot without its secret.
        self.account = f"bot:{token.partition(':')[0]}"
        self.pause = pause
        self._long_poll = long_poll
        self.pace = Pace(PER_SECOND, pause)
        self.lanes = asyncio.Semaphore(AT_ONCE)

    async def __aenter__(self) -> Self:
        await self._speaking.initialize()
        await self._listening.initialize()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._speaking.shutdown()
        await self._listening.shutdown()

    async def content(self, file_id: str, most: int) -> bytes | None:
        """A file that a citizen sent, or None when Telegram does not give it: it is asked for once."""
        asked = f"{self.bot.base_url}/getFile?{urlencode({'file_id': file_id})}"
        try:
            async with self.lanes, asyncio.timeout(FETCHING):
                path = way_to(await self._speaking.post(asked), most)
                content = await self._speaking.retrieve(self._files + path) if path else None
        except (TelegramError, TimeoutError, KeyError) as error:
            log.info("a file was not given: %s", type(error).__name__)
            return None
        return content[:most] if content is not None else None

    async def updates(self, offset: int) -> list[Json]:
        """What has happened, oldest first, as Telegram wrote it. Acknowledges what is below `offset`.

        `Bot.get_updates` would parse the batch as a whole: one update that the library cannot read
        would be logged with its words, and block all those behind it.
        """
        asked = {"timeout": self._long_poll, "allowed_updates": json.dumps(KINDS)}
        query = urlencode(asked | ({"offset": offset} if offset else {}))
        url = f"{self.bot.base_url}/getUpdates?{query}"
        try:
            told = await self._listening.post(url, read_timeout=self._long_poll + ANSWER)
        except KeyError:
            told = False
        if not isinstance(told, list):
            raise NetworkError("whoever answers is not the Bot API")
        return list(told)


def way_to(told: object, most: int) -> str:
    """Where a file lies below our own bot; empty when it is too large, or when the answer names anything else.

    The library would open a file of ours, were the answer to name one.
    """
    if not isinstance(told, dict):
        return ""
    path, size = told.get("file_path"), told.get("file_size", 0)
    good = isinstance(path, str) and _PATH.fullmatch(path) and ".." not in path
    return str(path) if good and isinstance(size, int) and size <= most else ""


def _plain() -> dict[str, Any]:
    """For a server of one's own, without TLS: no certificates to load, no proxy on the way."""
    return {"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
