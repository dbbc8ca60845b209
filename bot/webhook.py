"""The webhook of a bot: Telegram posts each update here, and posts it again until it is told 200."""

import hmac
import json
import logging
from collections.abc import Mapping
from contextlib import suppress

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.client import Client
from bot.listening import Listener
from bot.polling import AT_ONCE, UNKNOWN_BOT
from bot.reading import KINDS
from bot.refusing import seconds_of
from desk.backoff import Backoff
from desk.keys import Keys

log = logging.getLogger(__name__)

#: Under the public address of the pages, one path for each town.
PATH = "/{town}/telegram"
HEADER = "x-telegram-bot-api-secret-token"
#: Bytes of an update: the longest text, in escaped JSON, beside the one that it quotes, is under 100 KB.
MOST_BYTES = 512 * 1024
#: Seconds between two looks at whether Telegram still posts here.
WATCH = 60.0
#: Seconds that taking the webhook away may hold up the stop.
FAREWELL = 5.0

REFUSED = "the bot of %s hears nothing: Telegram refuses the webhook %s (%s). Trying again"
REFUSED_BY_US = "401"
UNREACHABLE = "the bot of %s hears nothing: the Bot API cannot be reached (%s). Trying again"
TAKEN = "the webhook of %s was changed by another program: it is set again"
FAILING = "Telegram cannot deliver to the webhook of %s, and keeps %d updates: %s"


def secret_of(keys: Keys, town: str) -> str:
    """What Telegram sends back with each update of that town. Derived, so that nothing is stored."""
    return keys.seed(f"webhook:{town}", 0).hex()


def route(listeners: Mapping[str, Listener], keys: Keys) -> Route:
    """The page that hears the bots of `listeners`, by town."""

    async def heard(request: Request) -> Response:
        """Stored, then 200. What raises is answered 500: Telegram keeps the update and comes again."""
        town = request.path_params["town"]
        if town not in listeners:
            raise HTTPException(404)
        sent = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(sent, secret_of(keys, town).encode()):
            return Response(status_code=401)
        try:
            update = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        await listeners[town].take(update)
        return Response()

    return Route(PATH, heard, methods=["POST"])


class Webhook:
    """Tells Telegram where to post, sees to it that it does, and takes the webhook away at the end."""

    def __init__(self, client: Client, town: str, *, url: str, secret: str) -> None:
        self._client = client
        self._town = town
        self._url = url
        self._secret = secret
        self._backoff = Backoff()
        self._was_set = False
        #: The last trouble told: the same one is not told at each look.
        self._told: tuple[object, ...] = ()

    async def run(self) -> None:
        """Until cancelled, or until the token proves wrong."""
        try:
            while True:
                await self._client.pause(await self._look())
        except InvalidToken:
            log.error(UNKNOWN_BOT, self._town)  # noqa: TRY400 - the sentence says it all
        finally:
            await self._leave()

    async def _look(self) -> float:
        """Seconds until the next one."""
        try:
            await self._keep()
        except InvalidToken:
            raise
        except TelegramError as error:
            return self._trouble(error)
        self._backoff.reset()
        return WATCH

    async def _keep(self) -> None:
        """Set it when it is not ours, and tell what Telegram says of its deliveries."""
        info = await self._client.bot.get_webhook_info()
        waits = info.pending_update_count if info.last_error_message else 0
        # Set by another program at our own address: what comes has its secret, and we refuse it.
        stolen = bool(waits) and REFUSED_BY_US in str(info.last_error_message)
        if self._was_set and info.url == self._url and not stolen:
            if waits:
                # Telegram's words hold an HTTP status or a network fault, never an update.
                self._tell(FAILING, waits, info.last_error_message)
            else:
                self._told = ()
            return
        if self._was_set:
            self._tell(TAKEN)
        # Even where the address is the same, the secret may be another since the key was changed.
        await self._client.bot.set_webhook(
            self._url,
            secret_token=self._secret,
            max_connections=AT_ONCE,
            allowed_updates=KINDS,
        )
        self._was_set = True

    def _trouble(self, error: TelegramError) -> float:
        match error:
            case RetryAfter():
                return max(seconds_of(error).total_seconds(), self._backoff.next())
            case BadRequest(message=words):
                self._tell(REFUSED, self._url, words)
            case _:
                self._tell(UNREACHABLE, type(error).__name__)
        return self._backoff.next()

    async def _leave(self) -> None:
        """What was not delivered waits at Telegram for the next start, whichever way that one hears."""
        if not self._was_set:
            return
        with suppress(TelegramError, TimeoutError):
            await self._client.bot.delete_webhook(
                read_timeout=FAREWELL, write_timeout=FAREWELL, connect_timeout=FAREWELL
            )

    def _tell(self, sentence: str, *details: object) -> None:
        if (sentence, *details[:1]) != self._told:
            log.warning(sentence, self._town, *details)
        self._told = (sentence, *details[:1])
