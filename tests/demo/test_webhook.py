"""Updates delivered by POST, again and again until a 2xx."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict

from demo.bot_api.client import BotApi, Citizen

PATIENCE = 10


@dataclass
class Receiver:
    """The other end of a webhook: what came, and what it answers."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    came: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    async def next(self) -> Update:
        async with asyncio.timeout(PATIENCE):
            return Update.de_json(await self.came.get())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
        body = await reader.readexactly(int(fields["content-length"]))
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(f"HTTP/1.1 {status} .\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        self.secrets.append(fields.get("x-telegram-bot-api-secret-token", ""))
        self.came.put_nowait(json.loads(body))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    listening = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    async with listening:
        receiver.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/hook"
        yield receiver


async def test_an_update_is_posted_with_the_secret(
    bot: Bot, ana: Citizen, receiver: Receiver
) -> None:
    await ana.say("avant")
    await bot.set_webhook(receiver.url, secret_token="s3cret_")
    await ana.say("bonjour")
    said = [(await receiver.next()).message for _ in range(2)]
    assert [one.text for one in said if one] == ["avant", "bonjour"]
    assert receiver.secrets == ["s3cret_", "s3cret_"]
    await bot.delete_webhook()


async def test_a_refused_update_comes_again_and_those_behind_it_wait(
    bot: Bot, ana: Citizen, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503, 302]
    await bot.set_webhook(receiver.url)
    await ana.say("un")
    await ana.say("deux")
    texts = [(await receiver.next()).effective_message.text for _ in range(5)]
    assert texts == ["un", "un", "un", "un", "deux"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 ."
    await bot.delete_webhook()


async def test_one_persons_trouble_does_not_hold_up_another(
    server: BotApi, bot: Bot, ana: Citizen, receiver: Receiver
) -> None:
    paul = await server.new_citizen(bot.token, "Paul")
    await ana.say("un")
    await paul.say("deux")
    await bot.set_webhook(receiver.url, max_connections=1)
    assert {(await receiver.next()).effective_user.first_name for _ in range(2)} == {"Ana", "Paul"}
    await bot.delete_webhook()


async def test_a_webhook_may_get_an_update_twice(
    server: BotApi, bot: Bot, ana: Citizen, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    await server.duplicate(bot.token)
    await ana.say("un")
    await ana.say("deux")
    texts = [(await receiver.next()).effective_message.text for _ in range(3)]
    assert texts == ["un", "un", "deux"]
    await bot.delete_webhook()


async def test_with_a_webhook_there_is_no_polling_and_without_it_nothing_was_lost(
    bot: Bot, ana: Citizen
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/closed", allowed_updates=["message"])
    await ana.say("bonjour")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("http://127.0.0.1:9/closed", 1)
    assert info.allowed_updates == ("message",)
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_setting_a_webhook_ends_the_poll_that_waits(
    server: BotApi, bot: Bot, receiver: Receiver
) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(_refused(bot))
        await server.calls(bot.token, "getUpdates", count=1)
        await bot.set_webhook(receiver.url)
    assert "terminated by setWebhook request" in poll.result()
    await bot.delete_webhook()


async def _refused(bot: Bot) -> str:
    with pytest.raises(Conflict) as refused:
        await bot.get_updates(timeout=30)
    return refused.value.message


async def test_what_waits_can_be_dropped(bot: Bot, ana: Citizen) -> None:
    await ana.say("bonjour")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "why"),
    [
        ("http://ville.example/hook", "", "An HTTPS URL must be provided"),
        ("https://ville.example/hook", "pas ça", "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_telegram_refuses_is_refused(
    bot: Bot, url: str, secret: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.set_webhook(url, secret_token=secret)
