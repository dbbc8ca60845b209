"""Recognises what opens a space: the token of a deep link, or the short code printed in the invitation.

An activation address pasted whole is the portal's to read: it knows the shape it gave it.
"""

import re

from flows.dates import find_date

#: A short code: two groups of four, without the look-alikes 0 O 1 I L.
_SIGNS = "[A-HJKMNP-Z2-9]{4}"
_START = re.compile(r"(?:^/start(?:@\w+)?\s+|[?&]start=)([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])")
_WRITTEN = re.compile(rf"(?<![\w-]){_SIGNS}-{_SIGNS}(?![\w-])")
_AROUND = (
    r"(?:(?:bonjour|bonsoir|madame|monsieur|voici|mon|le|la|code|cle|clé|clef|est|c|j|ai|recu|reçu|de"
    r"|lettre|ne|nee|né|née|fils|fille|enfant|date|naissance|et|activation|merci|svp|cordialement)\W+)*"
)
#: The key of a letter: three groups of four signs, none of which looks like another.
_CLEAR = "[34679ACDEFHJKMNPQRTWXY]{4}"
_KEY_WRITTEN = re.compile(rf"(?<![\w-]){_CLEAR}-{_CLEAR}-{_CLEAR}(?![\w-])")
_KEY_ALONE = re.compile(
    rf"\W*{_AROUND}({_CLEAR}\W{{0,3}}{_CLEAR}\W{{0,3}}{_CLEAR})(?:\W+{_AROUND}(?:merci|svp)?)?\W*",
    re.IGNORECASE,
)
_LONGEST_LETTER = 2000
_ALONE = re.compile(
    rf"\W*{_AROUND}({_SIGNS})\W{{0,3}}({_SIGNS})(?:\W+{_AROUND}(?:merci|svp)?)?\W*", re.IGNORECASE
)
#: A code comes alone, or nearly.
_LONGEST = 200


def token(text: str) -> str | None:
    """The token of « /start TOKEN », or of a link that ends in `?start=TOKEN`."""
    found = _START.search(text.strip())
    return found[1] if found else None


def short_code(text: str) -> str | None:
    """The short code in `text`: as printed anywhere, in any spelling if it stands alone and holds a digit."""
    if written := _WRITTEN.findall(text):
        return str(written[0]).replace("-", "") if len(set(written)) == 1 else None
    code = _alone(text)
    return code if code and not code.isalpha() and not code.isdigit() else None


def letter_key(text: str) -> str | None:
    """The key of a letter, bare, and the day written with it: « ACDE3467FHJK 2019-03-12 ».

    As printed anywhere; in any spelling, if nothing stands around it but that day and polite words.
    """
    if len(text) > _LONGEST_LETTER:
        return None
    found = find_date(text)
    day, words = found or ("", text)
    written = set(_KEY_WRITTEN.findall(words)) or set(_KEY_WRITTEN.findall(text))
    if not written and (alone := _KEY_ALONE.fullmatch(words)):
        written = {alone[1].upper()}
    if len(written) != 1:
        return None
    key = re.sub(r"\W", "", written.pop())
    return f"{key} {day}".strip()


def code_asked(text: str) -> str | None:
    """The same where a code was just asked for: eight letters without a digit may be one too."""
    return letter_key(text) or token(text) or short_code(text) or _alone(text)


def _alone(text: str) -> str | None:
    found = _ALONE.fullmatch(text) if len(text) <= _LONGEST else None
    return (found[1] + found[2]).upper() if found else None
