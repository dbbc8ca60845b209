"""Against the real engine, set up like FranceConnect: there, back, linked, signed in, and out."""

from datetime import UTC, date, datetime

import pytest

from models.franceconnect import FranceConnectLink
from models.journal import Journal
from tests.desk.office import PASSWORD, Office, spaced
from tests.franceconnect.house import HERE, PAGES, Traveller, house, travelling
from tests.franceconnect.people import in_use
from tests.web.browser import Page
from web.entry import arrived
from web.franceconnect import Provider


@pytest.fixture(autouse=True)
def _same_hour(office: Office) -> None:
    """The engine signs with the hour of this machine: the office's clock is set by it."""
    office.clock.now = datetime.now(UTC)


async def go(real: Traveller, person: str) -> Page:
    """Press the button, be that person there unless FranceConnect knows already, come back."""
    there = await real.open(HERE)
    asked = "Qui êtes-vous" in there.text
    return Page(await real.press(there, person=person) if asked else there)


async def test_the_first_time_the_password_is_asked_once_then_never_again(
    office: Office, real: Traveller
) -> None:
    citizen = await in_use(office)
    page = await go(real, "claire")
    assert page.heading == "Une dernière vérification"
    assert citizen.login not in page.answer.text
    done = await real.press(page.answer, password=PASSWORD)
    assert done.text == "signed in: testa65"
    again = await go(real, "claire")
    assert again.text == "signed in: testa65"
    [link] = await FranceConnectLink.all()
    assert (link.citizen_id, link.unlinked_at) == (citizen.id, None)


async def test_the_mailbox_on_file_is_told_and_may_say_not_me(
    office: Office, real: Traveller
) -> None:
    citizen = await in_use(office)
    page = await go(real, "claire")
    await real.press(page.answer, password=PASSWORD)
    await office.work()
    box = office.mailbox(citizen.mail)
    assert "s’ouvre désormais aussi avec FranceConnect" in box.last()
    await box.answer("PAS MOI")
    await box.answer("oui")
    await citizen.refresh_from_db()
    assert citizen.frozen_at
    assert (await go(real, "claire")).heading == "Cet espace est bloqué"


async def test_somebody_whom_the_town_does_not_know_is_handed_to_its_people(
    office: Office, real: Traveller
) -> None:
    await in_use(office)
    page = await go(real, "inconnu")
    assert page.heading == "La mairie doit vérifier"
    assert "01 23 45 67 89" in page.text
    await office.work()
    told = office.mailbox("accueil@val-fleuri.example").last()
    assert "Zoé PERSONNE (02/01/1990)" in told
    assert await FranceConnectLink.all().count() == 0


async def test_a_presumed_birth_date_is_compared_as_far_as_it_goes(
    office: Office, real: Traveller
) -> None:
    known = {"given_name": "Awa", "family_name": "Diallo", "birth_date": date(1992, 7, 5)}
    await in_use(office, **known)
    page = await go(real, "presumee")
    assert page.heading == "Une dernière vérification"


async def test_who_gives_up_there_is_told_so_and_may_start_again(
    office: Office, real: Traveller
) -> None:
    page = await go(real, "")
    assert page.heading == "Vous avez renoncé à FranceConnect"
    assert 'href="/val-fleuri/franceconnect"' in page.answer.text
    assert "du lundi au vendredi" in page.text


async def test_signing_out_there_too_comes_back_here(office: Office, real: Traveller) -> None:
    await in_use(office)
    await real.press((await go(real, "claire")).answer, password=PASSWORD)
    asked = await real.open(f"{HERE}/sortie")
    assert "Se déconnecter" in asked.text
    left = await real.press(asked, logout="yes")
    assert str(left.url).startswith(f"{PAGES}/val-fleuri/franceconnect/deconnecte")
    assert Page(left).heading == "Vous avez quitté FranceConnect"


async def test_the_engine_refuses_a_code_twice_and_so_do_we(
    office: Office, real: Traveller
) -> None:
    await in_use(office)
    page = await go(real, "claire")
    back = str(page.answer.url)
    assert "/retour?" in back
    again = Page(await real.open(back))
    assert again.heading == "Cette page a déjà servi"


async def test_with_the_pages_own_session_she_is_at_home_and_may_undo_it_all(
    office: Office, issuer: str
) -> None:
    citizen = await in_use(office)
    async with travelling(house(office, Provider(issuer), arrived)) as real:
        page = await go(real, "claire")
        home = await real.press(page.answer, password=PASSWORD)
        assert home.url.path == "/val-fleuri/espace-citoyens/"
        assert "Bonjour Mme Testa" in spaced(home.text)
        assert f'href="{HERE.removeprefix(PAGES)}/lien"' in home.text
        link = await real.open(f"{HERE}/lien")
        assert "ouvre votre espace depuis le" in spaced(link.text)
        undone = Page(await real.press(link))
        assert undone.heading == "FranceConnect n’ouvre plus votre espace"
        door = await real.open(f"{PAGES}/val-fleuri/porte")
        assert f'href="{HERE.removeprefix(PAGES)}/sortie"' in door.text
    noted = await Journal.filter(citizen_id=citizen.id).values_list("detail", flat=True)
    assert "franceconnect:entered" in noted
    assert "accepted" not in noted
    await office.work()
    assert "ne s’ouvre plus" in office.mailbox(citizen.mail).last()


async def test_who_is_not_signed_in_is_sent_to_sign_in(office: Office, issuer: str) -> None:
    async with travelling(house(office, Provider(issuer))) as real:
        sent = await real.open(f"{HERE}/lien")
    assert sent.url.path == "/val-fleuri/espace-citoyens/"
