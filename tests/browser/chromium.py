"""Debian's Chromium, driven by Playwright: windows for one citizen each, with what the tests look at in them."""

import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Request, async_playwright

#: Of the repository, and never in it.
PICTURES = Path(__file__).parents[2] / "var" / "captures"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ABSENT = (
    "Chromium n'est pas installé (sur Debian ou Ubuntu, « sudo apt install chromium ») :"
    " les essais dans un vrai navigateur sont sautés."
)
#: Milliseconds that a page may take to show what is waited for, far above what it takes.
PATIENCE = 45_000
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")

#: In CSS pixels. 320 is a small phone, and a screen of 1280 at 400 %.
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}

_CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.closest(".skip, svg, pre")) return false;
    const style = getComputedStyle(one);
    if (style.clipPath.startsWith("inset(50%")) return false;
    const clipped = style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1;
    return clipped || box.left < -1 || box.right > wide + 1;
  });
  const scrolls = document.documentElement.scrollWidth > wide ? ["the page scrolls sideways"] : [];
  return [...scrolls, ...out.map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 40)}`)];
}"""


def _executable() -> str | None:
    asked = os.environ.get("GUICHET_TEST_CHROMIUM", "")
    return asked or next((found for name in NAMES if (found := shutil.which(name))), None)


#: What a module of these tests says of itself: one loop, that of the browser, and nothing without Chromium.
IN_CHROMIUM = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(_executable() is None, reason=ABSENT),
]


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """One browser; whoever needs it opens windows of their own in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_executable())
        yield browser
        await browser.close()


@dataclass
class Window:
    """One citizen's window, with nothing in it from before."""

    page: Page
    #: Addresses asked for that are neither ours nor loopback: none, ever.
    abroad: list[str]

    async def open(self, url: str) -> None:
        await self.page.goto(url)

    async def press(self, name: str) -> None:
        """The button or the link that says so."""
        both = self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("link", name=name)
        )
        await both.first.click()

    async def reads(self, heading: str) -> None:
        """Wait for the page whose title says so, its scripts run."""
        await self.page.get_by_role("heading", level=1, name=heading).wait_for()
        await self.page.wait_for_load_state("domcontentloaded")

    async def picture(self, name: str) -> None:
        """Keep what is seen, for a person to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    async def cut_off(self) -> list[str]:
        """What stands outside of the window, or is hidden by its own box."""
        found: list[str] = await self.page.evaluate(_CUT_OFF)
        return found

    async def barriers(self, *rules: str) -> list[str]:
        """What axe finds against WCAG 2.1 AA; `rules` looks for these alone."""
        only = (
            {"type": "rule", "values": list(rules)}
            if rules
            else {"type": "tag", "values": list(RULES)}
        )
        said = await Axe().run(self.page, options={"runOnly": only, "resultTypes": ["violations"]})
        return [
            f"{one['id']}: {node['html'][:120]} ({node['failureSummary'][:200]})"
            for one in said.response["violations"]
            for node in one["nodes"]
        ]


@asynccontextmanager
async def window(
    browser: Browser, size: Mapping[str, int] = DESKTOP, **asked: Any
) -> AsyncIterator[Window]:
    """Open one. `asked` are Playwright's words: `java_script_enabled`, `color_scheme`…"""
    context = await browser.new_context(
        viewport=dict(size),  # type: ignore[arg-type]  # a ViewportSize
        locale="fr-FR",
        reduced_motion="reduce",
        **asked,
    )
    context.set_default_timeout(PATIENCE)
    abroad: list[str] = []

    def look(request: Request) -> None:
        told = urlsplit(request.url)
        if told.scheme in {"http", "https"} and told.hostname != "127.0.0.1":
            abroad.append(request.url)

    context.on("request", look)
    try:
        yield Window(await context.new_page(), abroad)
    finally:
        await context.close()
    assert abroad == [], "a page asked somebody else for something"
