"""French typography, put in once, so that nobody has to type it.

Words of ours are `typeset` when they are loaded. What leaves also holds what others wrote (news, terms, an
agent's answer): there `spaced` changes spaces only, so links, codes, addresses and names stay as they were.
"""

import re

NO_BREAK = "\u00a0"
#: What Jinja reads, left as it is.
_CODE = re.compile(r"({[{%#].*?[}%#]})", re.DOTALL)
#: A plain space before a sign that may not begin a line, or after the one that may not end it; in « 8 h 30 ».
_SPACE = re.compile(r" (?=[:;!?»%€])|(?<=«) |(?<=\d) (?=h\b)|(?<=\d h) (?=\d\d\b)")


def typeset(template: str) -> str:
    """« Bonjour, c'est « ici » ? » with its curly apostrophe and its no-break spaces."""
    parts = _CODE.split(template)
    return "".join(part if at % 2 else spaced(_curled(part)) for at, part in enumerate(parts))


def spaced(text: str) -> str:
    """The same signs, with no-break spaces where French wants them: what leaves is set by this, at the door."""
    return _SPACE.sub(NO_BREAK, text)


def _curled(text: str) -> str:
    return text.replace("'", "’")
