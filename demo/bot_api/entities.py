"""Commands, addresses and links in a text, found as Telegram finds them. Offsets are UTF-16."""

import re

from demo.bot_api.errors import Payload

FOUND = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("url", re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]']", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w.@/])@\w{4,32}(?![\w.]*@)")),
    ("hashtag", re.compile(r"(?<![\w#&])#\w*[^\W\d]\w*")),
)


def utf16(text: str) -> int:
    """The length of a text in the unit of `offset` and `length`."""
    return len(text.encode("utf-16-le")) // 2


def find(text: str, known: list[Payload]) -> list[Payload]:
    """The entities of a text: those `known` by its formatting, and those its words show."""
    taken = [(one["offset"], one["offset"] + one["length"]) for one in known if _closed(one)]
    entities = list(known)
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start = utf16(text[: match.start()])
            end = start + utf16(match.group())
            if all(end <= left or right <= start for left, right in taken):
                taken.append((start, end))
                entities.append({"type": kind, "offset": start, "length": end - start})
    return sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def with_entities(text: str, known: list[Payload], *, key: str = "text") -> Payload:
    """A text (or a caption) and its entities, as they stand in a `Message`."""
    entities = find(text, known)
    name = "entities" if key == "text" else f"{key}_entities"
    return {key: text, name: entities} if entities else {key: text}


def _closed(entity: Payload) -> bool:
    """Whether nothing is looked for inside: code and links are what they are."""
    return entity["type"] in {"code", "pre", "text_link"}
