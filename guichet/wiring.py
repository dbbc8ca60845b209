"""Everything plugged together: the only file that knows every door, the desk, the portal and the flows."""

import asyncio
import errno
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import webhook
from bot.bots import Bots, TownBot, bots
from desk.catalogue import catalogue
from desk.clock import Clock, utc_now
from desk.counter import Counter
from desk.door import Door
from desk.orphans import let_go_of_orphans
from desk.privacy.daily import purge_daily
from desk.reception import receive
from desk.town import Town
from desk.wakeup import Alone, Line, Work, by_oneself
from desk.waves.releasing import release_waves
from desk.working import play_arrivals, ring_timers, send_departures
from flows.here import Channel
from guichet import database
from guichet.dkim_keys import signers
from guichet.errors import PortError, SettingsError
from guichet.franceconnect import franceconnect
from guichet.mailboxes import boxes, handed_over, reading
from guichet.parts import ALL, Part
from guichet.retention import retention
from guichet.secrets_file import server_keys
from guichet.settings import Settings
from guichet.towns import limits, office_hours, password_rules, telegram_secrets, towns
from guichet.witness import look, watch, witness_of
from mail_ingest.authenticity import Trust
from mail_ingest.imap import read_mailbox
from mail_ingest.signed import dns_lookup
from mail_ingest.smtp import MailIn, listening
from mail_send.carrier import Carrier
from mail_send.door import MailDoor
from mail_send.relay import Relay, Tls
from mail_send.spool import Maildir
from mail_send.traffic import Traffic
from models.conversation import Address
from models.engine.apart import connect_apart, is_shared
from portal.password import Judge
from web.application import application
from web.client import networks
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
async def counter_opened(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Counter]:
    """The database, the judge and the words: all that a command needs that sends nothing itself."""
    async with database.up_to_date(settings.database.url), Judge() as judge:
        yield _counter(settings, judge, clock)


