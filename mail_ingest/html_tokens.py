"""HTML as tags and texts, in one pass that no input can slow.

`html.parser` is quadratic on several inputs in the Pythons we support, and costs five times more.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
# The tags that programs write: no sign of a tag inside a value, no quote left open.
_USUAL_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})(?![a-zA-Z0-9:])((?:[^<>\"]++|\"[^\"<>]*+\")*+)>"
)
_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:][\w:.-]{0,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_LONGEST_ATTRIBUTES = 2000
_UNSHOWN = {
    name: re.compile(rf"</{name}[\s>]", re.IGNORECASE)
    for name in ("style", "script", "title", "noscript", "template", "svg", "textarea", "select")
}


class Token(NamedTuple):
    """A tag (`name`, and its attributes as written) or, with an empty name, a text."""

    data: str
    name: str = ""
    closing: bool = False


_token = Token._make  # a third of the price of a call with three arguments


def tokens(source: str) -> Iterator[Token]:
    """Tags and texts in order; comments, styles and scripts left out."""
    at, unclosed = 0, set[str]()
    last = source.rfind(">")
    while (tag_at := source.find("<", at, last + 1)) >= 0:
        if tag_at > at:
            yield _token((_unescape(source[at:tag_at]), "", False))
        if usual := _USUAL_TAG.match(source, tag_at):
            slash, name, data = usual.groups()
            at = usual.end()
        elif tag := _TAG.match(source, tag_at):
            slash, name = tag.groups()
            end = _tag_end(source, tag.end())
            data = source[tag.end() : end]
            at = end + 1
        else:
            at, text = _not_a_tag(source, tag_at)
            if text:
                yield Token(text)
            continue
        name = name.lower()
        yield _token((data[:_LONGEST_ATTRIBUTES], name, bool(slash)))
        if name in _UNSHOWN and not slash and name not in unclosed:
            at = _skip(source, name, at, unclosed)
    if at < len(source):
        yield Token(_unescape(source[at:]))


def attributes(data: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case."""
    return {
        name.lower(): _unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(data)
    }


def _tag_end(source: str, at: int) -> int:
    """The `>` that closes a tag; one inside a quoted value is skipped when the quote is near."""
    end = source.find(">", at)
    if end < 0:
        return len(source)
    if source.count('"', at, end) % 2:
        quote = source.find('"', end, end + _LONGEST_ATTRIBUTES)
        further = source.find(">", quote, quote + _LONGEST_ATTRIBUTES) if quote >= 0 else -1
        return further if further >= 0 else end
    return end


def _not_a_tag(source: str, at: int) -> tuple[int, str]:
    """Past a comment, a declaration or a processing instruction; or a `<` that is text."""
    if source.startswith("<!--", at):
        end = source.find("-->", at, at + 100_000)
        return (end + 3, "") if end >= 0 else (at + 4, "")
    if source[at + 1 : at + 2] in {"!", "?", "/"}:
        return source.find(">", at) + 1, ""
    return at + 1, "<"


def _skip(source: str, name: str, at: int, unclosed: set[str]) -> int:
    closing = _UNSHOWN[name].search(source, at)
    if closing:
        return closing.start()
    unclosed.add(name)  # it never closes: not looked for again
    return at


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # a character number of thousands of digits
        return text
