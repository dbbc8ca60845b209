"""The program is killed in the middle: nothing is lost, little is said twice, order is kept."""

from collections.abc import AsyncIterator

import pytest

from demo.bot_api.client import BotApi, Citizen, Screen, serving
from tests.house.mailbox import Mailbox, plain
from tests.house.program import TOKEN, Place
from tests.house.steps import INVITATION, Says

pytestmark = pytest.mark.slow

WELCOME, REACHED = "Où en êtes-vous", "01 99 00 12 34"
CHATS, KILLS = 8, 2


@pytest.fixture
async def telegram(place: Place) -> AsyncIterator[BotApi]:
    """The imitation of Telegram outlives the program."""
    await place.settle()
    async with serving(f"{TOKEN}=Val-Fleuri@ValFleuriBot", port=place.telegram) as server:
        yield server


def said(screen: Screen, words: str) -> list[int]:
    return [one.message_id for one in screen.messages if not one.mine and words in plain(one.text)]


async def test_an_answer_that_never_left_leaves_once_when_the_program_is_back(
    place: Place, telegram: BotApi
) -> None:
    await telegram.fault(TOKEN, "sendMessage", "502", times=1000)
    chat = await telegram.new_citizen(TOKEN)
    with place.serve() as program:
        await chat.start()
        await telegram.calls(TOKEN, "sendMessage", count=1, answered=True)
        program.kill()
    await telegram.clear_faults(TOKEN)
    with place.serve():
        await chat.wait_for(Says(WELCOME), seconds=90)
        assert len(said(await chat.screen(), WELCOME)) == 1


async def test_an_answer_that_had_just_left_is_said_twice_at_most(
    place: Place, telegram: BotApi
) -> None:
    await telegram.fault(TOKEN, "sendMessage", "slow", seconds=5, times=1)
    chat = await telegram.new_citizen(TOKEN)
    with place.serve() as program:
        await chat.start()
        await chat.wait_for(lambda shown: bool(shown.text))
        program.kill()
    with place.serve():
        await chat.wait_for(Says(WELCOME))
        screen = await chat.screen()
        assert len(said(screen, "Vous parlez à un automate")) == 2
        assert len(said(screen, WELCOME)) == 1


async def test_many_conversations_go_on_where_they_were(place: Place, telegram: BotApi) -> None:
    chats = [await telegram.new_citizen(TOKEN) for _ in range(CHATS)]
    for kill in range(KILLS):
        with place.serve() as program:
            for chat in chats[kill::KILLS]:
                await chat.start()
                await chat.say("une personne")
            asked = len(await telegram.calls(TOKEN, "sendMessage"))
            await telegram.calls(TOKEN, "sendMessage", count=asked + 2)
            program.kill()
    with place.serve():
        for chat in chats:
            await everything_came_in_order(chat)


async def everything_came_in_order(chat: Citizen) -> None:
    screen = await chat.wait_until(lambda screen: bool(said(screen, REACHED)), seconds=90)
    greeted, reached = said(screen, "Vous parlez à un automate"), said(screen, REACHED)
    assert 1 <= len(greeted) <= 1 + KILLS
    assert 1 <= len(reached) <= 1 + KILLS
    assert greeted[0] < reached[0]


async def test_a_mail_that_was_taken_is_answered_once(place: Place, telegram: BotApi) -> None:
    mail = Mailbox(place, "claire.testa@courriel.example")
    assert place.ran("--config", str(place.config), "invite").returncode == 0
    with place.serve() as program:
        await mail.answers(await mail.waits_for(INVITATION), "OUI")
        program.kill()
    with place.serve():
        await mail.waits_for("/lien/")
        assert len([one for one in mail.letters() if "/lien/" in one.text]) == 1
