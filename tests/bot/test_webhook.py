"""Telegram posts to our page: stored before it is acknowledged, over the wire, by the real server."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import httpx
import pytest
from telegram import WebhookInfo

from bot.bots import TownBot, bots
from bot.client import Client
from bot.webhook import HEADER, MOST_BYTES, PATH, WATCH, Webhook, route, secret_of
from demo.bot_api.client import BotApi, Citizen
from desk.counter import Counter
from desk.keys import Keys
from desk.received import Heard
from desk.town import Town
from portal.password.guessing import Judge
from tests.bot.desk import NOON, PATIENCE, Desk, Pauses, listener, polling
from tests.bot.test_door import TOWN
from web.application import application
from web.serving import address_of, listen, serve
from words.texts import Texts

KEYS = Keys(b"k" * 32)
HERE = PATH.format(town="lumeville")


@dataclass
class Watches(Pauses):
    """Pauses that do not last, but the watch: it waits until the test looks again."""

    looks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        if seconds != WATCH:
            return await super().__call__(seconds)
        self.waiting.set()
        await self.looks.acquire()
        return None

    async def watches(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.waiting.wait()

    async def looks_again(self) -> None:
        self.waiting.clear()
        self.looks.release()
        await self.watches()


def counter_of(*towns: Town) -> Counter:
    return Counter(
        towns={town.slug: town for town in towns},
        texts={town.slug: Texts.load() for town in towns},
        catalogues={},
        keys=KEYS,
        clock=lambda: NOON,
        judge=Judge(),
    )


@pytest.fixture
def pauses() -> Watches:
    return Watches()


@asynccontextmanager
async def page(client: Client, desk: Desk) -> AsyncIterator[str]:
    """Our page, served on a port of its own."""
    hook = route({"lumeville": listener(client, desk)}, KEYS)
    app = application(counter_of(TOWN), extra=[hook], room={HERE: MOST_BYTES})
    listening = listen("127.0.0.1", 0)
    async with asyncio.TaskGroup() as tasks:
        server = tasks.create_task(serve(app, listening))
        yield address_of(listening) + HERE
        server.cancel()


@asynccontextmanager
async def hearing(client: Client, desk: Desk, pauses: Watches) -> AsyncIterator[str]:
    """The bot hears by webhook until the end of the block; gives its address."""
    async with page(client, desk) as url, asyncio.TaskGroup() as tasks:
        hook = Webhook(client, "lumeville", url=url, secret=secret_of(KEYS, "lumeville"))
        task = tasks.create_task(hook.run())
        await pauses.watches()
        yield url
        task.cancel()


async def info(client: Client) -> WebhookInfo:
    return await client.bot.get_webhook_info()


async def until(client: Client, ready: Callable[[WebhookInfo], bool]) -> WebhookInfo:
    """What Telegram knows of the webhook, once it is so."""
    async with asyncio.timeout(PATIENCE):
        known = await info(client)
        while not ready(known):
            known = await info(client)
    return known


async def test_messages_come_by_themselves_are_stored_and_then_acknowledged(
    client: Client, desk: Desk, pauses: Watches, ana: Citizen
) -> None:
    await ana.say("avant l’ouverture")
    async with hearing(client, desk, pauses):
        await ana.say("bonjour")
        said = [Heard(text="avant l’ouverture"), Heard(text="bonjour")]
        assert await desk.has(2) == said
        await until(client, lambda known: known.pending_update_count == 0)


async def test_what_cannot_be_stored_is_refused_and_comes_again_in_its_order(
    client: Client, desk: Desk, pauses: Watches, ana: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    desk.failures = [OSError("no space left"), RuntimeError("locked")]
    async with hearing(client, desk, pauses):
        await ana.say("un")
        await ana.say("deux")
        assert await desk.has(2) == [Heard(text="un"), Heard(text="deux")]
    assert desk.tried == 4
    assert "OSError" in caplog.text


async def test_the_program_sets_the_webhook_with_its_secret_and_takes_it_away(
    server: BotApi, client: Client, desk: Desk, pauses: Watches, ana: Citizen
) -> None:
    async with hearing(client, desk, pauses) as url:
        known = await info(client)
        assert known.url == url
        assert known.allowed_updates == (
            "message", "edited_message", "callback_query", "my_chat_member",
        )  # fmt: skip
        [call] = await server.calls(client.bot.token, "setWebhook")
        assert call["parameters"]["secret_token"] == secret_of(KEYS, "lumeville")
    await ana.say("pendant l’arrêt")
    known = await info(client)
    assert (known.url, known.pending_update_count) == ("", 1)


async def test_in_polling_mode_what_the_webhook_left_is_heard(
    client: Client, desk: Desk, ana: Citizen
) -> None:
    await client.bot.set_webhook("http://127.0.0.1:9/killed", secret_token="x")
    await ana.say("bonjour")
    async with polling(client, desk):
        assert await desk.has(1) == [Heard(text="bonjour")]


@pytest.mark.parametrize("secret", [None, "", "faux", secret_of(KEYS, "ombreval"), "é"])
async def test_nobody_else_can_speak_for_a_citizen(
    client: Client, desk: Desk, secret: str | None
) -> None:
    headers = {} if secret is None else {HEADER: secret.encode()}
    forged = {"update_id": 1, "message": {"text": "bonjour"}}
    async with page(client, desk) as url, httpx.AsyncClient(trust_env=False) as stranger:
        answer = await stranger.post(url, json=forged, headers=headers)
        assert answer.status_code == 401
        assert answer.text == ""
        elsewhere = url.replace("lumeville", "ombreval")
        assert (await stranger.post(elsewhere, json=forged)).status_code == 404
        assert (await stranger.get(url)).status_code == 405
    assert desk.tried == 0


async def test_a_body_too_long_or_broken_is_not_acknowledged(client: Client, desk: Desk) -> None:
    headers = {HEADER: secret_of(KEYS, "lumeville")}
    async with page(client, desk) as url, httpx.AsyncClient(trust_env=False) as telegram:
        for body, status in ((b"x" * (MOST_BYTES + 1), 413), (b"{", 400), (b"\xff", 400)):
            assert (await telegram.post(url, content=body, headers=headers)).status_code == status
    assert desk.tried == 0


async def test_an_update_that_says_nothing_to_us_is_acknowledged(
    client: Client, desk: Desk
) -> None:
    headers = {HEADER: secret_of(KEYS, "lumeville")}
    async with page(client, desk) as url, httpx.AsyncClient(trust_env=False) as telegram:
        for body in ("[]", "3", '{"update_id": 4, "message": {"text": "mon secret"}}'):
            answer = await telegram.post(url, content=body, headers=headers)
            assert answer.status_code == 200
    assert desk.stored == []


async def test_a_webhook_that_another_program_took_is_told_and_set_again(
    client: Client, desk: Desk, pauses: Watches, ana: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    async with hearing(client, desk, pauses) as url:
        await client.bot.set_webhook("http://127.0.0.1:9/elsewhere")
        await pauses.looks_again()
        assert (await info(client)).url == url
        await ana.say("bonjour")
        await desk.has(1)
    assert "was changed by another program" in caplog.text


async def test_a_webhook_set_at_our_address_with_another_secret_is_told_and_set_again(
    client: Client, desk: Desk, pauses: Watches, ana: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    async with hearing(client, desk, pauses) as url:
        await client.bot.set_webhook(url, secret_token="of-another-program")
        await ana.say("bonjour")
        await until(client, lambda known: "401" in (known.last_error_message or ""))
        assert desk.tried == 0
        await pauses.looks_again()
        assert await desk.has(1) == [Heard(text="bonjour")]
    assert "was changed by another program" in caplog.text


async def test_a_secret_typed_in_the_chat_is_erased_before_it_is_acknowledged(
    client: Client, desk: Desk, pauses: Watches, ana: Citizen
) -> None:
    desk.secret = lambda _what: True
    async with hearing(client, desk, pauses):
        await ana.say("violette-cabane-73")
        await desk.has(1)
        await until(client, lambda known: known.pending_update_count == 0)
        assert await ana.messages() == []


async def test_the_secret_is_compared_in_constant_time_before_the_body_is_read(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def watched(one: bytes, other: bytes) -> bool:
        compared.append(len(one))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr("bot.webhook.hmac", SimpleNamespace(compare_digest=watched))
    async with page(client, desk) as url, httpx.AsyncClient(trust_env=False) as stranger:
        for secret in ("", "x", "x" * 64):
            body = b"x" * (MOST_BYTES + 1)
            answer = await stranger.post(url, content=body, headers={HEADER: secret})
            assert answer.status_code == 401
    assert compared == [0, 1, 64]


async def test_two_bots_at_one_server_are_heard_each_by_its_own_town(
    client: Client,
) -> None:
    desks = {"lumeville": Desk(), "ombreval": Desk()}
    hook = route({town: listener(client, desk) for town, desk in desks.items()}, KEYS)
    transport = httpx.ASGITransport(application(counter_of(TOWN), extra=[hook]))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as telegram:
        for to, secret, status in (
            ("lumeville", "lumeville", 200),
            ("ombreval", "ombreval", 200),
            ("ombreval", "lumeville", 401),
        ):
            answer = await telegram.post(
                PATH.format(town=to), json=said(to), headers={HEADER: secret_of(KEYS, secret)}
            )
            assert answer.status_code == status
    assert [desk.words for desk in desks.values()] == [["lumeville"], ["ombreval"]]


def said(text: str) -> dict[str, object]:
    """An update, as Telegram posts it."""
    who = {"id": 9, "is_bot": False, "first_name": "Ana"}
    chat = {"id": 9, "type": "private", "first_name": "Ana"}
    message = {"message_id": 1, "date": 1772449200, "chat": chat, "from": who, "text": text}
    return {"update_id": 1, "message": message}


async def test_deliveries_that_fail_are_told_once(
    client: Client, desk: Desk, pauses: Watches, ana: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    desk.open.clear()
    desk.failures = [OSError()] * 1000
    async with hearing(client, desk, pauses):
        await ana.say("bonjour")
        desk.open.set()
        await until(client, lambda known: bool(known.last_error_message))
        for _ in range(2):
            await pauses.looks_again()
    told = [one.getMessage() for one in caplog.records if one.name == "bot.webhook"]
    assert len(told) == 1
    assert "webhook of lumeville, and keeps 1 updates: Wrong response" in told[0]


async def test_a_webhook_that_telegram_refuses_is_told_and_tried_again_never_polled(
    server: BotApi, client: Client, pauses: Watches, caplog: pytest.LogCaptureFixture
) -> None:
    hook = Webhook(client, "lumeville", url="http://ville.example/x", secret="s")
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(hook.run())
        await server.calls(client.bot.token, "setWebhook", count=3)
        task.cancel()
    told = [one.getMessage() for one in caplog.records if one.name == "bot.webhook"]
    assert len(told) == 1
    assert "an https url must be provided" in told[0]
    assert await server.calls(client.bot.token, "getUpdates") == []


@pytest.mark.parametrize("kind", ["500", "cut", "429"])
async def test_network_trouble_at_the_start_is_waited_out(
    server: BotApi, client: Client, desk: Desk, pauses: Watches, ana: Citizen, kind: str
) -> None:
    await server.fault(client.bot.token, "setWebhook", kind, times=2)
    await ana.say("bonjour")
    async with hearing(client, desk, pauses):
        assert await desk.has(1) == [Heard(text="bonjour")]
    assert len(pauses) == 2


async def test_a_wrong_token_stops_that_bot_with_a_sentence_and_without_the_token(
    bot_api_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client("9:wrong-secret", bot_api_url) as client, asyncio.timeout(PATIENCE):
        await Webhook(client, "lumeville", url="http://127.0.0.1:9/x", secret="s").run()
    assert "Check telegram_token" in caplog.text
    assert "wrong-secret" not in caplog.text


def test_each_town_has_a_secret_of_its_own_that_telegram_accepts() -> None:
    one, two = secret_of(KEYS, "lumeville"), secret_of(KEYS, "ombreval")
    assert one != two
    assert one.isalnum()
    assert len(one) == 64
    assert secret_of(replace(KEYS, current=b"z" * 32), "lumeville") != one


async def test_each_town_has_its_path_its_secret_and_its_bot(server: BotApi) -> None:
    other = replace(TOWN, slug="ombreval", name="Ombreval")
    tokens = [await server.add_bot(f"{number}:two-hooks") for number in (8811, 8812)]
    towns = [TownBot(town=TOWN, token=tokens[0]), TownBot(town=other, token=tokens[1])]
    counter = counter_of(TOWN, other)
    pauses = Watches()
    async with bots(towns, server.url, pauses) as telegram, asyncio.TaskGroup() as tasks:
        assert telegram.route(counter).path == PATH
        for town in telegram.towns:
            pauses.waiting.clear()
            task = tasks.create_task(telegram.webhook(counter, town))
            await pauses.watches()
            [call] = await server.calls(tokens[list(counter.towns).index(town)], "setWebhook")
            assert call["parameters"]["url"] == f"{counter.public_url}/{town}/telegram"
            assert call["parameters"]["secret_token"] == secret_of(KEYS, town)
            task.cancel()
