"""The button: where it leads, what it says, and where FranceConnect is never named."""

from pathlib import Path

from demo.franceconnect import HERE
from tests.desk.office import Office
from tests.franceconnect.evil import Evil
from tests.franceconnect.house import PAGES, Traveller, house, signed_in, travelling, who
from tests.web.people import tables
from web.franceconnect import Provider, routes
from web.franceconnect.button import EXPLAINED

ROOT = HERE.parent.parent


async def test_it_says_what_it_is_and_leads_to_our_own_page(browser: Traveller) -> None:
    page = (await browser.open(f"{PAGES}/val-fleuri/porte?lien=abc%26d")).text
    assert 'href="/val-fleuri/franceconnect?lien=abc%26d"' in page
    assert "S’identifier avec" in page
    assert "Qu’est-ce que FranceConnect" in page
    assert page.index("S’identifier") < page.index("Qu’est-ce que")
    assert f'href="{EXPLAINED}"' in page
    assert (await browser.open(f"{PAGES}/static/franceconnect.css")).status_code == 200


async def test_a_town_without_a_client_has_no_button(office: Office, evil: Evil) -> None:
    async with travelling(house(office, Provider(evil.issuer))) as browser:
        assert (await browser.open(f"{PAGES}/autre-ville/porte")).text == ""
    assert routes(Provider(evil.issuer), [], signed_in=signed_in, who=who) == []


async def test_looking_at_the_way_in_writes_nothing(browser: Traveller) -> None:
    before = await tables()
    await browser.leave()
    assert await tables() == before


def test_no_sentence_of_a_conversation_holds_an_address_of_franceconnect() -> None:
    said = [path for folder in ("words", "flows") for path in (ROOT / folder).rglob("*.*")]
    texts = [path.read_text("utf-8") for path in said if path.suffix in {".toml", ".py"}]
    assert texts
    assert not any("franceconnect.gouv.fr" in text for text in texts)


def test_the_lock_of_the_local_provider_names_no_registry() -> None:
    lock = Path(HERE / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
