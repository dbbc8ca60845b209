"""HTML as tags and texts, in one pass that no input can slow.

`html.parser` is quadratic on several inputs in the Pythons we support, and costs ten times more.
"""

import html
import re
from collections.abc import Generator, Iterator

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
# A text and the tag that ends it, as programs write tags: no sign of one in a value, no quote left open.
# Most lines have a bare `div` to themselves, and are taken with it.
_USUAL = re.compile(
    r"(?P<text>[^<]*+)(?:<(?:(?P<bare>div)>(?P<line>[^<]*+)(?P<br><br>)?</div"
    r"|(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]{0,30})(?![a-zA-Z0-9:])(?P<data>(?:[^<>\"]++|\"[^\"<>]*+\")*+))>)?"
)
_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:][\w:.-]{0,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_LONGEST_ATTRIBUTES = 2000
_UNSHOWN = {
    name: re.compile(rf"</{name}[\s>]", re.IGNORECASE)
    for name in ("style", "script", "title", "noscript", "template", "svg", "textarea", "select")
}

#: In place of a name: the line is a whole bare `div`; in place of the slash, the `<br>` that ends it, if any.
LINE = "div="
#: A run of text and the tag that ends it, either of which may be missing: text, name in lower case, a
#: slash if the tag closes, its attributes as written. A bare tuple, since a mail has hundreds.
Token = tuple[str, str, str, str]


def tokens(source: str) -> Iterator[Token]:
    """Texts and tags in order; comments, styles and scripts left out."""
    at, unclosed = 0, set[str]()
    last = source.rfind(">")
    while at <= last:
        run = yield from _usual(source, at)
        if not run["name"] and run.end() > last:
            at = run.start()
            break
        at, token = _rare(source, run)
        yield token
        _, name, closing, _ = token
        if name in _UNSHOWN and not closing and name not in unclosed:
            at = _skip(source, name, at, unclosed)
    if at < len(source):
        yield _unescape(source[at:]), "", "", ""


def _usual(source: str, at: int) -> Generator[Token, None, re.Match[str]]:
    """What is written as programs write, up to the first run that is not: that one is returned."""
    for run in _USUAL.finditer(source, at):
        text, bare, line, br, slash, name, data = run.groups("")
        if "&" in text or "&" in line:
            text, line = _unescape(text), _unescape(line)
        if bare:
            if text:
                yield text, "", "", ""
            yield line, LINE, br, ""
        else:
            name = name.lower()
            if not name or name in _UNSHOWN:
                return run
            yield text, name, slash, data[:_LONGEST_ATTRIBUTES]
    raise AssertionError("even nothing is a run")


def _rare(source: str, run: re.Match[str]) -> tuple[int, Token]:
    """A run that ends with an element that is not shown, or with a `<` that begins no usual tag."""
    text, name = _unescape(run["text"]), run["name"]
    if name:
        return run.end(), (text, name.lower(), run["slash"], "")
    at = run.end()
    tag = _TAG.match(source, at)
    if not tag:
        at, sign = _not_a_tag(source, at)
        return at, (text + sign, "", "", "")
    end = _tag_end(source, tag.end())
    data = source[tag.end() : min(end, tag.end() + _LONGEST_ATTRIBUTES)]
    return end + 1, (text, tag[2].lower(), tag[1], data)


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
