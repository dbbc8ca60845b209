"""Cutting a long text where a reader would pause."""

import re
from collections.abc import Iterator

#: A short line alone between two empty ones, which neither ends a sentence nor begins an item.
_HEADING = re.compile(r"(?:\A|(?<=\n\n))(?![-\s])[^\n]{0,99}[^\s.,;:!?…]\n\n")
_PARAGRAPH = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
_SENTENCE = re.compile(r"[.!?…][\s»]+")
_WORD = re.compile(r"\s")


def parts(text: str, limit: int = 3500) -> tuple[str, ...]:
    """Parts of at most `limit` characters that, joined, are `text` again. No word is cut.

    Only a word longer than `limit` is. Each part keeps the spaces it ends with.
    """
    found: list[str] = []
    start = 0
    while len(text) - start > limit:
        cut = _cut(text, start, start + limit)
        found.append(text[start:cut])
        start = cut
    return (*found, text[start:]) if start < len(text) else tuple(found)


def _cut(text: str, start: int, stop: int) -> int:
    """The best place in `text` after `start`, at `stop` at the latest."""
    middle = (start + stop) // 2
    for places in _places(text, start, stop):
        if good := [place for place in places if middle < place <= stop]:
            return max(good)
    return max((found.end() for found in _WORD.finditer(text, start, stop)), default=stop)


def _places(text: str, start: int, stop: int) -> Iterator[set[int]]:
    """Where one may cut, best first: before a heading, between paragraphs, lines, sentences, words."""
    headings = list(_HEADING.finditer(text, start, stop))
    yield {heading.start() for heading in headings}
    bare = {heading.end() for heading in headings}  # a heading does not end a part
    for pattern in (_PARAGRAPH, _LINE, _SENTENCE, _WORD):
        yield {found.end() for found in pattern.finditer(text, start, stop)} - bare
