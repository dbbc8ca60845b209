"""What Telegram hands out is stored before it is acknowledged, whatever goes wrong."""

import asyncio
import logging

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.client import Client, way_to
from bot.polling import Poll
from demo.bot_api.client import BotApi, Citizen
from desk.received import Heard, Pressed, Refused, Returned
from flows.events import Carries
from tests.bot.desk import NO_GROUPS, Desk, Pauses, listener, polling


async def offsets(server: BotApi, client: Client, count: int) -> list[int]:
    calls = await server.calls(client.bot.token, "getUpdates", count=count)
    return [int(call["parameters"].get("offset", 0)) for call in calls]


async def left(client: Client) -> int:
    return (await client.bot.get_webhook_info()).pending_update_count


async def test_messages_are_stored_in_order_and_then_acknowledged(
    server: BotApi, client: Client, desk: Desk, ana: Citizen
) -> None:
    await ana.say("un")
    await ana.say("deux")
    async with polling(client, desk):
        assert await desk.has(2) == [Heard(text="un"), Heard(text="deux")]
        acknowledged = (await offsets(server, client, 2))[1]
    assert acknowledged == int(desk.stored[-1].external_id) + 1
    assert desk.stored[0].account == client.account
    assert await left(client) == 0


async def test_a_message_that_cannot_be_stored_stays_at_telegram_and_comes_again(
    server: BotApi, client: Client, desk: Desk, pauses: Pauses, ana: Citizen
) -> None:
    desk.failures = [OSError("no space left"), RuntimeError("locked")]
    await ana.say("bonjour")
    async with polling(client, desk):
        assert await desk.has(1) == [Heard(text="bonjour")]
        first, second, third, fourth = (await offsets(server, client, 4))[:4]
    assert (first, second, third) == (0, int(desk.stored[0].external_id), second)
    assert fourth == second + 1
    assert len(pauses) == 2


async def test_a_conversation_that_fails_holds_its_own_order_and_nobody_else(
    client: Client, desk: Desk, ana: Citizen, bruno: Citizen
) -> None:
    await ana.say("un")
    await ana.say("deux")
    await bruno.say("trois")
    desk.failures = [OSError()]
    async with polling(client, desk):
        await desk.has(3)
        words = [word for word in dict.fromkeys(desk.words) if word != "trois"]
    assert words == ["un", "deux"]
    assert desk.words[0] == "trois"


async def test_what_was_not_stored_at_a_crash_is_heard_by_the_next_process(
    client: Client, desk: Desk, ana: Citizen
) -> None:
    await ana.say("bonjour")
    desk.open.clear()
    async with polling(client, desk):
        await desk.was_asked()
    assert desk.heard == []
    assert await left(client) == 1
    desk.open.set()
    async with polling(client, desk):
        assert await desk.has(1) == [Heard(text="bonjour")]


async def test_a_message_that_we_cannot_handle_is_set_aside_and_the_town_goes_on(
    client: Client, desk: Desk, ana: Citizen
) -> None:
    desk.failures = [TypeError()]
    await ana.say("un")
    await ana.say("deux")
    async with polling(client, desk):
        await desk.has(2)
    assert desk.heard == [Heard(text="", carries=Carries.OTHER), Heard(text="deux")]


async def test_a_duplicate_has_the_same_number_for_the_desk_to_know_it(
    server: BotApi, client: Client, desk: Desk, ana: Citizen
) -> None:
    await server.duplicate(client.bot.token)
    await ana.say("bonjour")
    async with polling(client, desk):
        await desk.has(2)
    first, second = desk.stored
    assert first.external_id == second.external_id


async def test_numbers_that_begin_again_lower_after_a_quiet_week_are_heard(
    server: BotApi, token: str, pauses: Pauses, desk: Desk, ana: Citizen
) -> None:
    async with Client(token, server.url, pauses, long_poll=0) as client, polling(client, desk):
        await ana.say("un")
        await desk.has(1)
        await offsets(server, client, len(await server.calls(token, "getUpdates")) + 3)
        await server.renumber(token, int(desk.stored[0].external_id) - 3)
        await ana.say("deux")
        await desk.has(2)
    assert desk.words == ["un", "deux"]


