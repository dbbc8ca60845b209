"""`make pictures`: takes the pictures of the README again, in the demo town, as a citizen sees them on a phone."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page

from tests.browser.chromium import Window, launched, window
from tests.house.program import Place, Program
from tests.repository import DOCS
from tests.web.people import PASSWORD

PICTURES = DOCS / "pictures"
#: In CSS pixels: a phone, tall enough for what a picture is about, drawn finer than it is.
PHONE = {"width": 390, "height": 880}
SHARP = 1.75
#: A flat drawing needs no more, and each picture stays under sixty kilobytes.
COLOURS = 48


async def take(here: Window, name: str) -> None:
    """What the window shows, with few colours."""
    shot = await here.page.screenshot()
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


async def letter_of(here: Window, demo: Program, who: str) -> None:
    """The invitation of that citizen, in the demo's mail reader."""
    await here.open(f"{demo.place.pages}/courrier")
    await here.page.get_by_role("navigation").get_by_role("link", name=who).click()
    await here.page.locator(".letters a").first.click()
    await here.page.locator("iframe").wait_for()


async def pages(browser: Browser, demo: Program) -> None:
    """From the mail to the dashboard."""
    async with window(browser, PHONE, device_scale_factor=SHARP) as here:
        page = here.page
        await letter_of(here, demo, "Claire Testa")
        await page.locator("iframe").evaluate("one => scrollTo(0, one.offsetTop - 12)")
        await take(here, "courriel")
        await page.frame_locator("iframe").get_by_role("link", name="Activer mon espace").click()
        await here.reads("Activer votre espace personnel")
        await take(here, "activation")
        await here.press("Activer mon espace")
        await here.press("Continuer ici")
        await page.locator("#password").press_sequentially(PASSWORD)
        await page.evaluate("scrollTo(0, 120)")
        await take(here, "identifiants")
        await page.locator("#confirmation").fill(PASSWORD)
        await here.press("Enregistrer")
        await here.press("Continuer ici")
        await here.press("Afficher tout le reste")
        await here.reads("Conditions d’utilisation")
        await page.locator("#accepter").scroll_into_view_if_needed()
        await page.get_by_text("vous pouvez accepter").wait_for()
        await take(here, "conditions")
        await here.press("J’accepte ces conditions")
        await here.press("Continuer ici")
        await here.reads("Bonjour Mme Testa")
        await take(here, "accueil")


async def answers(page: Page, label: str, until: str) -> None:
    """Press the newest button that says so, and wait for what is said then."""
    await page.locator("button.answer", has_text=label).last.click()
    await page.get_by_text(until).last.wait_for()


async def says(page: Page, text: str, until: str) -> None:
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")
    await page.get_by_text(until).last.wait_for()


async def chat(browser: Browser, demo: Program) -> None:
    """From « Continuer sur Telegram » to the invoices."""
    async with window(browser, PHONE, device_scale_factor=SHARP) as here:
        page = here.page
        await letter_of(here, demo, "Sophie Lambertin")
        link = page.frame_locator("iframe").get_by_role("link", name="Telegram").first
        await here.open(await link.get_attribute("href") or "")
        await page.get_by_label("Votre prénom").fill("Sophie")
        await page.get_by_role("button", name="Démarrer").click()
        await page.get_by_text("C’est bien vous").wait_for()
        await answers(page, "Oui", "Voulez-vous le garder")
        await answers(page, "Garder", "Choisissez votre mot de passe")
        await says(page, PASSWORD, "partie 1 sur")
        await read_to_the_end(page)
        await answers(page, "J’accepte", "Vous avez accepté")
        await says(page, "Mes factures svp", "VF-LOI")
        await page.locator("button.answer", has_text="Parler à une personne").last.wait_for()
        await page.evaluate("document.activeElement.blur()")
        await take(here, "telegram")


async def read_to_the_end(page: Page) -> None:
    """Part after part, until the text can be accepted."""
    part = 1
    while not await page.locator("button.answer", has_text="J’accepte").count():
        part += 1
        await answers(page, "Suite", f"partie {part} sur")
        await page.locator("button.answer").last.wait_for()


async def taken() -> None:
    """All of them, in a town of their own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "var")
        place.folder.mkdir()
        with place.demo() as demo:
            async with launched() as browser:
                await pages(browser, demo)
                await chat(browser, demo)


if __name__ == "__main__":
    asyncio.run(taken())
