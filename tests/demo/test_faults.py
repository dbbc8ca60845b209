"""What goes wrong on demand, as the real client feels it."""

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from demo.bot_api.client import BotApi, Citizen, ControlError
from tests.demo.wire import make_bot


@pytest.fixture
async def ana(ana: Citizen) -> Citizen:
    await ana.start()
    return ana


async def test_too_many_requests_say_when_to_come_back(
    server: BotApi, bot: Bot, ana: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns that it will change
    await server.fault(bot.token, "sendMessage", "429", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ana.chat_id, "Bonjour")
    assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(ana.chat_id, "Bonjour")
    assert [one.text for one in await ana.messages()] == ["/start", "Bonjour"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("400", BadRequest),
        ("401", InvalidToken),
        ("403", Forbidden),
        ("409", Conflict),
        ("500", NetworkError),
        ("502", NetworkError),
        ("503", NetworkError),
        ("504", NetworkError),
    ],
)
async def test_each_refusal_is_the_error_of_the_library_and_does_nothing(
    server: BotApi, bot: Bot, ana: Citizen, kind: str, error: type[TelegramError]
) -> None:
    await server.fault(bot.token, "sendMessage", kind, times=2)
    for _ in range(2):
        with pytest.raises(TelegramError) as refused:
            await bot.send_message(ana.chat_id, "Bonjour")
        assert type(refused.value) is error
    await bot.send_message(ana.chat_id, "Enfin")
    assert [one.text for one in await ana.messages()] == ["/start", "Enfin"]


async def test_a_lost_answer_is_a_message_that_left(server: BotApi, bot: Bot, ana: Citizen) -> None:
    await server.fault(bot.token, "sendMessage", "lost")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.chat_id, "Bonjour")
    await ana.wait_for("Bonjour")


async def test_a_cut_connection_is_a_message_that_did_not_leave(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    await server.fault(bot.token, "sendMessage", "cut")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.chat_id, "Bonjour")
    assert [one.text for one in await ana.messages()] == ["/start"]


async def test_a_slow_answer_times_out_although_the_message_left(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    await server.fault(bot.token, "sendMessage", "slow", seconds=30)
    async with make_bot(server, bot.token, read_timeout=0.3) as hasty:
        with pytest.raises(TimedOut):
            await hasty.send_message(ana.chat_id, "Bonjour")
    await ana.wait_for("Bonjour")


async def test_a_fault_may_strike_one_chat_and_spare_the_others(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    paul = await server.new_citizen(bot.token, "Paul")
    await paul.start()
    await server.fault(bot.token, "sendMessage", "403", chat=ana.chat_id)
    await bot.send_message(paul.chat_id, "Bonjour")
    with pytest.raises(Forbidden):
        await bot.send_message(ana.chat_id, "Bonjour")


async def test_faults_can_be_called_off(server: BotApi, bot: Bot, ana: Citizen) -> None:
    await server.fault(bot.token, "*", "500", times=1000)
    with pytest.raises(NetworkError):
        await bot.get_updates()
    await server.clear_faults(bot.token)
    assert await bot.get_updates()


async def test_whoever_blocked_the_bot_is_not_written_to(bot: Bot, ana: Citizen) -> None:
    await ana.block()
    for attempt in (
        bot.send_message(ana.chat_id, "?"),
        bot.send_chat_action(ana.chat_id, "typing"),
    ):
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await attempt
    with pytest.raises(ControlError, match="blocked the bot"):
        await ana.say("coucou")
    await ana.unblock()
    await bot.send_message(ana.chat_id, "Vous revoilà.")


async def test_every_call_is_written_down_with_what_became_of_it(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    await server.fault(bot.token, "sendMessage", "lost")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.chat_id, "un")
    await bot.send_message(ana.chat_id, "deux")
    calls = await server.calls(bot.token, "sendMessage", count=2, answered=False)
    assert [call["parameters"]["text"] for call in calls] == ["un", "deux"]
    assert [call["status"] for call in calls] == [None, 200]


async def test_a_mistake_in_a_test_is_told_and_not_passed_over(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    with pytest.raises(ControlError, match="no button « Oui » on the screen"):
        await ana.press("Oui")
    with pytest.raises(ControlError, match="retry_atfer"):
        await server.fault(bot.token, "sendMessage", "429", retry_atfer=3)