async def test_a_secret_is_erased_from_the_chat_once_it_is_kept(
    client: Client, desk: Desk, ana: Citizen
) -> None:
    desk.secret = lambda what: isinstance(what, Heard) and what != Heard(text="bonjour")
    await ana.say("bonjour")
    typed, shown = await ana.say("Ab3dé-fgh1"), await ana.show("photo", "mon code")
    async with polling(client, desk):
        await ana.wait_until(lambda screen: sum(one.deleted for one in screen.messages) == 2)
    assert {one.message_id for one in await ana.messages()}.isdisjoint({typed, shown})


async def test_a_secret_is_erased_before_it_is_acknowledged_even_if_telegram_tarries(
    server: BotApi, client: Client, desk: Desk, pauses: Pauses, ana: Citizen
) -> None:
    desk.secret = lambda _what: True
    await server.fault(client.bot.token, "deleteMessage", "429", retry_after=3)
    await server.fault(client.bot.token, "deleteMessage", "502")
    await ana.say("Ab3dé-fgh1")
    async with polling(client, desk):
        await offsets(server, client, 2)
    assert await ana.messages() == []
    assert pauses == [3, 1]


async def test_a_secret_that_is_corrected_is_erased_too(
    client: Client, desk: Desk, ana: Citizen
) -> None:
    desk.secret = lambda what: what == Heard(text="", carries=Carries.EDIT)
    typed = await ana.say("rien")
    await ana.edit(typed, "Ab3dé-fgh1")
    async with polling(client, desk):
        await ana.wait_until(lambda screen: any(one.deleted for one in screen.messages))
    assert desk.words == ["rien", ""]


async def test_a_press_is_stored_and_answered_and_so_is_the_second_one(
    server: BotApi, client: Client, desk: Desk, ana: Citizen
) -> None:
    await ana.start()
    asked = await say_with_button(client, ana)
    await ana.press("Oui", message_id=asked)
    await ana.press("Oui", message_id=asked)
    async with polling(client, desk):
        await ana.wait_until(lambda screen: len(screen.notices) == 2)
    pressed = Pressed(key="oui", turn=3, receipt=str(asked))
    assert desk.heard[1:] == [pressed, pressed]


async def test_a_press_answered_too_late_is_no_trouble(
    server: BotApi, client: Client, desk: Desk, pauses: Pauses, ana: Citizen
) -> None:
    await ana.start()
    await ana.press("Oui", message_id=await say_with_button(client, ana))
    await server.advance(100)
    async with polling(client, desk):
        await server.calls(client.bot.token, "answerCallbackQuery", count=1, answered=True)
        await offsets(server, client, 2)
    assert len(desk.stored) == 2
    assert pauses == []


async def test_a_block_and_its_end_are_stored(client: Client, desk: Desk, ana: Citizen) -> None:
    await ana.start()
    async with polling(client, desk):
        await desk.has(1)
        await ana.block()
        await ana.unblock()
        await desk.has(3)
    assert desk.heard[1:] == [Refused(reason="blocked"), Returned()]


async def test_a_group_is_refused_once_left_and_nothing_of_it_is_stored(
    server: BotApi, client: Client, desk: Desk, ana: Citizen
) -> None:
    group = -1009000000000 - ana.chat_id
    await ana.say_in_group(group, "Bonjour à tous")
    async with polling(client, desk):
        await server.calls(client.bot.token, "leaveChat", count=1, answered=True)
        await offsets(server, client, 2)
    there = server.citizen(client.bot.token, group)
    assert [one.text for one in await there.messages() if not one.mine] == [NO_GROUPS]
    assert desk.stored == []


