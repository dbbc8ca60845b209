"""HTML as tags and texts, in one pass that no input can slow.

`html.parser` is quadratic on several inputs in the Pythons we support, and costs five times more.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
# A text and the tag that ends it, as programs write tags: no sign of one in a value, no quote left open.
_USUAL = re.compile(
    r"([^<]*+)(?:<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})(?![a-zA-Z0-9:])((?:[^<>\"]++|\"[^\"<>]*+\")*+)>)?"
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
    """A run of text and the tag that ends it; either may be missing."""

    text: str
    name: str = ""
    closing: str = ""  # a slash, or nothing
    data: str = ""  # the attributes, as written


_token = Token._make  # a third of the price of a call with four arguments


def tokens(source: str) -> Iterator[Token]:
    """Texts and tags in order; comments, styles and scripts left out."""
    at, unclosed = 0, set[str]()
    last = source.rfind(">")
    while at <= last:
        run = _USUAL.match(source, at)
        assert run is not None, "even nothing is a run"
        text, slash, name, data = run.groups("")
        if not name and run.end() > last:
            break
        at = run.end()
        if name:
            token = _token((_unescape(text), name.lower(), slash, data[:_LONGEST_ATTRIBUTES]))
        else:
            at, token = _odd(source, at, _unescape(text))
        yield token
        if token.name in _UNSHOWN and not token.closing and token.name not in unclosed:
            at = _skip(source, token.name, at, unclosed)
    if at < len(source):
        yield Token(_unescape(source[at:]))


def _odd(source: str, at: int, text: str) -> tuple[int, Token]:
    """What begins with `<` and is no usual tag: where it ends, and the token that ends there."""
    tag = _TAG.match(source, at)
    if not tag:
        at, sign = _not_a_tag(source, at)
        return at, Token(text + sign)
    end = _tag_end(source, tag.end())
    data = source[tag.end() : min(end, tag.end() + _LONGEST_ATTRIBUTES)]
    return end + 1, Token(text, tag[2].lower(), tag[1], data)


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
