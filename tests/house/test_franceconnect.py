"""The demo with its imitation of FranceConnect, walked over the wire; and the demo where Node is missing."""

import shutil
from pathlib import Path

import httpx
import pytest

from tests.house.program import Place
from tests.web.browser import Browser, Page

SPACE = "/val-fleuri/espace-citoyens/"
PASSWORD = "tilleul-marche-ancre-47"


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
async def test_whoever_tries_the_demo_enters_with_franceconnect(place: Place) -> None:
    with place.demo(franceconnect=True):
        async with httpx.AsyncClient(
            base_url=place.pages, trust_env=False, follow_redirects=True
        ) as client:
            web = Browser(client)
            page = await web.open(SPACE)
            assert "franceconnect" in page.answer.text
            there = await client.get("/val-fleuri/franceconnect")
            proof = Page(await client.post(there.url, data={"person": "nadia.ferrandou"}))
            assert proof.heading == "Une dernière vérification"
            home = await web.press(proof, "Continuer", password=PASSWORD)
            assert str(home.answer.url).endswith(SPACE)
            assert "Bonjour Mme Ferrandou" in home.text.replace("\u00a0", " ")
    journal = place.journal("--citizen", "nadia.ferrandou")
    assert "entré dans l'espace avec FranceConnect" in journal
    assert "mot de passe accepté" not in journal


def test_without_node_the_demo_opens_without_the_button(place: Place, tmp_path: Path) -> None:
    nowhere = Place(place.folder, others={"PATH": str(tmp_path)})
    with nowhere.demo(franceconnect=True) as program:
        assert "Sans FranceConnect imité (Node n'est pas installé)" in "".join(program.heard)
        page = httpx.get(f"{nowhere.pages}{SPACE}", trust_env=False).text
    assert "FranceConnect" not in page
