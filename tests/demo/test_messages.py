"""What a bot says, takes back and corrects, as the citizen sees it."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest

from demo.bot_api.client import BotApi, Citizen
from tests.demo.wire import choices

DAY = 86_400


@pytest.fixture
async def ana(ana: Citizen) -> Citizen:
    """Someone who began the conversation, as someone always has."""
    await ana.start()
    return ana


async def test_the_citizen_reads_what_the_bot_says(bot: Bot, ana: Citizen) -> None:
    sent = await bot.send_message(ana.chat_id, "Bonjour Ana.", protect_content=True)
    shown = await ana.wait_for("Bonjour")
    assert shown.message_id == sent.message_id
    assert not shown.mine
    assert sent.has_protected_content
    assert sent.from_user == await bot.get_me()


async def test_formatting_becomes_words_and_entities(bot: Bot, ana: Citizen) -> None:
    html = '👋 <b>Bonjour</b> &lt;Ana&gt;, <a href="https://ville.example">la mairie</a>'
    sent = await bot.send_message(ana.chat_id, html, parse_mode="HTML")
    assert sent.text == "👋 Bonjour <Ana>, la mairie"
    assert list(sent.parse_entities(["bold"]).values()) == ["Bonjour"]
    (link,) = sent.parse_entities(["text_link"])
    assert link.url == "https://ville.example"
    assert sent.text_html == html


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>Bonjour", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<p>Bonjour</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é <b>a</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("Bonjour</b>", "Unexpected end tag at byte offset 7"),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_bad_formatting_is_refused(bot: Bot, ana: Citizen, text: str, why: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(ana.chat_id, text, parse_mode="HTML")
    # The library lowers the capitals of what Telegram says.
    assert refused.value.message == f"Can't parse entities: {why}".lower().capitalize()


@pytest.mark.parametrize(
    ("text", "why"),
    [("   \n", "message text is empty"), ("a" * 4097, "message is too long")],
)
async def test_a_text_is_neither_empty_nor_too_long(
    bot: Bot, ana: Citizen, text: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.send_message(ana.chat_id, text)


async def test_the_length_is_that_of_the_words_without_their_formatting(
    bot: Bot, ana: Citizen
) -> None:
    sent = await bot.send_message(ana.chat_id, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    assert len(sent.text or "") == 4096


async def test_nobody_is_written_to_before_writing(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4_242_424, "Bonjour")


async def test_buttons_carry_data_or_an_address(bot: Bot, ana: Citizen) -> None:
    page = InlineKeyboardButton("Ouvrir la page", url="http://127.0.0.1:8000/activation?id=1")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="oui"), page]])
    sent = await bot.send_message(ana.chat_id, "On y va ?", reply_markup=keyboard)
    shown = await ana.wait_for("On y va")
    assert sent.reply_markup == keyboard
    assert shown.labels == ("Oui", "Ouvrir la page")
    assert shown.buttons[1].url == page.url


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"callback_data": "é" * 33}, "Button_data_invalid"),
        ({"url": "http://localhost:8000/"}, "Wrong HTTP URL"),
        ({"url": "tel:+33199000000"}, "Unsupported URL protocol"),
        ({}, "Text buttons are unallowed"),
    ],
)
async def test_buttons_that_telegram_refuses_are_refused(
    bot: Bot, ana: Citizen, button: dict[str, str], why: str
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", **button)]])
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.send_message(ana.chat_id, "On y va ?", reply_markup=markup)


async def test_a_keyboard_is_edited_away_and_its_buttons_were_there(bot: Bot, ana: Citizen) -> None:
    sent = await bot.send_message(ana.chat_id, "On y va ?", reply_markup=choices(oui="Oui"))
    await bot.edit_message_reply_markup(ana.chat_id, sent.message_id)
    (shown,) = [one for one in await ana.messages() if not one.mine]
    assert not shown.buttons
    assert not shown.edited
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(ana.chat_id, sent.message_id)

    await ana.press("Oui", message_id=sent.message_id)
    assert (await bot.get_updates())[-1].callback_query.data == "oui"


async def test_a_text_is_edited_and_its_keyboard_goes_unless_repeated(
    bot: Bot, ana: Citizen
) -> None:
    sent = await bot.send_message(ana.chat_id, "On y va ?", reply_markup=choices(oui="Oui"))
    edited = await bot.edit_message_text("Allons-y.", ana.chat_id, sent.message_id)
    assert edited.edit_date is not None
    shown = await ana.wait_for("Allons-y")
    assert shown.edited
    assert not shown.buttons
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Allons-y.", ana.chat_id, sent.message_id)


async def test_only_its_own_messages_are_edited_by_the_bot(bot: Bot, ana: Citizen) -> None:
    number = await ana.say("bonjour")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("bonsoir", ana.chat_id, number)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("bonsoir", ana.chat_id, 987_654)


async def test_the_bot_deletes_what_the_citizen_wrote(bot: Bot, ana: Citizen) -> None:
    number = await ana.say("mon mot de passe")
    assert await bot.delete_message(ana.chat_id, number)
    screen = await ana.screen()
    assert number not in {message.message_id for message in await ana.messages()}
    assert [message.text for message in screen.messages if message.deleted] == [""]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ana.chat_id, number)


async def test_after_48_hours_nothing_is_deleted(server: BotApi, bot: Bot, ana: Citizen) -> None:
    theirs = await ana.say("mon mot de passe")
    ours = (await bot.send_message(ana.chat_id, "Ne l'écrivez pas ici.")).message_id
    await server.advance(2 * DAY)
    for number in (theirs, ours):
        with pytest.raises(BadRequest, match="can't be deleted"):
            await bot.delete_message(ana.chat_id, number)
    assert await bot.delete_messages(ana.chat_id, [theirs, ours])
    assert {theirs, ours} <= {message.message_id for message in await ana.messages()}


async def test_a_press_is_answered_once_and_in_time(server: BotApi, bot: Bot, ana: Citizen) -> None:
    await bot.send_message(ana.chat_id, "On y va ?", reply_markup=choices(oui="Oui"))
    query = await ana.press("Oui")
    assert await bot.answer_callback_query(query, "C'est noté.", show_alert=True)
    assert (await ana.screen()).notices == ("C'est noté.",)
    late = await ana.press("oui")
    await server.advance(61)
    for press in (query, late):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(press)


async def test_an_answer_repeats_the_message_it_answers(bot: Bot, ana: Citizen) -> None:
    number = await ana.say("bonjour")
    preview = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(
        ana.chat_id,
        "Bonjour ! Voyez https://ville.example.",
        reply_to_message_id=number,
        link_preview_options=preview,
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "bonjour"
    assert sent.link_preview_options == preview
    assert list(sent.parse_entities(["url"]).values()) == ["https://ville.example"]


async def test_typing_shows_until_the_answer_or_five_seconds(
    server: BotApi, bot: Bot, ana: Citizen
) -> None:
    await bot.send_chat_action(ana.chat_id, "typing")
    assert (await ana.screen()).typing
    await server.advance(5)
    assert not (await ana.screen()).typing
    await bot.send_chat_action(ana.chat_id, "typing")
    await bot.send_message(ana.chat_id, "Voilà.")
    assert not (await ana.screen()).typing


async def test_whoever_waits_in_vain_is_shown_the_screen(bot: Bot, ana: Citizen) -> None:
    await bot.send_message(ana.chat_id, "Pardon ?", reply_markup=choices(aide="Aide"))
    with pytest.raises(AssertionError, match=r"« Bonjour » did not come[^<]*< Pardon \? \[Aide\]"):
        await ana.wait_for("Bonjour", seconds=0.01)
