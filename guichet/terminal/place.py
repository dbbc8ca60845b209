"""The demo town for one citizen at a terminal: its own database, its own mails, no network."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from demo import town as demo_town
from desk.clock import Clock
from desk.counter import Counter
from flows.here import Channel
from guichet import wiring
from guichet.settings import Database, Keys, Settings, Web
from guichet.settings_file import read_settings
from guichet.settings_mail import MailOut
from guichet.settings_telegram import Telegram
from guichet.terminal.hour import Hour
from mail_send.door import MailDoor
from models.journal import Journal

TEMPLATE = Path(demo_town.__file__).with_name("config.toml")
BOT = "ValFleuriBot"
MAILS = "chat-courrier"


def settings_in(folder: Path, environ: Mapping[str, str]) -> Settings:
    """The demo's settings with everything kept in `folder`, and no bot of a Bot API."""
    told = read_settings(TEMPLATE, environ)
    town = told.towns[demo_town.SLUG]
    apart = {
        "database": Database(url=f"sqlite://{folder / 'chat.db'}"),
        "web": Web(public_url=town.site),
        "telegram": Telegram(),
        "mail_out": MailOut(host="", spool=folder / MAILS),
        "keys": Keys(secret_file=folder / "chat.key", secret=told.keys.secret),
        "towns": {demo_town.SLUG: town.model_copy(update={"telegram_token": SecretStr("")})},
    }
    return told.model_copy(update=apart)


@asynccontextmanager
async def opened(settings: Settings, hour: Hour) -> AsyncIterator[tuple[Counter, MailDoor]]:
    """The counter of the settled town, and its way out by mail. `hour` goes on from where it stopped."""
    async with wiring.opened(settings, clock=hour) as house:
        if last := await Journal.all().order_by("-id").first():
            hour.not_before(last.at)
        await demo_town.settle(now=hour())
        mail = house.doors[Channel.MAIL]
        assert isinstance(mail, MailDoor)
        yield _with_bot(house.counter, hour), mail


def _with_bot(counter: Counter, hour: Clock) -> Counter:
    """A line is a whole message here: nothing is waited for."""
    towns = {slug: replace(town, bot=BOT) for slug, town in counter.towns.items()}
    limits = replace(counter.limits, settle=timedelta())
    return replace(counter, towns=towns, limits=limits, clock=hour)