@asynccontextmanager
async def opened(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[House]:
    """The counter and the ways out: all that a command needs that sends what it says."""
    async with AsyncExitStack() as stack:
        counter = await stack.enter_async_context(counter_opened(settings, clock=clock))
        mail = mail_door(stack, settings, counter)
        doors: dict[Channel, Door] = {Channel.MAIL: mail}
        telegram = await _telegram(stack, settings, counter)
        if telegram:
            counter = replace(counter, towns=await _introduced(telegram, counter.towns))
            doors[Channel.TELEGRAM] = telegram.door
        yield House(settings=settings, counter=counter, doors=doors, bots=telegram)


def mail_door(stack: AsyncExitStack, settings: Settings, counter: Counter) -> MailDoor:
    """The way out by mail; `stack` closes its connections."""
    return MailDoor(
        carrier=_carrier(stack, settings),
        delimiter=settings.mail_in.reply_delimiter,
        hints={slug: _hint(counter, slug) for slug in counter.towns},
        signers=signers(settings),
    )


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
        office_hours=office_hours(settings),
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


def _carrier(stack: AsyncExitStack, settings: Settings) -> Carrier:
    told = settings.mail_out
    if not told.host:
        assert told.spool is not None
        return Maildir(told.spool)
    relay = Relay(
        host=told.host,
        port=told.port,
        tls=Tls(told.tls),
        username=told.username,
        password=told.password.get_secret_value(),
        connections=told.connections,
    )
    stack.callback(relay.close)
    now = asyncio.get_running_loop().time
    return Traffic(carrier=relay, per_minute=told.per_minute, now=now)


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


async def serve_all(
    house: House,
    *,
    only: Collection[Part] = ALL,
    ready: Callable[[str, int], None] | None = None,
) -> None:
    """Run those parts until cancelled. `ready` is told the address of the pages and the mail port.

    Raises `PortError` before anything starts when a port is taken.
    """
    async with AsyncExitStack() as stack:
        pages = _listen(house.settings) if Part.WEB in only else None
        if pages:
            stack.callback(pages.close)
        port = await stack.enter_async_context(_mail_in(house)) if Part.MAIL_IN in only else 0
        if database.sqlite_file(house.settings.database.url):
            await _forget_leases()
        # Before anything leaves: the database may be a copy that came back.
        witness = witness_of(house.settings)
        await look(witness, house.counter.clock)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(watch(witness, house.counter.clock))
            for work in _works(house, only, _alone(house, tasks)):
                tasks.create_task(work)
            if pages:
                tasks.create_task(serve(_pages(house), pages))
            if ready:
                ready(house.counter.public_url if pages else "", port)


def _works(house: House, only: Collection[Part], alone: Alone) -> Iterator[Work]:
    """What never ends behind the doors."""
    if Part.DESK in only:
        yield play_arrivals(house.counter)
        yield alone("waves", partial(release_waves, house.counter))
        yield alone("timers", partial(ring_timers, house.counter))
        yield alone("purge", partial(purge_daily, house.counter, retention(house.settings)))
    if Part.COURIERS in only:
        yield send_departures(house.counter, house.doors)
    if Part.TELEGRAM in only and house.bots:
        for slug in house.bots.towns:
            yield alone(f"bot:{slug}", partial(_hear, house, house.bots, slug))
    if Part.MAIL_IN in only:
        keep, clock = partial(receive, house.counter), house.counter.clock
        for slug, box in boxes(house.settings).items():
            known = reading(house.settings, slug)
            yield alone(f"mailbox:{slug}", partial(read_mailbox, box, known, keep, clock))


def _alone(house: House, tasks: asyncio.TaskGroup) -> Alone:
    """How a part does what one process at a time may do, once this one is on the line with the others."""
    url = house.settings.database.url
    if not is_shared(url):
        return by_oneself
    counter = house.counter
    bells = {"arrived": counter.arrived, "leaving": counter.leaving}
    line = Line(partial(connect_apart, url), bells, counter.badge)
    tasks.create_task(line.run())
    tasks.create_task(line.alone("orphans", partial(let_go_of_orphans, counter.clock)))
    return line.alone


async def _hear(house: House, telegram: Bots, slug: str) -> None:
    """One way or the other, as the setting says; never the other one in silence."""
    if house.settings.telegram.mode == "webhook":
        await telegram.webhook(house.counter, slug)
    else:
        await telegram.poll(house.counter, slug)


def _pages(house: House) -> Starlette:
    extra, room = [*house.pages, *franceconnect(house.settings)], dict[str, int]()
    if house.bots and house.settings.telegram.mode == "webhook":
        extra.append(house.bots.route(house.counter))
        room = {webhook.PATH.format(town=slug): webhook.MOST_BYTES for slug in house.bots.towns}
    trusted = networks(house.settings.web.trusted_proxies)
    return application(house.counter, extra=extra, room=room, trusted=trusted)


async def _forget_leases() -> None:
    """SQLite serves one process, and we hold its ports: whoever had a lease was killed. Nobody waits for it."""
    await Address.all().update(leased_until=None, leased_by="", sending_until=None, sending_by="")


def ports_free(settings: Settings, only: Collection[Part] = ALL) -> None:
    """Look before anything is written. Raises `PortError` when another program listens there."""
    if Part.WEB in only:
        _listen(settings).close()
    told = settings.mail_in
    if Part.MAIL_IN in only and handed_over(settings):
        try:
            listen(told.host, told.port).close()
        except ListenError as error:
            raise _mail_port(settings, error.__cause__) from error


def _listen(settings: Settings) -> socket.socket:
    try:
        return listen(settings.web.host, settings.web.port)
    except ListenError as error:
        raise PortError(str(error)) from error


@asynccontextmanager
async def _mail_in(house: House) -> AsyncIterator[int]:
    told, ours = house.settings.mail_in, handed_over(house.settings)
    if not ours:
        yield 0
        return
    mail = MailIn(
        host=told.host,
        port=told.port,
        towns=ours,
        delimiter=told.reply_delimiter,
        trust=Trust(
            servers=told.trusted_authserv_ids, lookup=dns_lookup if told.check_dkim else None
        ),
        lmtp=told.protocol == "lmtp",
        tls=_certificate(told.tls_certificate),
        max_bytes=told.max_size_mb * 1024 * 1024,
    )
    keep = partial(receive, house.counter)
    try:
        entering = listening(mail, keep, house.counter.clock)
        port = await entering.__aenter__()
    except* OSError as several:
        raise _mail_port(house.settings, several.exceptions[0]) from several
    try:
        yield port
    finally:
        await entering.__aexit__(None, None, None)


def _certificate(file: Path | None) -> ssl.SSLContext | None:
    """Raises `SettingsError` when the file holds no certificate and its key."""
    if file is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(file)
    except OSError as error:
        told = f"[mail_in] tls_certificate : {file} ne donne pas un certificat et sa clé"
        raise SettingsError([f"{told} ({type(error).__name__})"]) from error
    return context


def _mail_port(settings: Settings, error: BaseException | None) -> PortError:
    told = settings.mail_in
    taken = isinstance(error, OSError) and error.errno in {errno.EADDRINUSE, errno.EACCES}
    if taken:
        return PortError(
            f"Le port {told.port} du courrier entrant est déjà pris, ou réservé au système.",
            "Fermez l'autre programme, ou changez [mail_in] port (GUICHET_MAIL_IN__PORT).",
        )
    return PortError(
        f"Impossible de recevoir le courrier sur {told.host}:{told.port}.",
        "Vérifiez [mail_in] host et port.",
    )
