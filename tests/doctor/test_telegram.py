"""A bot whose messages reach us, and every way in which they do not, against the fake Bot API."""

from pathlib import Path

from bot.webhook import PATH
from demo.bot_api.client import BotApi
from guichet.doctor import telegram
from guichet.doctor.visit import Visit
from guichet.finding import State
from tests.bot.conftest import bot_api_url, server, token
from tests.doctor.visits import SLUG, only, visit

__all__ = ["bot_api_url", "server", "token"]


def here(folder: Path, url: str, token: str, mode: str = "polling") -> Visit:
    return visit(
        folder,
        town={"telegram_token": token},
        telegram={"api_base_url": url, "mode": mode},
        web={"public_url": "https://espace.ville.example"},
    )


async def test_a_bot_that_we_poll_is_good(tmp_path: Path, bot_api_url: str, token: str) -> None:
    told = only(await telegram.bots(here(tmp_path, bot_api_url, token)), State.OK)
    assert "_bot" in told.what


async def test_a_town_without_a_bot_is_left_out(tmp_path: Path) -> None:
    only(await telegram.bots(visit(tmp_path)), State.SKIPPED)


async def test_a_token_that_telegram_does_not_know_is_told_and_not_shown(
    tmp_path: Path, bot_api_url: str
) -> None:
    told = only(await telegram.bots(here(tmp_path, bot_api_url, "9:MARK")), State.PROBLEM)
    assert "ne connaît pas ce jeton" in told.sentence
    assert "MARK" not in str(told)


async def test_a_bot_api_that_is_away_is_told(tmp_path: Path) -> None:
    told = only(await telegram.bots(here(tmp_path, "http://127.0.0.1:1", "9:MARK")), State.PROBLEM)
    assert "ne répond pas" in told.sentence
    assert "MARK" not in str(told)


async def test_a_webhook_that_takes_what_we_poll_is_told(
    tmp_path: Path, bot_api_url: str, server: BotApi, token: str
) -> None:
    there = here(tmp_path, bot_api_url, token)
    await _set(there, token, "https://autre.example/hook")
    assert "(409)" in only(await telegram.bots(there), State.PROBLEM).sentence


async def test_a_webhook_of_ours_is_good_another_or_none_is_told(
    tmp_path: Path, bot_api_url: str, server: BotApi, token: str
) -> None:
    there = here(tmp_path, bot_api_url, token, "webhook")
    assert "nulle part" in only(await telegram.bots(there), State.PROBLEM).sentence
    await _set(there, token, "https://autre.example/hook")
    assert "ailleurs" in only(await telegram.bots(there), State.PROBLEM).sentence
    await _set(there, token, f"https://espace.ville.example{PATH.format(town=SLUG)}")
    only(await telegram.bots(there), State.OK)


async def _set(there: Visit, token: str, url: str) -> None:
    async with telegram.Client(token, there.settings.telegram.api_base_url) as client:
        await client.bot.set_webhook(url)
