"""A bot presents itself: who it is, what it understands, what it is for."""

import pytest

from bot.client import Client
from bot.starting import COMMANDS, introduce
from demo.bot_api.client import BotApi
from tests.bot.desk import Pauses
from tests.bot.test_door import TOWN


async def test_the_bot_says_its_username_and_offers_its_commands(client: Client) -> None:
    number = client.account.removeprefix("bot:")
    assert await introduce(client, TOWN) == f"lumeville{number}_bot"
    offered = {one.command: one.description for one in await client.bot.get_my_commands()}
    assert offered == COMMANDS
    assert "Lumeville" in (await client.bot.get_my_description()).description
    assert "Lumeville" in (await client.bot.get_my_short_description()).short_description


async def test_what_the_town_wrote_itself_stays(client: Client) -> None:
    await client.bot.set_my_description("Écrit par la mairie.")
    await introduce(client, TOWN)
    assert (await client.bot.get_my_description()).description == "Écrit par la mairie."


async def test_it_waits_for_the_network(server: BotApi, client: Client, pauses: Pauses) -> None:
    await server.fault(client.bot.token, "getMe", "502")
    await server.fault(client.bot.token, "getMe", "429", retry_after=40)
    assert await introduce(client, TOWN)
    assert len(pauses) == 2
    assert pauses[1] == 40


async def test_a_presentation_that_fails_does_not_keep_it_from_serving(
    server: BotApi, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    await server.fault(client.bot.token, "setMyCommands", "500")
    assert await introduce(client, TOWN)
    assert "could not offer commands (NetworkError)" in caplog.text
    assert (await client.bot.get_my_description()).description


async def test_a_wrong_token_has_no_username(
    bot_api_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client("9:wrong-secret", bot_api_url) as client:
        assert await introduce(client, TOWN) == ""
    assert "Check telegram_token" in caplog.text
    assert "wrong-secret" not in caplog.text
