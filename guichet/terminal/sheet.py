"""A page of ours as a text: what it says, and the forms that can be sent."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

_BREAKS = frozenset({"p", "h1", "h2", "li", "div", "section", "form", "label", "footer", "nav"})
_UNSEEN = frozenset({"style", "script", "svg", "nav"})
_ALONE = frozenset({"input", "meta", "link", "br", "path", "img"})


@dataclass(slots=True)
class Blank:
    """A field to fill in."""

    name: str
    label: str
    value: str
    secret: bool


@dataclass(slots=True)
class Form:
    """What its button says, what it already holds, what it asks."""

    action: str
    button: str = ""
    held: dict[str, str] = field(default_factory=dict)
    asked: list[Blank] = field(default_factory=list)


class Sheet(HTMLParser):
    """One page, read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._said: list[str] = []
        self._open: list[str] = []
        self._labels: dict[str, str] = {}
        self._label = ""
        self._ids: dict[str, Blank] = {}
        self.feed(html)
        for name, blank in self._ids.items():
            blank.label = self._labels.get(name, blank.name).strip()

    @property
    def text(self) -> str:
        """Its words, a paragraph a line; what stands around them on every page is left out."""
        lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(self._said).split("\f"))
        return "\n".join(line for line in lines if line)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _ALONE:
            self._open.append(tag)
        if tag in _BREAKS:
            self._said.append("\f")
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "label":
            self._label = given.get("for", "")
        elif tag == "input" and self.forms:
            self._input(given)

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag in _BREAKS:
            self._said.append("\f")

    @override
    def handle_data(self, data: str) -> None:
        if "button" in self._open and self.forms:
            self.forms[-1].button += data.strip()
        elif "label" in self._open:
            self._labels[self._label] = self._labels.get(self._label, "") + data
        elif "main" in self._open and _UNSEEN.isdisjoint(self._open):
            self._said.append(data)

    def _input(self, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if given.get("type") == "hidden" or "readonly" in given:
            self.forms[-1].held[name] = value
            return
        blank = Blank(name, name, value, secret=given.get("type") == "password")
        self._ids[given.get("id", name)] = blank
        self.forms[-1].asked.append(blank)
