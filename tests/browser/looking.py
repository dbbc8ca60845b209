"""What every page must stand: axe, both colour schemes, a phone, a screen of 320 pixels; pictures kept."""

from dataclasses import dataclass, field

from tests.browser.chromium import DESKTOP, PHONE, ZOOMED, Window

#: Buttons and links that one cannot come to: nothing may lie over them, however little one sees at once.
_UNREACHABLE = """() => [...document.querySelectorAll("main button, main a.go")].filter((one) => {
  if (!one.checkVisibility()) return false;
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const box = one.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !(there && one.contains(there));
}).map((one) => one.textContent)"""


@dataclass
class Look:
    """Looks at one page after the other, and tells all that is wrong at the end."""

    here: Window
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    async def at(self, name: str) -> None:
        """The page that is open now."""
        page, found = self.here.page, list[str]()
        self.seen.append(name)
        found += await self.here.barriers()
        await self.here.picture(f"{name}-bureau")
        await page.emulate_media(color_scheme="dark")
        found += await self.here.barriers("color-contrast")
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize
        await self.here.picture(f"{name}-telephone")
        await page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]  # a ViewportSize
        found += await self.here.cut_off()
        found += [f"out of reach: {one}" for one in await page.evaluate(_UNREACHABLE)]
        await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # a ViewportSize
        self.faults += [f"{name}: {one}" for one in found]

    def finds_nothing(self) -> None:
        """Raises with everything that was found."""
        assert not self.faults, "\n".join(self.faults)
