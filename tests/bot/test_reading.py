"""What is kept of each update that Telegram sends."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import Arrival, Group, Press, Sent, Standing, Written, chat_of, read
from desk.received import Heard, Pressed, Refused, Returned, What
from flows.events import Carries
from flows.here import Channel

RECEIVED = Path(__file__).parent / "received"
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
ANA = 70001234

WRITTEN = {
    "text": Heard(text="Bonjour, je voudrais voir mes factures"),
    "start": Heard(text="/start q7Yk2_xT-4"),
    "menu": Heard(text="/menu"),
    "nul": Heard(text="bonjour ?"),
    "reply": Heard(text="oui"),
    "forward": Heard(text="", carries=Carries.OTHER),
    "via_bot": Heard(text="", carries=Carries.OTHER),
    "photo": Heard(text="Mon attestation", carries=Carries.PICTURE),
    "animation": Heard(text="", carries=Carries.PICTURE),
    "voice": Heard(text="", carries=Carries.VOICE),
    "sticker": Heard(text="", carries=Carries.STICKER),
    "document": Heard(text="Voici", carries=Carries.FILE),
    "location": Heard(text="", carries=Carries.OTHER),
    "unheard_of": Heard(text="", carries=Carries.OTHER),
    "edit": Heard(text="", carries=Carries.EDIT),
}
PRESSED = {
    "press": Pressed(key="oui", turn=12, receipt="40"),
    "press_with_colon": Pressed(key="facture:2026:7", turn=3, receipt="40"),
    "press_of_an_erased_message": Pressed(key="oui", turn=12, receipt="40"),
    "press_forged": None,
    "press_of_another_program": None,
    "press_inline": None,
    "press_in_group": None,
}
STANDING = {"blocked": Refused(reason="blocked"), "unblocked": Returned()}
GROUPS = {"group": -1001234567890, "group_joined": -1001234567890, "channel_joined": -1009876543210}
NOTHING = {"group_edit", "group_left", "from_a_bot", "pinned", "inline_query"}


def received(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((RECEIVED / f"{name}.json").read_text())
    return told


def read_at_noon(update: dict[str, Any]) -> Arrival | None:
    return read(update, town="lumeville", account="bot:1001", at=NOON)


def test_every_received_update_is_told_here() -> None:
    told = {*WRITTEN, *PRESSED, *STANDING, *GROUPS, *NOTHING}
    assert told == {path.stem for path in RECEIVED.glob("*.json")}


def test_who_wrote_when_and_to_whom_is_kept() -> None:
    arrival = read_at_noon(received("text"))
    assert isinstance(arrival, Written)
    kept = arrival.received
    assert (kept.town, kept.channel, kept.address) == ("lumeville", Channel.TELEGRAM, str(ANA))
    assert (kept.account, kept.external_id, kept.at) == ("bot:1001", "810000001", NOON)


@pytest.mark.parametrize(("name", "heard"), WRITTEN.items(), ids=WRITTEN)
def test_of_a_message_only_ones_own_new_words_are_kept(name: str, heard: What) -> None:
    arrival = read_at_noon(received(name))
    assert isinstance(arrival, Written)
    assert isinstance(heard, Heard)
    assert arrival.received.what == replace(heard, receipt="41")
    assert (arrival.chat, arrival.message_id) == (ANA, 41)


@pytest.mark.parametrize(("name", "pressed"), PRESSED.items(), ids=PRESSED)
def test_a_press_carries_its_turn_and_is_answered_whatever_it_says(
    name: str, pressed: What | None
) -> None:
    arrival = read_at_noon(received(name))
    assert isinstance(arrival, Press)
    assert arrival.query_id == "10010000007"
    assert (arrival.received and arrival.received.what) == pressed


@pytest.mark.parametrize(("name", "what"), STANDING.items(), ids=STANDING)
def test_a_block_and_its_end_are_heard(name: str, what: What) -> None:
    arrival = read_at_noon(received(name))
    assert isinstance(arrival, Standing)
    assert arrival.received.what == what
    assert arrival.received.address == str(ANA)


@pytest.mark.parametrize(("name", "chat"), GROUPS.items(), ids=GROUPS)
def test_a_group_is_only_a_place_to_leave(name: str, chat: int) -> None:
    assert read_at_noon(received(name)) == Group(chat=chat)


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_what_says_nothing_to_us_is_passed_over(name: str) -> None:
    assert read_at_noon(received(name)) is None


@pytest.mark.parametrize("name", sorted({*WRITTEN, *PRESSED, *STANDING} - {"press_in_group"}))
def test_everything_a_person_does_belongs_to_the_same_conversation(name: str) -> None:
    assert chat_of(received(name)) == ANA


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("photo", Sent(file_id="AgACs", size=1320)),
        ("document", Sent(file_id="D", name="avis.pdf")),
        *((name, None) for name in ("text", "animation", "voice", "sticker", "forward", "edit")),
    ],
)
def test_a_photo_or_a_document_of_ones_own_may_be_asked_for(name: str, file: Sent | None) -> None:
    arrival = read_at_noon(received(name))
    assert isinstance(arrival, Written)
    assert arrival.file == file
    assert arrival.received.offers == ()


@given(text=st.text(st.characters(exclude_categories=()), max_size=30))
def test_whatever_is_typed_can_be_stored(text: str) -> None:
    update = received("text")
    update["message"]["text"] = text
    arrival = read_at_noon(update)
    assert isinstance(arrival, Written)
    assert isinstance(arrival.received.what, Heard)
    assert "\0" not in arrival.received.what.text.encode().decode()
