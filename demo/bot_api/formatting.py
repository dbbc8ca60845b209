"""`parse_mode=HTML`: a text and its entities, or the refusal that Telegram gives."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from demo.bot_api.entities import utf16
from demo.bot_api.errors import Payload, RefusedError, bad_request
from demo.bot_api.parameters import Parameters

PLAIN_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler",
    "a": "text_link", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)(?P<attributes>[^<>]*)>"
    r"|&(?P<reference>lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);"
    r"|(?P<text>[^<&]+|[<&])"
)
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?")


@dataclass(frozen=True, slots=True)
class Opened:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class Parsed:
    """What was read so far."""

    text: str = ""
    entities: list[Payload] = field(default_factory=list)
    open: list[Opened] = field(default_factory=list)


def parse(text: str, mode: str, given: list[Payload] | None) -> tuple[str, list[Payload]]:
    """The words of a message and its entities, without the spaces around."""
    if mode.lower() == "html":
        text, entities = _html(text)
    elif mode:
        # The fake knows one markup: whoever formats in another must not believe that it works.
        raise bad_request("unsupported parse_mode")
    else:
        entities = given or []
    return _trim(text, entities)


def read_text(ask: Parameters, name: str, limit: int) -> tuple[str, list[Payload]]:
    """The text that a bot sends, checked, and its entities."""
    given = ask.structure("entities", "entities")
    text, entities = parse(ask.text(name), ask.text("parse_mode"), given)
    if not text:
        raise bad_request("message text is empty")
    if len(text) > limit:
        raise bad_request("message is too long")
    return text, entities


def _html(source: str) -> tuple[str, list[Payload]]:
    done = Parsed()
    for token in TOKEN.finditer(source):
        where = len(source[: token.start()].encode())
        if token["tag"]:
            step: Callable[[Parsed, re.Match[str], int], None] = _end if token["close"] else _begin
            step(done, token, where)
        elif token["text"] == "<":
            raise _cannot(f'Unsupported start tag "" at byte offset {where}')
        else:
            done.text += html.unescape(token.group()) if token["reference"] else token["text"]
    if done.open:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{done.open[-1].tag}"')
    return done.text, done.entities


def _begin(done: Parsed, token: re.Match[str], where: int) -> None:
    tag = token["tag"].lower()
    found = ATTRIBUTE.findall(token["attributes"])
    attributes = {key.lower(): html.unescape("".join(values)) for key, *values in found}
    spoiler = attributes.get("class") == "tg-spoiler"
    if tag not in PLAIN_TAGS or (tag == "span" and not spoiler):
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {where}')
    done.open.append(Opened(tag, attributes, utf16(done.text)))


def _end(done: Parsed, token: re.Match[str], where: int) -> None:
    tag = token["tag"].lower()
    if not done.open:
        raise _cannot(f"Unexpected end tag at byte offset {where}")
    begun = done.open.pop()
    if begun.tag != tag:
        expected = f'expected "</{begun.tag}>", found "</{tag}>"'
        raise _cannot(f"Unmatched end tag at byte offset {where}, {expected}")
    length = utf16(done.text) - begun.offset
    if length:
        entity = {"type": PLAIN_TAGS[tag], "offset": begun.offset, "length": length}
        done.entities.extend(_complete(entity, begun.attributes))


def _complete(entity: Payload, attributes: dict[str, str]) -> list[Payload]:
    match entity["type"]:
        case "text_link":
            # A link that leads nowhere is plain text.
            return [entity | {"url": attributes["href"]}] if attributes.get("href") else []
        case "custom_emoji":
            return [entity | {"custom_emoji_id": attributes.get("emoji-id", "")}]
        case "blockquote" if "expandable" in attributes:
            return [entity | {"type": "expandable_blockquote"}]
        case _:
            return [entity]


def _trim(text: str, entities: list[Payload]) -> tuple[str, list[Payload]]:
    trimmed = text.strip()
    lead = utf16(text[: len(text) - len(text.lstrip())])
    end = utf16(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] - lead + entity["length"], end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return trimmed, kept


def _cannot(why: str) -> RefusedError:
    return bad_request(f"can't parse entities: {why}")
