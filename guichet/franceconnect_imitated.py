"""The demo's FranceConnect: a local provider when Node is there, else the demo without the button."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from urllib.parse import urlsplit

from pydantic import SecretStr

from demo.franceconnect import App, NotHereError, running
from demo.franceconnect.people import people
from demo.town import SLUG
from guichet.screen import say
from guichet.settings import Settings

CLIENT = "val-fleuri-demo"


@asynccontextmanager
async def franceconnect_imitated(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with a client of it, or those given when it cannot run here: one line says why."""
    pages = str(settings.web.public_url).rstrip("/")
    app = App(CLIENT, secrets.token_urlsafe(32), f"{pages}/{SLUG}")
    port = urlsplit(str(settings.franceconnect.issuer)).port or 0
    with ExitStack() as stack:
        try:
            provider = running([app], people(), port=port)
            # The first time, npm installs it: that takes a while.
            await asyncio.to_thread(stack.enter_context, provider)
        except NotHereError as error:
            say(f"Sans FranceConnect imité ({error}) : tout le reste marche.")
            yield settings
            return
        yield _with_client(settings, app)


def _with_client(settings: Settings, app: App) -> Settings:
    client = {
        "franceconnect_client_id": app.id,
        "franceconnect_client_secret": SecretStr(app.secret),
    }
    town = settings.towns[SLUG].model_copy(update=client)
    return settings.model_copy(update={"towns": {**settings.towns, SLUG: town}})
