"""The seed's journey in a real Chromium: from the mail to the dashboard, whatever one reads the pages with."""

import re

from playwright.async_api import Browser, expect

from tests.browser.chromium import IN_CHROMIUM, NARROW, Window, window
from tests.house.program import Program
from tests.web.people import PASSWORD

pytestmark = IN_CHROMIUM

HOME = re.compile("^Bonjour")


async def opens_the_letter(here: Window, demo: Program, who: str) -> None:
    """In the demo's mail reader: the box, then its one letter."""
    await here.open(f"{demo.place.pages}/courrier")
    await here.page.get_by_role("navigation").get_by_role("link", name=who).click()
    await here.page.locator(".letters a").first.click()
    await here.page.locator("iframe").wait_for()


async def test_from_the_mail_to_the_dashboard(chromium: Browser, demo: Program) -> None:
    async with window(chromium) as here:
        page = here.page
        await opens_the_letter(here, demo, "Claire Testa")
        await here.picture("parcours-1-courriel")
        await page.frame_locator("iframe").get_by_role("link", name="Activer mon espace").click()
        await here.reads("Activer votre espace personnel")
        await here.press("Activer mon espace")
        await here.reads("C’est fait, votre espace est actif")
        await here.press("Continuer ici")
        await here.reads("Votre identifiant et votre mot de passe")
        await ticks_the_rules_while_one_types(here)
        await here.press("Enregistrer")
        await here.reads("Votre mot de passe est enregistré")
        await here.press("Continuer ici")
        await reads_the_terms(here)
        await here.reads("Merci, les conditions sont acceptées")
        await here.press("Continuer ici")
        await here.reads("Bonjour Mme Testa")
        await expect(page.locator("#invoices")).to_contain_text("VF-CAN-10412")
        await here.picture("parcours-9-accueil")


async def ticks_the_rules_while_one_types(here: Window) -> None:
    page, password = here.page, here.page.locator("#password")
    kept = page.locator("#rules .kept")
    for typed, how_many in (("abc", 1), ("abcdefgh", 2), ("abcdefg1", 3), (PASSWORD, 3)):
        await password.fill(typed)
        await expect(kept).to_have_count(how_many)
    strength = page.locator("#strength")
    for typed in ("claire-testa-2019", "azerty-Val-Fleuri-1234", "aaaaaaaaaaaaaaaaaaaaaaa1"):
        await password.fill(typed)
        await expect(strength).to_contain_text("facile à deviner")
    for typed, words in (("cabane-nuage-7", "solide"), (PASSWORD, "très solide")):
        await password.fill(typed)
        await expect(strength).to_contain_text(words)
    await password.fill(PASSWORD)
    await page.get_by_role("button", name="Afficher").first.click()
    await expect(password).to_have_attribute("type", "text")
    await page.get_by_role("button", name="Masquer").click()
    await page.locator("#confirmation").fill(PASSWORD)
    await expect(page.get_by_text("Les deux sont les mêmes")).to_be_visible()
    await here.picture("parcours-5-identifiants")


async def reads_the_terms(here: Window) -> None:
    """Part after part; on the last one, the button waits until its last word was on the screen."""
    page = here.page
    accept = page.get_by_role("button", name="J’accepte ces conditions")
    await here.reads("Conditions d’utilisation")
    while await (turn := page.get_by_role("button", name="Lire la partie")).count():
        await expect(accept).to_have_attribute("aria-disabled", "true")
        await turn.click()
        await page.wait_for_load_state()
    await expect(accept).to_have_attribute("aria-disabled", "true")
    await accept.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Lisez d’abord jusqu’à la fin")
    await page.locator("#fin").scroll_into_view_if_needed()
    await expect(accept).not_to_have_attribute("aria-disabled", "true")
    await expect(page.get_by_role("status")).to_contain_text("vous pouvez accepter")
    await here.picture("parcours-7-conditions")
    await accept.click()


