"""One update: reduced, stored, and only then done with. The same for a long poll and for a webhook."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import assert_never

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.client import Client
from bot.reading import Arrival, Group, Json, Press, Standing, Written, read
from bot.refusing import seconds_of
from desk.clock import Clock
from desk.received import Heard, Offer, Received
from flows.events import Carries

log = logging.getLogger(__name__)

#: Stores and commits, or raises. True: it was a secret, to be erased from the chat.
Keep = Callable[[Received], Awaitable[bool]]

#: Faults of ours, never of a database: the same message would fail for ever and block the town.
MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, AssertionError)
#: Tries to erase a secret, and the most seconds that one pause between them may last.
TRIES = 4
LONGEST_PAUSE = 5.0


class Listener:
    """What one bot does with what it hears."""

    def __init__(
        self, client: Client, town: str, *, keep: Keep, clock: Clock, no_groups: str
    ) -> None:
        self._client = client
        self._town = town
        self._keep = keep
        self._clock = clock
        #: The sentence said in a group before leaving it.
        self._no_groups = no_groups

    async def take(self, update: Json) -> None:
        """When this returns, the update may be acknowledged. Raises what storing raised."""
        arrival = self._read(update)
        match arrival:
            case Written():
                await self._written(arrival)
            case Press():
                await self._pressed(arrival)
            case Standing(received=received):
                await self._keep(received)
            case Group(chat=chat):
                await self._leave(chat)
            case None:
                return
            case _ as never:
                assert_never(never)

    def _read(self, update: Json) -> Arrival | None:
        account, now = self._client.account, self._clock()
        try:
            return read(update, town=self._town, account=account, at=now)
        except MISTAKES as error:
            # Its contents are the citizen's: the kind of the error must do.
            log.error("an update of %s cannot be read: %s", account, type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
            return None

    async def _written(self, written: Written) -> None:
        received = written.received
        if (file := written.file) is not None:
            fetch = partial(self._client.content, file.file_id)
            received = replace(
                received, offers=(Offer(name=file.name, size=file.size, fetch=fetch),)
            )
        if await self._kept(received):
            await self._erase(written.chat, written.message_id)

    async def _kept(self, received: Received) -> bool:
        """A message that we cannot handle is stored as one without words: it gets an answer."""
        try:
            return await self._keep(received)
        except MISTAKES as error:
            log.error("a message was set aside: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
        told = received.what
        receipt = told.receipt if isinstance(told, Heard) else ""
        wordless = Heard(text="", carries=Carries.OTHER, receipt=receipt)
        return await self._keep(replace(received, what=wordless, offers=()))

    async def _pressed(self, press: Press) -> None:
        """Answered once stored: while the desk is down, the phone rightly goes on waiting."""
        if press.received is not None:
            await self._keep(press.received)
        await self._answer(press.query_id)

    async def _answer(self, query_id: str) -> None:
        """The phone stops waiting. Too late, or twice, is no trouble."""
        with suppress(TelegramError):
            async with self._client.lanes:
                await self._client.bot.answer_callback_query(query_id)

    async def _erase(self, chat: int, message_id: int) -> None:
        for _ in range(TRIES):
            try:
                async with self._client.lanes:
                    await self._client.bot.delete_message(chat, message_id)
            except (BadRequest, Forbidden, InvalidToken):
                return  # no longer there, or no longer ours to erase
            except TelegramError as error:
                await self._client.pause(_delay(error))
            else:
                return
        log.warning("a secret could not be erased from its chat: Telegram did not answer")

    async def _leave(self, chat: int) -> None:
        """Once: a second message of the same group finds the bot gone."""
        with suppress(TelegramError):
            await self._client.bot.send_message(chat, self._no_groups)
        with suppress(TelegramError):
            await self._client.bot.leave_chat(chat)


def _delay(error: TelegramError) -> float:
    if isinstance(error, RetryAfter):
        return min(seconds_of(error).total_seconds(), LONGEST_PAUSE)
    return 1.0
