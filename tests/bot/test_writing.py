"""What a chat shows of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import DATA
from bot.writing import LONGEST_DATA, LONGEST_TEXT, SendMessage, data_of, split, width, write
from desk.door import Button, Option, Spoken

ASTRAL = st.text(alphabet="a\u00a0é€😀🧒🏽 \n", max_size=400)


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(
        Option(number=number, key=f"cle-{number}", label=label)
        for number, label in enumerate(labels, start=1)
    )


def labels(bubble: SendMessage) -> list[list[str]]:
    rows = bubble.keyboard.inline_keyboard if bubble.keyboard else ()
    return [[button.text for button in row] for row in rows]


def test_a_message_is_said_as_it_is_written() -> None:
    text = "Voici.\n\n- *un* <b>nom</b>\n- [un](autre)"
    assert write(Spoken(text=text)) == [SendMessage(text=text)]


def test_what_others_wrote_is_set_in_french_too() -> None:
    (bubble,) = write(Spoken(text="Fête : « samedi » !", options=options("Vraiment ?")))
    assert bubble.text == "Fête\u00a0: «\u00a0samedi\u00a0»\u00a0!"
    assert labels(bubble) == [["Vraiment\u00a0?"]]


def test_a_message_without_words_is_not_sent() -> None:
    assert write(Spoken(text=" \n ", options=options("Oui"))) == []


def test_a_button_says_its_question_and_its_answer() -> None:
    (bubble,) = write(Spoken(text="Confirmez-vous ?", options=options("Oui"), turn=12))
    assert bubble.keyboard is not None
    ((button,),) = bubble.keyboard.inline_keyboard
    assert (button.text, button.callback_data) == ("Oui", "12:cle-1")


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        (("Oui", "Non"), [["Oui", "Non"]]),
        (("Oui", "Non", "Retour"), [["Oui", "Non"], ["Retour"]]),
        (("Oui", "Non, je corrige mon adresse"), [["Oui"], ["Non, je corrige mon adresse"]]),
    ],
)
def test_short_answers_stand_side_by_side(said: tuple[str, ...], rows: list[list[str]]) -> None:
    (bubble,) = write(Spoken(text="Alors ?", options=options(*said)))
    assert labels(bubble) == rows


def test_a_page_to_open_comes_before_the_answers() -> None:
    page = Button(label="Ouvrir la page", url="https://ville.example/p/1")
    (bubble,) = write(Spoken(text="Choisissez.", options=options("Plus tard"), buttons=(page,)))
    assert labels(bubble) == [["Ouvrir la page"], ["Plus tard"]]


@pytest.mark.parametrize("url", ["http://localhost:8080/p/1", "mailto:a@b.example", "/p/1"])
def test_an_address_that_telegram_refuses_in_a_button_is_written_instead(url: str) -> None:
    (bubble,) = write(Spoken(text="Voici.", buttons=(Button(label="La page", url=url),)))
    assert bubble == SendMessage(text=f"Voici.\n\nLa page\u00a0: {url}")


def test_an_answer_too_long_for_a_button_is_numbered_instead() -> None:
    long = Option(number=2, key="é" * 40, label="L’autre")
    (bubble,) = write(Spoken(text="Lequel ?", options=(*options("Celui-ci"), long), turn=7))
    assert bubble.text == "Lequel\u00a0?\n\n2. L’autre"
    assert labels(bubble) == [["Celui-ci"]]


def test_the_buttons_of_a_long_message_come_below_its_last_part() -> None:
    first, last = write(Spoken(text="mot " * 1500, options=options("Accepter")))
    assert labels(first) == []
    assert labels(last) == [["Accepter"]]


def test_a_text_is_parted_between_paragraphs_then_lines_then_words() -> None:
    assert split("un deux\n\ntrois quatre", 16) == ["un deux", "trois quatre"]
    assert split("un deux trois\nquatre cinq", 20) == ["un deux trois", "quatre cinq"]
    assert split("un deux trois quatre", 10) == ["un deux", "trois", "quatre"]
    assert split("anticonstitutionnel", 10) == ["anticonsti", "tutionnel"]


def test_a_first_part_is_not_a_mere_title() -> None:
    assert split("Art. 1\n\n" + "mot " * 10, 40)[0] == "Art. 1\n\nmot mot mot mot mot mot mot mot"


def test_emoji_count_twice() -> None:
    assert split("😀" * 10, 10) == ["😀" * 5] * 2


@given(text=ASTRAL, most=st.integers(2, 50))
def test_parting_a_text_loses_nothing_and_every_part_fits(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(part and width(part) <= most for part in parts)
    assert squeezed("".join(parts)) == squeezed(text)


@given(text=st.text(min_size=1, max_size=40), times=st.integers(100, 300))
def test_whatever_is_said_fits_what_telegram_takes(text: str, times: int) -> None:
    said = write(Spoken(text=text * times))
    assert all(width(bubble.text) <= LONGEST_TEXT for bubble in said)


@given(
    turn=st.integers(0, 999_999_999),
    keys=st.lists(st.text(min_size=1, max_size=70), max_size=6, unique=True),
)
def test_every_answer_can_be_given_and_every_button_is_read_back(
    turn: int, keys: list[str]
) -> None:
    said = tuple(
        Option(number=number, key=key, label=f"choix {number}")
        for number, key in enumerate(keys, start=1)
    )
    (bubble,) = write(Spoken(text="Lequel ?", options=said, turn=turn))
    shown = (
        [button for row in bubble.keyboard.inline_keyboard for button in row]
        if (bubble.keyboard)
        else []
    )
    for button in shown:
        assert isinstance(button.callback_data, str)
        assert len(button.callback_data.encode()) <= LONGEST_DATA
        assert DATA.fullmatch(button.callback_data)
    in_buttons = {button.callback_data for button in shown}
    for option in said:
        in_words = f"{option.number}. {option.label}" in bubble.text
        assert in_words != (data_of(turn, option.key) in in_buttons)


def squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")
