"""Every update that the fake makes is one that the real library reads, and in full."""

import pytest
from telegram import Bot, Message, Update
from telegram.constants import ChatMemberStatus

from demo.bot_api.client import BotApi, Citizen
from demo.bot_api.media import MEDIA
from tests.demo.wire import choices


async def newest(bot: Bot) -> Update:
    """The last update, read from its JSON and back, with nothing left over."""
    found = await bot.get_updates(offset=-1)
    update = Update.de_json(found[0].to_dict(), bot)
    assert update == found[0]
    assert_all_known(update)
    return update


def assert_all_known(thing: object) -> None:
    """The library puts what it does not know in `api_kwargs`."""
    for part in (thing, *(getattr(thing, name, None) for name in getattr(thing, "__slots__", ()))):
        assert not getattr(part, "api_kwargs", {}), part


async def message(bot: Bot) -> Message:
    found = (await newest(bot)).effective_message
    assert isinstance(found, Message)
    return found


async def test_a_deep_link_is_a_command_with_its_payload(bot: Bot, ana: Citizen) -> None:
    await ana.start("aBc-123_")
    said = await message(bot)
    assert said.text == "/start aBc-123_"
    assert list(said.parse_entities(["bot_command"]).values()) == ["/start"]
    assert said.chat.type == "private"
    assert said.from_user is not None
    assert (said.from_user.first_name, said.from_user.language_code) == ("Ana", "fr")
    assert said.chat.id == said.from_user.id == ana.chat_id


@pytest.mark.parametrize("kind", sorted(MEDIA))
async def test_every_kind_of_thing_is_what_it_says(bot: Bot, ana: Citizen, kind: str) -> None:
    await ana.show(kind, "la facture" if kind == "photo" else "")
    said = await message(bot)
    assert said.effective_attachment is not None
    assert getattr(said, kind)
    assert said.caption == ("la facture" if kind == "photo" else None)


async def test_a_correction_is_the_same_message_with_other_words(bot: Bot, ana: Citizen) -> None:
    number = await ana.say("bonjuor")
    await ana.edit(number, "bonjour /menu")
    update = await newest(bot)
    assert update.edited_message is not None
    assert (update.edited_message.message_id, update.edited_message.text) == (
        number,
        "bonjour /menu",
    )
    assert update.edited_message.edit_date is not None
    assert list(update.edited_message.parse_entities().values()) == ["/menu"]


async def test_a_reply_repeats_and_quotes_what_was_said_before(bot: Bot, ana: Citizen) -> None:
    await ana.start()
    asked = await bot.send_message(ana.chat_id, "Votre code ?", reply_markup=choices(non="Non"))
    await ana.say("123456", reply_to=asked.message_id, quote="code", forwarded_from="Paul")
    said = await message(bot)
    assert said.reply_to_message is not None
    assert said.reply_to_message.text == "Votre code ?"
    assert said.quote is not None
    assert said.forward_origin is not None


async def test_a_press_carries_the_message_it_stands_below(bot: Bot, ana: Citizen) -> None:
    await ana.start()
    sent = await bot.send_message(ana.chat_id, "On y va ?", reply_markup=choices(oui="Oui"))
    await ana.press("Oui")
    query = (await newest(bot)).callback_query
    assert query is not None
    assert query.data == "oui"
    assert query.from_user.id == ana.chat_id
    assert query.chat_instance
    assert query.message is not None
    assert query.message.is_accessible
    assert query.message == sent


async def test_a_press_below_a_deleted_message_shows_it_as_inaccessible(
    bot: Bot, ana: Citizen
) -> None:
    await ana.start()
    sent = await bot.send_message(ana.chat_id, "On y va ?", reply_markup=choices(oui="Oui"))
    await bot.delete_message(ana.chat_id, sent.message_id)
    await ana.press("Oui", message_id=sent.message_id)
    query = (await newest(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_blocking_and_coming_back_are_told(bot: Bot, ana: Citizen) -> None:
    await ana.start()
    await ana.block()
    change = (await newest(bot)).my_chat_member
    assert change is not None
    assert change.new_chat_member.status == ChatMemberStatus.BANNED
    assert change.new_chat_member.user == await bot.get_me()
    await ana.unblock()
    change = (await newest(bot)).my_chat_member
    assert change is not None
    assert change.new_chat_member.status == ChatMemberStatus.MEMBER


async def test_a_group_begins_by_telling_that_the_bot_is_in(bot: Bot, ana: Citizen) -> None:
    await ana.say_in_group(-100_777, "/menu et alors ?")
    joined, said = await bot.get_updates()
    assert joined.my_chat_member is not None
    assert said.message is not None
    assert said.message.chat.type == "supergroup"
    assert said.message.from_user is not None
    assert said.message.from_user.id == ana.chat_id
    assert_all_known(joined)
    assert_all_known(said)


async def test_a_group_that_was_left_is_neither_heard_nor_spoken_to(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    await ana.say_in_group(-100_778, "bonjour")
    await bot.send_message(-100_778, "Je ne parle qu'en privé.")
    assert await bot.leave_chat(-100_778)
    with pytest.raises(Exception, match="Forbidden: bot is not a member of the supergroup chat"):
        await bot.send_message(-100_778, "Encore moi")
    await ana.say_in_group(-100_778, "reviens")
    kinds = [bool(update.my_chat_member) for update in await bot.get_updates()]
    assert kinds == [True, False, True, False]


async def test_a_chat_can_be_asked_for(bot: Bot, ana: Citizen) -> None:
    await ana.start()
    chat = await bot.get_chat(ana.chat_id)
    assert (chat.id, chat.first_name, chat.type) == (ana.chat_id, "Ana", "private")
