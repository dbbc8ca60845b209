"""A bot receives what it has not acknowledged, and nothing else."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict

from demo.bot_api.client import BotApi, Citizen
from tests.demo.wire import choices, make_bot


async def test_an_update_comes_again_until_a_greater_offset_acknowledges_it(
    bot: Bot, ana: Citizen
) -> None:
    await ana.say("bonjour")
    await ana.say("bonsoir")
    first, second = await bot.get_updates()
    assert [first.update_id, second.update_id] == [u.update_id for u in await bot.get_updates()]

    (left,) = await bot.get_updates(offset=second.update_id)
    assert left.message is not None
    assert left.message.text == "bonsoir"
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    assert await bot.get_updates() == ()


async def test_update_ids_follow_one_another_and_each_bot_has_its_own(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    other_token = await server.add_bot("99001:other")
    other = server.citizen(other_token, ana.chat_id, "Ana")
    for person in (ana, ana, other):
        await person.say("bonjour")
    mine = await bot.get_updates()
    async with make_bot(server, other_token) as other_bot:
        (theirs,) = await other_bot.get_updates()
    assert mine[1].update_id == mine[0].update_id + 1
    assert abs(theirs.update_id - mine[0].update_id) > 1
    assert theirs.effective_user == mine[0].effective_user


async def test_a_long_poll_answers_as_soon_as_someone_writes(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(bot.get_updates(timeout=30))
        await server.calls(bot.token, "getUpdates", count=1)
        await ana.say("bonjour")
    assert [update.effective_message.text for update in waiting.result()] == ["bonjour"]


async def test_a_long_poll_ends_with_nothing_when_nobody_writes(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_long_poll_ends_the_first_with_a_conflict(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    async with make_bot(server, bot.token) as twin, asyncio.TaskGroup() as tasks:
        first = tasks.create_task(outcome(bot))
        await server.calls(bot.token, "getUpdates", count=1)
        second = tasks.create_task(outcome(twin))
        assert isinstance(await first, Conflict)
        await ana.say("bonjour")
    assert second.result() is None


async def outcome(bot: Bot) -> Conflict | None:
    try:
        await bot.get_updates(timeout=30)
    except Conflict as conflict:
        return conflict
    return None


async def test_a_limit_takes_the_oldest_first(bot: Bot, ana: Citizen) -> None:
    for word in ("un", "deux", "trois"):
        await ana.say(word)
    found = await bot.get_updates(limit=2)
    assert [update.effective_message.text for update in found] == ["un", "deux"]


async def test_a_negative_offset_keeps_the_last_ones_and_forgets_the_rest(
    bot: Bot, ana: Citizen
) -> None:
    for word in ("un", "deux", "trois"):
        await ana.say(word)
    (last,) = await bot.get_updates(offset=-1)
    assert last.effective_message.text == "trois"
    assert len(await bot.get_updates()) == 1


async def test_only_the_kinds_that_were_asked_for_are_kept(bot: Bot, ana: Citizen) -> None:
    await bot.get_updates(allowed_updates=["message"])
    number = await ana.say("bonjour")
    await ana.edit(number, "bonsoir")
    await ana.block()
    assert [update.message is not None for update in await bot.get_updates()] == [True]

    await bot.get_updates(offset=-1, allowed_updates=[])
    await ana.unblock()
    assert (await bot.get_updates())[-1].my_chat_member is not None


async def test_an_update_may_be_delivered_twice(server: BotApi, bot: Bot, ana: Citizen) -> None:
    await server.duplicate(bot.token)
    await ana.say("bonjour")
    (once,) = await bot.get_updates()
    (twice,) = await bot.get_updates(offset=once.update_id + 1)
    assert once == twice
    assert await bot.get_updates(offset=once.update_id + 1) == ()


async def test_the_numbers_may_begin_again_elsewhere(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    await ana.say("bonjour")
    (old,) = await bot.get_updates()
    await bot.get_updates(offset=old.update_id + 1)
    await server.renumber(bot.token, 12)
    await ana.say("me revoilà")
    (new,) = await bot.get_updates(offset=old.update_id + 1)
    assert new.update_id == 12


@pytest.mark.parametrize(("seconds", "left"), [(149, 2), (151, 1), (86_401, 0)])
async def test_what_nobody_fetches_is_lost_in_the_end(
    server: BotApi, bot: Bot, ana: Citizen, seconds: int, left: int
) -> None:
    await ana.say("bonjour")
    await bot.send_message(ana.chat_id, "Oui ?", reply_markup=choices(oui="Oui"))
    await ana.press("Oui")
    await server.advance(seconds)
    assert len(await bot.get_updates()) == left
