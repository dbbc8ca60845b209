"""The wire itself: tokens, names, the dresses that parameters wear, the process and the page."""

import socket
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, BotCommand

from demo.bot_api.client import BotApi, Citizen, serving
from demo.bot_api.client.control import NO_TLS

BUSY = 2


@pytest.fixture
async def http(server: BotApi) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, verify=NO_TLS) as client:
        yield client


async def test_an_unknown_token_opens_nothing(http: httpx.AsyncClient) -> None:
    answer = await http.get("/bot5:nobody/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(http: httpx.AsyncClient, token: str) -> None:
    answer = await http.post(f"/bot{token}/sendPigeon")
    assert answer.status_code == 404
    assert answer.json()["description"] == "Not Found: method not found"
    assert (await http.get("/nowhere")).json()["description"] == "Not Found"


async def test_parameters_come_in_every_dress(
    http: httpx.AsyncClient, token: str, ana: Citizen
) -> None:
    await ana.start()
    asked = {"chat_id": ana.chat_id, "text": "Bonjour"}
    keyboard = {"inline_keyboard": [[{"text": "Oui", "callback_data": "oui"}]]}
    as_text = '{"inline_keyboard": [[{"text": "Oui", "callback_data": "oui"}]]}'
    path = f"/bot{token}/sendmessage"
    answers = [
        await http.post(path, json=asked | {"reply_markup": keyboard}),
        await http.post(path, json=asked | {"reply_markup": as_text}),
        await http.post(path, data=asked | {"reply_markup": as_text}),
        await http.post(path, data=asked | {"reply_markup": as_text}, files={"x": b""}),
        await http.get(path, params=asked | {"reply_markup": as_text}),
    ]
    results = [answer.json()["result"] for answer in answers]
    assert [one["reply_markup"] for one in results] == [keyboard] * 5


async def test_what_is_no_json_is_refused(http: httpx.AsyncClient, token: str) -> None:
    headers = {"content-type": "application/json"}
    answer = await http.post(f"/bot{token}/getMe", content=b"{", headers=headers)
    assert answer.status_code == 400


async def test_a_bot_says_who_it_is_and_what_it_understands(bot: Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert me.first_name == "Mairie de Lumeville"
    commands = [BotCommand("menu", "Le menu"), BotCommand("aide", "De l'aide")]
    await bot.set_my_commands(commands)
    assert await bot.get_my_commands() == tuple(commands)
    await bot.set_my_description("Vos démarches, dans vos messages.")
    assert (await bot.get_my_description()).description == "Vos démarches, dans vos messages."
    assert await bot.close()


async def test_no_other_site_can_pull_the_strings(http: httpx.AsyncClient, token: str) -> None:
    body = f'{{"token": "{token}", "chat": 1, "text": "intrus"}}'
    answer = await http.post("/control/say", content=body, headers={"content-type": "text/plain"})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/", "/chat?bot=lumeville_bot&start=abc"])
async def test_the_page_brings_all_it_needs_itself(http: httpx.AsyncClient, path: str) -> None:
    page = await http.get(path)
    assert page.status_code == 200
    assert 'lang="fr"' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for name in ("chat.css", "chat.js", "screen.js", "server.js", "icon.svg"):
        assert (await http.get(f"/page/{name}")).status_code == 200
    assert (await http.get("/page/__init__.py")).status_code == 404


async def test_the_page_never_learns_a_token(http: httpx.AsyncClient, token: str) -> None:
    told = await http.get("/control/bots")
    assert f"lumeville{token.removesuffix(':test')}_bot" in told.text
    assert token not in told.text


async def test_a_server_of_ones_own_has_its_bots_and_stops_with_us() -> None:
    async with serving("42:abc=Mairie de Lumeville@lumeville_bot") as server:
        ana = await server.new_citizen("42:abc", "Ana")
        await ana.start()
        url = server.url
    async with httpx.AsyncClient(verify=NO_TLS) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(url)


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = start("--port", str(port))
    assert ended.returncode == BUSY
    assert ended.stderr == (
        f"The port {port} is taken. Choose another one with --port, or 0 for any free one.\n"
    )


@pytest.mark.parametrize("bot", ["42:abc", "42:abc=Mairie", "abc=Mairie@mairie_bot"])
def test_a_bot_that_cannot_be_is_told_in_one_sentence(bot: str) -> None:
    ended = start("--port=0", "--token", bot)
    assert ended.returncode == BUSY
    assert ended.stderr.startswith("--token: ")
    assert ended.stderr.count("\n") == 1


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "demo.bot_api", *arguments]
    return subprocess.run(  # noqa: S603 - our own program, no shell
        command, capture_output=True, text=True, check=False, timeout=90
    )
