"""The reference written in our mails where an address can have no plus: « Référence : guichet.TOKEN ».

It comes back in the quote, or in a reply that a link of ours began. It proves no more than any token.
"""

import re
from collections.abc import Iterator

from mail_ingest.letter import Letter

_REFERENCE = re.compile(r"(?<![\w.])guichet\.([a-z2-7]{16,64})(?![\w@])", re.IGNORECASE)
_LINE = re.compile(
    rf"^[ \t>*_]*(?:R.{{0,8}}f.{{0,8}}rence[ \t\xa0]*:[ \t\xa0]*)?{_REFERENCE.pattern}[ \t*_]*\n?",
    re.IGNORECASE | re.MULTILINE,
)


def references(letter: Letter) -> Iterator[str]:
    """Their tokens, the first one first."""
    for body in (letter.text, letter.html):
        for found in _REFERENCE.finditer(body or ""):
            yield found[1].lower()


def without_references(text: str) -> str:
    """What a citizen wrote, if a reference stands among it: a token is kept nowhere."""
    if "guichet." not in text.lower():
        return text
    return _REFERENCE.sub("", _LINE.sub("", text)).strip()
