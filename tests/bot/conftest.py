"""The real client against the fake Bot API, and a desk that only remembers what it was given."""

from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest

from bot.client import Client
from demo.bot_api.client import BotApi, Citizen, running
from tests.bot.desk import Desk, Pauses

NUMBERS = count(7001)


@pytest.fixture(scope="session")
def bot_api_url() -> Iterator[str]:
    with running(webhook_delay=0.01) as url:
        yield url


@pytest.fixture
async def server(bot_api_url: str) -> AsyncIterator[BotApi]:
    async with BotApi(bot_api_url) as control:
        yield control


@pytest.fixture
async def token(server: BotApi) -> str:
    number = next(NUMBERS)
    return await server.add_bot(f"{number}:secret-{number}", "Lumeville", f"lumeville{number}_bot")


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def client(bot_api_url: str, token: str, pauses: Pauses) -> AsyncIterator[Client]:
    async with Client(token, bot_api_url, pauses) as opened:
        yield opened


@pytest.fixture
async def ana(server: BotApi, token: str) -> Citizen:
    return await server.new_citizen(token, "Ana")


@pytest.fixture
async def bruno(server: BotApi, token: str) -> Citizen:
    return await server.new_citizen(token, "Bruno")


@pytest.fixture
def desk() -> Desk:
    return Desk()