async def test_retry_after_is_obeyed_by_the_poll(
    server: BotApi, client: Client, desk: Desk, pauses: Pauses, ana: Citizen
) -> None:
    await server.fault(client.bot.token, "getUpdates", "429", retry_after=17)
    await ana.say("bonjour")
    async with polling(client, desk):
        await desk.has(1)
    assert pauses == [17]


async def test_another_program_on_the_same_bot_is_told_once_in_plain_words(
    server: BotApi,
    client: Client,
    desk: Desk,
    pauses: Pauses,
    ana: Citizen,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await server.fault(client.bot.token, "getUpdates", "409", times=3)
    await ana.say("bonjour")
    with caplog.at_level(logging.INFO, logger="bot"):
        async with polling(client, desk):
            await desk.has(1)
            await offsets(server, client, 5)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(told) == 2
    assert desk.rivals == 3
    assert "another program receives its messages" in told[0]
    assert told[1] == "the bot of lumeville hears again"
    assert len(pauses) == 3


@pytest.mark.parametrize("kind", ["500", "502", "cut", "lost"])
async def test_network_trouble_loses_nothing(
    server: BotApi, client: Client, desk: Desk, pauses: Pauses, ana: Citizen, kind: str
) -> None:
    await server.fault(client.bot.token, "getUpdates", kind, times=2)
    await ana.say("bonjour")
    async with polling(client, desk):
        assert await desk.has(1) == [Heard(text="bonjour")]
    assert len(pauses) == 2


async def test_a_wrong_token_stops_that_bot_with_a_sentence_and_without_the_token(
    bot_api_url: str, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client("9:wrong-secret", bot_api_url) as client, asyncio.timeout(10):
        await Poll(client, listener(client, desk), "lumeville").run()
    assert "Check telegram_token" in caplog.text
    assert "wrong-secret" not in caplog.text


async def test_a_webhook_left_behind_gives_way_to_the_poll(
    client: Client, desk: Desk, ana: Citizen
) -> None:
    await client.bot.set_webhook("http://127.0.0.1:9/elsewhere")
    await ana.say("bonjour")
    async with polling(client, desk):
        await desk.has(1)
    assert (await client.bot.get_webhook_info()).url == ""


async def test_an_update_that_cannot_be_read_blocks_nobody(
    client: Client, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await listener(client, desk).take({"update_id": 5, "message": {"text": "mon secret"}})
    assert desk.stored == []
    assert "cannot be read: KeyError" in caplog.text
    assert "mon secret" not in caplog.text


async def say_with_button(client: Client, ana: Citizen) -> int:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="3:oui")]])
    return (await client.bot.send_message(ana.chat_id, "Alors ?", reply_markup=keyboard)).message_id


async def test_a_file_is_fetched_only_when_the_desk_asks(
    server: BotApi, client: Client, desk: Desk, ana: Citizen
) -> None:
    await ana.show("photo", "la facture")
    await ana.show("document")
    async with polling(client, desk):
        await desk.has(2)
    assert await server.calls(client.bot.token, "getFile") == []
    photo, document = (one.offers[0] for one in desk.stored)
    assert document.name == "attestation.pdf"
    assert (await photo.fetch(1000) or b"").startswith(b"\xff\xd8\xff")
    assert (await document.fetch(1000) or b"").startswith(b"%PDF-")
    assert await document.fetch(10) is None  # larger than was wanted: not even downloaded


async def test_a_file_that_telegram_does_not_give_keeps_nobody_waiting(client: Client) -> None:
    assert await client.content("nothing-of-ours", 1000) is None


@pytest.mark.parametrize("path", ["/etc/hostname", "../secret", "a/../../b", "http://x", "", None])
def test_no_file_of_ours_is_opened_whatever_is_answered(path: str | None) -> None:
    assert way_to({"file_path": path, "file_size": 3}, 1000) == ""
    assert way_to({"file_path": "photos/file_7.jpg", "file_size": 3}, 1000) == "photos/file_7.jpg"
    assert way_to(path, 1000) == ""
