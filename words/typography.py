"""French typography, put in once when the words are loaded, so that nobody has to type it."""

import re

NO_BREAK = "\u00a0"
#: What Jinja reads, left as it is.
_CODE = re.compile(r"({[{%#].*?[}%#]})", re.DOTALL)
_BEFORE = re.compile(r" (?=[:;!?»%€])")
_AFTER = re.compile(r"(?<=«) ")


def typeset(template: str) -> str:
    """« Bonjour, c'est « ici » ? » with its curly apostrophe and its no-break spaces."""
    parts = _CODE.split(template)
    return "".join(part if at % 2 else _french(part) for at, part in enumerate(parts))


def _french(text: str) -> str:
    text = text.replace("'", "’")
    return _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, text))
