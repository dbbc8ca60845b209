"""No log says a token, nor what a citizen wrote."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.bots import TownBot
from bot.client import Client
from bot.discretion import TALKATIVE, keep_discreet, redact
from bot.door import TelegramDoor
from demo.bot_api.client import BotApi, Citizen
from desk.door import Spoken
from tests.bot.desk import Desk, polling
from tests.bot.test_door import TOWN, parcel

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, at DEBUG, by a handler that was made discreet."""
    output, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(output), root.level
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    keep_discreet(handler)
    yield output
    root.removeHandler(handler)
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


async def test_a_whole_conversation_leaves_no_token_and_no_word_in_the_log(
    server: BotApi, client: Client, desk: Desk, ana: Citizen, written: io.StringIO
) -> None:
    await server.fault(client.bot.token, "getUpdates", "cut")
    await ana.say("mon secret à moi")
    async with polling(client, desk):
        await desk.has(1)
    await TelegramDoor({TOWN.slug: client}).send(parcel(ana.chat_id, Spoken(text="réponse à toi")))
    logged = written.getvalue()
    assert "cannot be reached (NetworkError)" in logged
    assert client.bot.token not in logged
    assert "à moi" not in logged
    assert "à toi" not in logged


def test_even_the_libraries_set_loose_say_neither(written: io.StringIO) -> None:
    for name in TALKATIVE:
        logging.getLogger(f"{name}.part").setLevel(logging.DEBUG)
    logging.getLogger("httpx.part").info("HTTP Request: POST %s", f"https://x/bot{TOKEN}/getMe")
    logging.getLogger("telegram.part").error('Can not load invalid JSON data: "%s"', "mon secret")
    assert written.getvalue() == 'Can not load invalid JSON data: "%s"\n'


def test_a_token_in_a_message_or_a_traceback_is_hidden(written: io.StringIO) -> None:
    log = logging.getLogger("elsewhere")
    error = OSError(f"https://api.example/bot{TOKEN}/getMe refused")
    log.error("the call to bot%s failed", "7001:secret-7001", exc_info=error)
    log.warning("the token is %s, 100 %%", TOKEN)
    assert "OSError: https://api.example/bot[token]/getMe refused" in written.getvalue()
    assert "the call to bot[token] failed" in written.getvalue()
    assert "the token is [token], 100 %" in written.getvalue()


@pytest.mark.parametrize("text", ["à 12:30", "bot:1001", "une heure: 8:15", "chatbot 3: oui"])
def test_what_is_no_token_stays(text: str) -> None:
    assert redact(text) == text


def test_the_settings_of_a_bot_do_not_print_its_token() -> None:
    assert TOKEN not in repr(TownBot(town=TOWN, token=TOKEN))