async def reaches(here: Window, name: str) -> None:
    """With the tab key alone, from where the keyboard is, to the button, link or field that says so."""
    for _ in range(40):
        await here.page.keyboard.press("Tab")
        said = await here.page.evaluate(
            """() => { const one = document.activeElement;
            const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.textContent;
            const ring = getComputedStyle(one).outlineStyle !== "none";
            return [label.trim(), ring]; }"""
        )
        if said[0].startswith(name):
            assert said[1], f"nothing shows that {name} has the keyboard"
            return
    raise AssertionError(f"the keyboard does not reach {name}")


async def test_with_the_keyboard_alone(chromium: Browser, demo: Program) -> None:
    async with window(chromium) as here:
        keys = here.page.keyboard
        await opens_the_letter(here, demo, "Sophie Lambertin")
        await here.open(await link_of(here))
        await reaches(here, "Activer mon espace")
        await keys.press("Enter")
        await here.reads("C’est fait, votre espace est actif")
        await reaches(here, "Continuer ici")
        await keys.press("Enter")
        await here.reads("Votre identifiant et votre mot de passe")
        for label in ("Mot de passe", "Confirmation"):
            await reaches(here, label)
            await keys.type(PASSWORD)
        await keys.press("Enter")
        await here.reads("Votre mot de passe est enregistré")
        await reaches(here, "Continuer ici")
        await keys.press("Enter")
        await here.reads("Conditions d’utilisation")
        await reaches(here, "Afficher tout le reste")
        await keys.press("Enter")
        await here.page.get_by_text("Vous pourrez accepter à la fin").wait_for()
        await reaches(here, "Aller à la fin")
        await keys.press("Enter")
        await reaches(here, "J’accepte ces conditions")
        await keys.press("Enter")
        await here.reads("Merci, les conditions sont acceptées")
        await reaches(here, "Continuer ici")
        await keys.press("Enter")
        await here.reads("Bonjour Mme Lambertin")


async def link_of(here: Window) -> str:
    """The activation link of the letter shown."""
    link = here.page.frame_locator("iframe").get_by_role("link", name="Activer mon espace")
    return await link.get_attribute("href") or ""


async def test_without_javascript(chromium: Browser, demo: Program) -> None:
    async with window(chromium, java_script_enabled=False) as here:
        await opens_the_letter(here, demo, "Karim Belhadji")
        await (
            here.page.frame_locator("iframe").get_by_role("link", name="Activer mon espace").click()
        )
        await here.press("Activer mon espace")
        await here.press("Continuer ici")
        await here.page.locator("#password").fill("court")
        await here.press("Enregistrer")
        await expect(here.page.get_by_role("alert")).to_contain_text(
            "Deux réponses sont à corriger"
        )
        await here.page.locator("#password").fill(PASSWORD)
        await here.page.locator("#confirmation").fill(PASSWORD)
        await here.press("Enregistrer")
        await here.press("Continuer ici")
        while await here.page.get_by_role("button", name="Lire la partie").count():
            await here.press("Lire la partie")
        await here.press("J’accepte ces conditions")
        await here.press("Continuer ici")
        await here.reads("Bonjour M. Belhadji")


async def test_on_a_screen_of_320_pixels(chromium: Browser, demo: Program) -> None:
    async with window(chromium, NARROW, has_touch=True) as here:
        await opens_the_letter(here, demo, "Marie-Ange Kervadec")
        await here.open(await link_of(here))
        assert await here.cut_off() == []
        await here.press("Activer mon espace")
        assert await here.cut_off() == []
        await here.press("Continuer ici")
        await here.page.locator("#password").fill(PASSWORD)
        await here.page.locator("#confirmation").fill(PASSWORD)
        assert await here.cut_off() == []
        await here.press("Enregistrer")
        assert await here.cut_off() == []
        await here.press("Continuer ici")
        await here.press("Afficher tout le reste")
        assert await here.cut_off() == []
        await here.page.locator("#fin").scroll_into_view_if_needed()
        await here.press("J’accepte ces conditions")
        await here.press("Continuer ici")
        await here.reads("Bonjour Mme Kervadec")
        assert await here.cut_off() == []
