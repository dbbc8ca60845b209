"""What the desk says reaches the chat, and a refusal says whether trying again helps."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.client import Client
from bot.door import LONGEST_RECEIPT, TelegramDoor, receipt
from demo.bot_api.client import BotApi, Citizen
from desk.door import Button, DelayedError, Option, Parcel, RefusedError, Spoken
from desk.town import Town
from tests.bot.desk import NOON

TOWN = Town(
    slug="lumeville",
    name="Lumeville",
    phone="01 99 00 00 00",
    hours="9 h - 17 h",
    site="https://ville.example",
    mail_address="guichet@ville.example",
    contact="contact@ville.example",
    privacy_contact="dpo@ville.example",
)
YES = Option(number=1, key="oui", label="Oui")


def parcel(to: int | str, *spoken: Spoken, town: Town = TOWN) -> Parcel:
    return Parcel(
        town=town,
        to=str(to),
        to_name="",
        spoken=spoken,
        token="7.signed",
        thread=(),
        is_reply=True,
        at=NOON,
    )


@pytest.fixture
def door(client: Client) -> TelegramDoor:
    return TelegramDoor({TOWN.slug: client})


@pytest.fixture
async def ana(ana: Citizen) -> Citizen:
    await ana.start()
    return ana


async def texts(citizen: Citizen) -> list[str]:
    return [one.text for one in await citizen.messages() if not one.mine]


async def test_a_question_is_said_with_its_buttons_and_no_preview(
    server: BotApi, client: Client, door: TelegramDoor, ana: Citizen
) -> None:
    page = Button(label="Ouvrir", url="https://ville.example/p/1")
    question = Spoken(text="Ouvrez <cette> page.", options=(YES,), buttons=(page,), turn=4)
    sent = await door.send(parcel(ana.chat_id, question))
    shown = await ana.wait_for("Ouvrez <cette> page.")
    assert sent == str(shown.message_id)
    assert shown.labels == ("Ouvrir", "Oui")
    assert shown.buttons[1].data == "4:oui"
    (call,) = await server.calls(client.bot.token, "sendMessage")
    assert "is_disabled" in str(call["parameters"]["link_preview_options"])
    assert "parse_mode" not in call["parameters"]


async def test_a_long_message_leaves_in_parts_and_its_receipt_names_them_all(
    door: TelegramDoor, ana: Citizen
) -> None:
    sent = await door.send(parcel(ana.chat_id, Spoken(text="mot " * 2500)))
    shown = [one for one in await ana.messages() if not one.mine]
    assert sent == ",".join(str(one.message_id) for one in shown)
    assert len(shown) == 3


async def test_a_long_message_that_is_interrupted_goes_on_where_it_stopped(
    server: BotApi, client: Client, door: TelegramDoor, ana: Citizen
) -> None:
    said = parcel(ana.chat_id, Spoken(text="un"), Spoken(text="deux"), Spoken(text="trois"))
    await server.fault(client.bot.token, "sendMessage", "slow", seconds=0)
    await server.fault(client.bot.token, "sendMessage", "429", retry_after=9)
    with pytest.raises(DelayedError) as delayed:
        await door.send(said)
    assert delayed.value.after == timedelta(seconds=9)
    assert await texts(ana) == ["un"]
    assert len((await door.send(said)).split(",")) == 3
    assert await texts(ana) == ["un", "deux", "trois"]


async def test_a_citizen_who_blocked_the_bot_is_gone(door: TelegramDoor, ana: Citizen) -> None:
    await ana.block()
    with pytest.raises(RefusedError) as refused:
        await door.send(parcel(ana.chat_id, Spoken(text="Bonjour")))
    assert (refused.value.gone, refused.value.reason) == (True, "blocked")


@pytest.mark.parametrize("nobody", ["424242", "ana@ville.example"])
async def test_a_chat_that_nobody_began_is_gone(door: TelegramDoor, nobody: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await door.send(parcel(nobody, Spoken(text="Bonjour")))
    assert (refused.value.gone, refused.value.reason) == (True, "no chat")


async def test_a_message_that_telegram_does_not_take_is_given_up_alone(
    server: BotApi, client: Client, door: TelegramDoor, ana: Citizen
) -> None:
    await server.fault(client.bot.token, "sendMessage", "400")
    with pytest.raises(RefusedError) as refused:
        await door.send(parcel(ana.chat_id, Spoken(text="Bonjour")))
    assert not refused.value.gone


@pytest.mark.parametrize("kind", ["401", "409", "500", "502", "503", "504", "cut", "lost"])
async def test_any_other_trouble_is_for_later_and_says_no_secret(
    server: BotApi, client: Client, door: TelegramDoor, ana: Citizen, kind: str
) -> None:
    await server.fault(client.bot.token, "sendMessage", kind)
    with pytest.raises(DelayedError) as delayed:
        await door.send(parcel(ana.chat_id, Spoken(text="Bonjour")))
    assert "secret" not in str(delayed.value)
    assert delayed.value.__suppress_context__


async def test_a_town_without_a_bot_waits_for_one(client: Client) -> None:
    with pytest.raises(DelayedError):
        await TelegramDoor({}).send(parcel(1, Spoken(text="Bonjour")))


async def test_buttons_are_taken_away_once_answered_and_twice_is_no_trouble(
    door: TelegramDoor, ana: Citizen
) -> None:
    sent = await door.send(parcel(ana.chat_id, Spoken(text="Alors ?", options=(YES,))))
    for _ in range(2):
        await door.tidy(TOWN, str(ana.chat_id), [sent, "", "999999"], erase=False)
    (shown,) = [one for one in await ana.messages() if not one.mine]
    assert (shown.text, shown.labels) == ("Alors\u00a0?", ())


async def test_a_message_is_erased_and_twice_is_no_trouble(
    door: TelegramDoor, ana: Citizen
) -> None:
    sent = await door.send(parcel(ana.chat_id, Spoken(text="marmotte-7-violette")))
    for _ in range(2):
        await door.tidy(TOWN, str(ana.chat_id), [sent], erase=True)
    assert await texts(ana) == []


async def test_a_message_too_old_to_be_erased_loses_its_words(
    server: BotApi, door: TelegramDoor, ana: Citizen
) -> None:
    sent = await door.send(parcel(ana.chat_id, Spoken(text="marmotte-7-violette", options=(YES,))))
    await server.advance(49 * 3600)
    await door.tidy(TOWN, str(ana.chat_id), [sent], erase=True)
    (shown,) = [one for one in await ana.messages() if not one.mine]
    assert (shown.text, shown.labels) == ("…", ())


async def test_tidying_obeys_retry_after(
    server: BotApi, client: Client, door: TelegramDoor, ana: Citizen
) -> None:
    await server.fault(client.bot.token, "editMessageReplyMarkup", "429", retry_after=5)
    with pytest.raises(DelayedError) as delayed:
        await door.tidy(TOWN, str(ana.chat_id), ["12"], erase=False)
    assert delayed.value.after == timedelta(seconds=5)


@pytest.mark.parametrize("count", [0, 1, 20, 60])
def test_a_receipt_never_cuts_a_number(count: int) -> None:
    numbers: Sequence[str] = [str(1_000_000 + number) for number in range(count)]
    kept = receipt(numbers)
    assert len(kept) <= LONGEST_RECEIPT
    assert numbers[count - len(kept.split(",")) :] == kept.split(",") or not numbers
