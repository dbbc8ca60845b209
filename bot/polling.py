"""The long poll of one bot: an update is acknowledged by the call that follows its commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.client import Client
from bot.listening import Listener
from bot.reading import Json, chat_of
from bot.refusing import seconds_of
from desk.backoff import Backoff

log = logging.getLogger(__name__)

#: Conversations of one batch that are served at the same time.
AT_ONCE = 8

UNKNOWN_BOT = (
    "the bot of %s stops: the Bot API does not know its token. "
    "Check telegram_token and api_base_url in the settings, then start again"
)
CONFLICT = (
    "the bot of %s hears nothing: another program receives its messages (a second Guichet, or a "
    "webhook). Stop the other one; this one tries again by itself"
)
UNREACHABLE = "the bot of %s hears nothing: the Bot API cannot be reached (%s). Trying again"
NOT_STORED = "%d messages for %s could not be stored (%s): Telegram keeps them. Trying again"
BACK = "the bot of %s hears again"
#: Told at each 409; what it does is not ours.
Meet = Callable[[], Awaitable[None]]


class Poll:
    """Telegram keeps one cursor per bot, the offset: it moves only over what is stored."""

    def __init__(
        self, client: Client, listener: Listener, town: str, meet: Meet | None = None
    ) -> None:
        self._client = client
        self._meet = meet
        self._listener = listener
        self._town = town
        self._offset = 0
        self._backoff = Backoff()
        #: The last trouble told: the same one is not told at each try.
        self._told = ""

    async def run(self) -> None:
        """Until cancelled, or until the token proves wrong."""
        polls = False
        while True:
            try:
                if not polls:
                    polls = await self._client.bot.delete_webhook()
                updates = await self._client.updates(self._offset)
            except InvalidToken:
                log.error(UNKNOWN_BOT, self._town)  # noqa: TRY400 - the sentence says it all
                return
            except TelegramError as error:
                if isinstance(error, Conflict):
                    await self._met_another()
                await self._client.pause(self._trouble(error))
            else:
                await self._store(updates)

    async def _met_another(self) -> None:
        if self._meet is not None:
            try:
                await self._meet()
            except Exception as error:  # noqa: BLE001 - a note must not stop what it is about
                log.warning("a conflict could not be noted: %s", type(error).__name__)

    def _trouble(self, error: TelegramError) -> float:
        match error:
            case RetryAfter():
                return max(seconds_of(error).total_seconds(), self._backoff.next())
            case Conflict():
                self._tell(CONFLICT, self._town)
            case _:
                # The error's own words may hold the answer of the server.
                self._tell(UNREACHABLE, self._town, type(error).__name__)
        return self._backoff.next()

    async def _store(self, updates: Sequence[Json]) -> None:
        failures = await self._take(updates)
        failed = next((update for update in updates if update["update_id"] in failures), None)
        if failed is not None:
            self._offset = failed["update_id"]
            kinds = ", ".join(sorted({type(error).__name__ for error in failures.values()}))
            self._tell(NOT_STORED, len(failures), self._town, kinds)
            await self._client.pause(self._backoff.next())
            return
        # Nothing is left to acknowledge after an empty answer. Without an offset, numbers that
        # Telegram begins again lower, as it may after a quiet week, are heard too.
        self._offset = updates[-1]["update_id"] + 1 if updates else 0
        self._backoff.reset()
        if self._told:
            log.info(BACK, self._town)
            self._told = ""

    async def _take(self, updates: Iterable[Json]) -> dict[int, Exception]:
        """Chats at the same time, each in its order. What could not be stored, by update_id."""
        failures: dict[int, Exception] = {}
        room = asyncio.Semaphore(AT_ONCE)

        async def in_order(chat: list[Json]) -> None:
            async with room:
                for update in chat:
                    try:
                        await self._listener.take(update)
                    except Exception as error:  # noqa: BLE001 - kept by Telegram, and tried again
                        failures[update["update_id"]] = error
                        return

        async with asyncio.TaskGroup() as tasks:
            for chat in by_chat(updates):
                tasks.create_task(in_order(chat))
        return failures

    def _tell(self, sentence: str, *details: object) -> None:
        if sentence != self._told:
            log.warning(sentence, *details)
        self._told = sentence


def by_chat(updates: Iterable[Json]) -> list[list[Json]]:
    """Each conversation's updates, in the order in which they came."""
    chats: dict[int, list[Json]] = {}
    for update in updates:
        chats.setdefault(chat_of(update), []).append(update)
    return list(chats.values())
