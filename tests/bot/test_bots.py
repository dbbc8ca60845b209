"""The bots of two towns, plugged into one desk."""

from dataclasses import replace

from bot.bots import TownBot, bots
from demo.bot_api.client import BotApi
from desk.counter import Counter
from desk.door import Spoken
from desk.keys import Keys
from portal.password.guessing import Judge
from tests.bot.desk import NOON, Pauses
from tests.bot.test_door import TOWN, parcel
from tests.bot.test_reading import received
from words.texts import Texts


async def test_each_town_speaks_through_its_own_bot(server: BotApi) -> None:
    other = replace(TOWN, slug="ombreval", name="Ombreval")
    tokens = [await server.add_bot(f"{number}:two-towns") for number in (8801, 8802)]
    towns = [TownBot(town=TOWN, token=tokens[0]), TownBot(town=other, token=tokens[1])]
    async with bots(towns, f"{server.url}/", Pauses()) as telegram:
        ana = await server.new_citizen(tokens[1], "Ana")
        await ana.start()
        assert await telegram.introduce("ombreval") == "guichet_8802_bot"
        await telegram.door.send(parcel(ana.chat_id, Spoken(text="Ici Ombreval"), town=other))
        await ana.wait_for("Ici Ombreval")
    assert await server.calls(tokens[0], "sendMessage") == []


async def test_the_sentence_said_in_a_group_is_that_of_the_town(server: BotApi) -> None:
    token = await server.add_bot("8803:groups")
    counter = Counter(
        towns={TOWN.slug: TOWN},
        texts={TOWN.slug: Texts.load()},
        catalogues={},
        keys=Keys(b"k" * 32),
        clock=lambda: NOON,
        judge=Judge(),
    )
    async with bots([TownBot(town=TOWN, token=token)], server.url, Pauses()) as telegram:
        await telegram.listener(counter, TOWN.slug).take(received("group_joined"))
    said, left = await server.calls(token)
    assert "Écrivez-nous en privé" in said["parameters"]["text"]
    assert left["method"] == "leaveChat"
