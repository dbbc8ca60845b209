"""A browser without JavaScript, for the tests: it follows links, fills in forms, keeps cookies."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from html.parser import HTMLParser

import httpx
from starlette.routing import BaseRoute
from typing_extensions import override

from desk.counter import Counter
from web.application import application
from web.limits import PATIENCE


class Page(HTMLParser):
    """What a citizen sees of an answer, and the forms that she may send."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.status = answer.status_code
        self.forms: list[dict[str, str]] = []
        self.actions: list[str] = []
        self.buttons: list[str] = []
        #: Of each button: its form, and what it sends of its own.
        self.presses: list[tuple[int, dict[str, str]]] = []
        #: Buttons that say that they do nothing yet.
        self.waiting: list[str] = []
        self.links: dict[str, str] = {}
        self.inputs: dict[str, dict[str, str]] = {}
        self.heading = ""
        self._said: list[str] = []
        self._open: list[str] = []
        self._href = ""
        self._waits = False
        self.feed(answer.text)
        self.text = re.sub(r"\s+", " ", "".join(self._said))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in {"input", "meta", "link", "br", "path"}:
            self._open.append(tag)
        if tag == "form":
            self.forms.append({})
            self.actions.append(given["action"])
        elif tag == "button":
            own = {given["name"]: given["value"]} if "name" in given else {}
            self.presses.append((len(self.forms) - 1, own))
            self.buttons.append("")
            self._waits = given.get("aria-disabled") == "true"
        elif tag == "input":
            self.forms[-1][given["name"]] = given.get("value", "")
            self.inputs[given.get("id", given["name"])] = given
        elif tag == "a":
            self._href = given["href"]

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        if "title" not in self._open and "style" not in self._open:
            self._said.append(data)
        if "button" in self._open:
            self.buttons[-1] += data
            self.waiting += [data] if self._waits else []
        elif "a" in self._open:
            self.links[self._href] = self.links.get(self._href, "") + data
        elif "h1" in self._open:
            self.heading += data


class Browser:
    """One citizen's."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.here = ""

    async def open(self, url: str) -> Page:
        self.here = url
        return Page(await self.client.get(url))

    async def follow(self, page: Page) -> Page:
        """Where the answer sends, if it does."""
        there = page.answer.headers.get("location")
        return await self.open(there) if there else page

    async def press(self, page: Page, label: str, **typed: str) -> Page:
        """Send the form whose button says `label`, with what was typed."""
        which = next(at for at, said in enumerate(page.buttons) if said.startswith(label))
        form, own = page.presses[which]
        self.here = page.actions[form] or self.here
        return Page(await self.client.post(self.here, data={**page.forms[form], **own, **typed}))


@asynccontextmanager
async def browser(
    counter: Counter, *, extra: Sequence[BaseRoute] = (), patience: float = PATIENCE
) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(application(counter, extra=extra, patience=patience))
    async with httpx.AsyncClient(transport=transport, base_url=counter.public_url) as client:
        yield Browser(client)
