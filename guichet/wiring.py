"""Everything plugged together: the only file that knows every door, the desk, the portal and the flows."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from starlette.routing import BaseRoute

from bot.bots import Bots, TownBot, bots
from desk.catalogue import catalogue
from desk.clock import Clock, utc_now
from desk.counter import Counter
from desk.door import Door
from desk.reception import receive
from desk.town import Town
from desk.working import play_arrivals, ring_timers, send_departures
from flows.here import Channel
from guichet import database
from guichet.errors import PortError, SettingsError
from guichet.secrets_file import server_keys
from guichet.settings import Settings
from guichet.towns import limits, password_rules, telegram_secrets, towns
from mail_ingest.smtp import MailIn, listening
from mail_send.carrier import Carrier
from mail_send.door import MailDoor
from mail_send.relay import Relay, Tls
from mail_send.spool import Maildir
from portal.password import Judge
from web.application import application
from web.serving import ListenError, listen, serve
from words.desk_keys import MAIL_HINT
from words.texts import Texts, WordingError

log = logging.getLogger(__name__)

#: Seconds that a bot may take to tell its name before the other doors open without it.
INTRODUCTION = 10.0


@dataclass(slots=True, kw_only=True)
class House:
    """An open house: the counter, its doors, and what runs behind them."""

    settings: Settings
    counter: Counter
    doors: Mapping[Channel, Door]
    bots: Bots | None = None
    #: Pages that somebody else brings: the demo's mail reader.
    pages: list[BaseRoute] = field(default_factory=list)


@asynccontextmanager
async def opened(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[House]:
    """The database, the judge, the words and the ways out: all that any command of the desk needs."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(database.up_to_date(settings.database.url))
        judge = await stack.enter_async_context(Judge())
        counter = _counter(settings, judge, clock)
        doors: dict[Channel, Door] = {
            Channel.MAIL: MailDoor(
                carrier=_carrier(settings),
                delimiter=settings.mail_in.reply_delimiter,
                hints={slug: _hint(counter, slug) for slug in counter.towns},
            )
        }
        telegram = await _telegram(stack, settings, counter)
        if telegram:
            counter = replace(counter, towns=await _introduced(telegram, counter.towns))
            doors[Channel.TELEGRAM] = telegram.door
        yield House(settings=settings, counter=counter, doors=doors, bots=telegram)


def _counter(settings: Settings, judge: Judge, clock: Clock) -> Counter:
    known = towns(settings)
    texts = {slug: _texts(town, settings) for slug, town in known.items()}
    return Counter(
        towns=known,
        catalogues={slug: catalogue(wording) for slug, wording in texts.items()},
        texts=texts,
        keys=server_keys(settings.keys),
        clock=clock,
        judge=judge,
        rules=password_rules(settings),
        telegram_secrets=telegram_secrets(settings),
        public_url=str(settings.web.public_url).rstrip("/"),
        limits=limits(settings),
    )


def _texts(town: Town, settings: Settings) -> Texts:
    told = settings.password
    rules = {
        "min_length": told.min_length,
        "min_lowercase": told.min_lowercase,
        "min_digits": told.min_digits,
    }
    try:
        return Texts.load(*([Path(town.words)] if town.words else []), rules=rules)
    except WordingError as error:
        raise SettingsError([f"[towns.{town.slug}] words : {error}"]) from error


def _hint(counter: Counter, slug: str) -> str:
    around = {"channel": Channel.MAIL.value, "town": counter.towns[slug]}
    return counter.texts[slug].say(MAIL_HINT, {}, **around, link={}, secret={})


def _carrier(settings: Settings) -> Carrier:
    told = settings.mail_out
    if not told.host:
        assert told.spool is not None
        return Maildir(told.spool)
    return Relay(
        host=told.host,
        port=told.port,
        tls=Tls(told.tls),
        username=told.username,
        password=told.password.get_secret_value(),
    )


async def _telegram(stack: AsyncExitStack, settings: Settings, counter: Counter) -> Bots | None:
    mine = [
        TownBot(town=counter.towns[slug], token=told.telegram_token.get_secret_value())
        for slug, told in settings.towns.items()
        if told.telegram_token
    ]
    if not mine:
        return None
    return await stack.enter_async_context(bots(mine, str(settings.telegram.api_base_url)))


async def _introduced(telegram: Bots, known: Mapping[str, Town]) -> dict[str, Town]:
    """Each town with its bot's username; a silent Bot API does not keep the other doors shut."""
    return {
        slug: replace(town, bot=await _username(telegram, slug)) if slug in telegram.towns else town
        for slug, town in known.items()
    }


async def _username(telegram: Bots, slug: str) -> str:
    try:
        async with asyncio.timeout(INTRODUCTION):
            return await telegram.introduce(slug)
    except TimeoutError:
        log.warning("Telegram ne répond pas : les liens vers le robot de %s attendront", slug)
        return ""


async def serve_all(house: House, *, ready: Callable[[str, int], None] | None = None) -> None:
    """Open every door until cancelled. `ready` is told the address of the pages and the mail port.

    Raises `PortError` before anything starts when a port is taken.
    """
    async with AsyncExitStack() as stack:
        pages = _listen(house.settings)
        stack.callback(pages.close)
        port = await stack.enter_async_context(_mail_in(house))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(play_arrivals(house.counter))
            tasks.create_task(send_departures(house.counter, house.doors))
            tasks.create_task(ring_timers(house.counter))
            for slug in house.bots.towns if house.bots else ():
                assert house.bots is not None
                tasks.create_task(house.bots.poll(house.counter, slug))
            tasks.create_task(serve(application(house.counter, extra=house.pages), pages))
            if ready:
                ready(house.counter.public_url, port)


def _listen(settings: Settings) -> socket.socket:
    try:
        return listen(settings.web.host, settings.web.port)
    except ListenError as error:
        raise PortError(str(error)) from error


@asynccontextmanager
async def _mail_in(house: House) -> AsyncIterator[int]:
    told = house.settings.mail_in
    if told.protocol == "none":
        yield 0
        return
    mail = MailIn(
        host=told.host,
        port=told.port,
        towns={town.mail_address.lower(): town.slug for town in house.counter.towns.values()},
        delimiter=told.reply_delimiter,
        lmtp=told.protocol == "lmtp",
        max_bytes=told.max_size_mb * 1024 * 1024,
    )
    keep = partial(receive, house.counter)
    try:
        entering = listening(mail, keep, house.counter.clock)
        port = await entering.__aenter__()
    except* OSError as several:
        raise PortError(
            f"Le port {told.port} du courrier entrant est déjà pris, ou réservé au système.",
            "Fermez l'autre programme, ou changez [mail_in] port (GUICHET_MAIL_IN__PORT).",
        ) from several
    try:
        yield port
    finally:
        await entering.__aexit__(None, None, None)
