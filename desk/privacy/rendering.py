"""The words of a stored message, as they left, without the links and secrets that were derived then."""

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateError

from desk.counter import Counter
from flows.here import Channel
from flows.message import Kind

#: In the place of what is derived at sending, and of a whole text that everybody can read.
HIDDEN = "[…]"
#: Parameters that open something: the digits after the last word of the terms.
OPENERS = frozenset({"code"})


class _Hidden(dict[str, str]):
    """Whatever is asked of it is hidden."""

    def __missing__(self, name: str) -> str:
        return HIDDEN


def sent_words(
    counter: Counter, town: str, channel: Channel, message: Mapping[str, Any]
) -> str | None:
    """What a message said; None for one whose words are no longer in the catalogue."""
    hidden = OPENERS | ({"content"} if message["kind"] == Kind.DOCUMENT else set())
    params = {**message["params"], **dict.fromkeys(hidden, HIDDEN)}
    around = {
        "channel": channel.value,
        "town": counter.towns[town],
        "link": _Hidden(),
        "secret": _Hidden(),
    }
    try:
        return counter.texts[town].say(message["text"], params, **around)
    except (TemplateError, LookupError, TypeError, ValueError):
        return None


def heard_words(body: Mapping[str, Any]) -> str | None:
    """What a stored event says: words only, never the tokens that came with them."""
    text = body.get("text")
    return text if isinstance(text, str) else None
