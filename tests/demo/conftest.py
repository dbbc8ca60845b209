"""One fake Bot API for the whole session; a new bot for every test."""

from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
from telegram import Bot

from demo.bot_api.client import BotApi, Citizen, running
from tests.demo.wire import make_bot

NUMBERS = count(1001)


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
    return await server.add_bot(f"{number}:test", "Mairie de Lumeville", f"lumeville{number}_bot")


@pytest.fixture
async def bot(server: BotApi, token: str) -> AsyncIterator[Bot]:
    async with make_bot(server, token) as client:
        yield client


@pytest.fixture
async def ana(server: BotApi, token: str) -> Citizen:
    return await server.new_citizen(token, "Ana")
