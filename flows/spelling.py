"""French as people type it, made comparable: no accents, no capitals, no punctuation, one space."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'"})
_NOT_WORDS = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """« Où  en suis-JE ?! » -> "ou en suis je". Linear in the length of `text`."""
    if text.isascii():
        return _NOT_WORDS.sub(" ", text.casefold()).strip()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    return _NOT_WORDS.sub(" ", decomposed_letters(decomposed)).strip()


def decomposed_letters(text: str) -> str:
    """The same text without its combining marks."""
    return "".join(sign for sign in text if not unicodedata.combining(sign))
