"""From a message in the citizen's words to what Telegram shows: plain texts, buttons below the last. Pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from desk.door import Button, Option, Spoken
from words.typography import spaced

#: Telegram counts UTF-16 code units: most emoji are two.
LONGEST_TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
#: Bytes of UTF-8.
LONGEST_DATA = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
#: Two labels of that many characters stand side by side on a narrow phone.
SHORT_LABEL = 14
BLANK = " \n"

Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """One bubble. There is no `parse_mode`: a name that holds markup stays a name."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def write(spoken: Spoken) -> list[SendMessage]:
    """The bubbles of one message, in order. None for a message without words."""
    pages = [button for button in spoken.buttons if opens(button.url)]
    answers = [option for option in spoken.options if _fits(spoken.turn, option)]
    rows = [*_pages(pages), *_answers(spoken.turn, answers)]
    said = "\n\n".join((spoken.text.strip(BLANK), *_in_words(spoken)))
    texts = split(spaced(said.strip(BLANK)))
    bubbles = [SendMessage(text=text) for text in texts]
    if bubbles and rows:
        bubbles[-1] = SendMessage(text=texts[-1], keyboard=InlineKeyboardMarkup(rows))
    return bubbles


def data_of(turn: int, key: str) -> str:
    """What a pressed button says, as `reading.py` reads it: the question and the answer."""
    return f"{turn}:{key}"


def opens(url: str) -> bool:
    """Whether Telegram takes this address in a button: one refused button loses the whole message."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def split(text: str, most: int = LONGEST_TEXT) -> list[str]:
    """Texts of `most` UTF-16 units at most, parted between paragraphs, else lines, else words."""
    texts, rest = [], text.strip(BLANK)
    while width(rest) > most:
        cut = _seam(rest, _prefix(rest, most))
        texts.append(rest[:cut].rstrip(BLANK))
        rest = rest[cut:].lstrip(BLANK)
    return [*texts, rest] if rest else texts


def width(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _prefix(text: str, most: int) -> int:
    """How many of its characters fit in `most` units."""
    return len(text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore"))


def _seam(text: str, end: int) -> int:
    """Where to part a text of which `end` characters fit; a first part of a few words helps nobody."""
    for seam, least in (("\n\n", end // 4), ("\n", end // 4), (" ", 0)):
        place = text.rfind(seam, 0, end + len(seam))
        if place > least:
            return place
    return end


def _fits(turn: int, option: Option) -> bool:
    return len(data_of(turn, option.key).encode()) <= LONGEST_DATA


def _in_words(spoken: Spoken) -> list[str]:
    """What no button can carry is written instead: an address to copy, a number to answer."""
    addresses = [f"{one.label} : {one.url}" for one in spoken.buttons if not opens(one.url)]
    numbered = [
        f"{one.number}. {one.label}" for one in spoken.options if not _fits(spoken.turn, one)
    ]
    return [*addresses, *(["\n".join(numbered)] if numbered else [])]


def _pages(buttons: list[Button]) -> list[Row]:
    return [[InlineKeyboardButton(spaced(button.label), url=button.url)] for button in buttons]


def _answers(turn: int, options: list[Option]) -> list[Row]:
    """One a row, or two when all are short: rows of both kinds would look like a mistake."""
    keys = [
        InlineKeyboardButton(spaced(option.label), callback_data=data_of(turn, option.key))
        for option in options
    ]
    wide = 2 if all(len(option.label) <= SHORT_LABEL for option in options) else 1
    return [keys[start : start + wide] for start in range(0, len(keys), wide)]
