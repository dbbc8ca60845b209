"""The whole journey without leaving the pages: sign in, look, sign out, forget, come back."""

import re
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.family import Citizen
from models.journal import Journal
from models.web_session import WebSession, WebTries
from portal.activation import not_me
from portal.credentials import set_password
from portal.password import hash_password
from portal.terms import accept, publish
from tests.desk.office import TOWN, Office
from tests.web.browser import Browser, Page, browser
from tests.web.people import MAIL, PASSWORD, activation, everything, invited, secured
from web.entry import arrived

HOME = f"/{TOWN.slug}/espace-citoyens/"
FORGOTTEN = f"{HOME}mot-de-passe-oublie"
WRONG = "L’identifiant ou le mot de passe ne convient pas."


async def at_service(office: Office, *, accepted: bool = True) -> Citizen:
    """Claire, whose space has served for a while."""
    citizen = await secured(office)
    citizen.password_hash = await hash_password(PASSWORD)
    await citizen.save()
    if accepted:
        await accept(citizen, version="2026-1", channel="page", manner="pages", at=office.clock())
    return citizen


async def enters(web: Browser, login: str = "testa65", password: str = PASSWORD) -> Page:
    form = await web.open(HOME)
    answer = await web.press(form, "Se connecter", login=login, password=password)
    return await web.follow(answer)


async def test_the_sign_in_page_is_that_of_the_seed(web: Browser) -> None:
    page = await web.open(HOME)
    assert page.heading == "Se connecter à votre espace"
    assert page.inputs["login"]["autocomplete"] == "username"
    assert page.inputs["secret"]["autocomplete"] == "current-password"
    assert page.links[FORGOTTEN] == "J’ai oublié mon mot de passe"
    bare = await web.client.get(HOME.rstrip("/"))
    assert (bare.status_code, bare.headers["location"]) == (308, HOME)
    assert (await web.open("/inconnue/espace-citoyens/")).status == 404


async def test_the_right_password_leads_home_and_home_tells_what_the_chat_tells(
    office: Office, web: Browser
) -> None:
    citizen = await at_service(office)
    home = await enters(web)
    assert home.heading == "Bonjour Mme Testa"
    assert "Identifiant : testa65" in home.text.replace("\u00a0", " ")
    assert "#invoices" in home.links
    assert "Vos factures ne sont pas visibles ici" in home.text
    assert MAIL in home.text
    assert "no-store" in home.answer.headers["cache-control"]
    await citizen.refresh_from_db()
    assert citizen.last_sign_in_at == office.clock()
    told = await Journal.filter(citizen_id=citizen.id, flow="sign_in").order_by("id")
    assert [(line.kind, line.detail, line.channel) for line in told] == [
        ("secret", "accepted", "page")
    ]


async def test_the_greeting_tells_the_sign_in_before_this_one(office: Office, web: Browser) -> None:
    await at_service(office)
    assert "Bienvenue dans votre espace" in (await enters(web)).text
    office.clock.passes(hours=1)
    async with browser(office.counter) as other:
        home = await enters(other)
    assert "mardi 9 juin 2026 à 12 h" in home.text.replace("\u00a0", " ")


async def test_from_the_mail_to_home_without_leaving_the_pages(
    office: Office, web: Browser
) -> None:
    await invited(office)
    page = await web.press(await web.open(activation(office)), "Activer")
    form = await web.press(page, "Continuer ici")
    given = {"login": "claire.testa", "password": PASSWORD, "confirmation": PASSWORD}
    done = await web.press(form, "Enregistrer", **given)
    terms = await web.press(done, "Continuer ici")
    accepted = await web.press(terms, "J’accepte")
    assert accepted.links[HOME] == "Continuer ici"
    home = await web.open(HOME)
    assert home.heading == "Bonjour Mme Testa"
    await office.work()
    assert "Que voulez-vous voir" in office.mailbox(MAIL).last()


async def test_a_link_to_the_terms_alone_opens_no_session(office: Office, web: Browser) -> None:
    await invited(office)
    page = await web.press(await web.open(activation(office)), "Activer")
    form = await web.press(page, "Continuer ici")
    await web.press(form, "Enregistrer", password=PASSWORD, confirmation=PASSWORD)
    await office.work()
    async with browser(office.counter) as whoever:
        terms = await whoever.open(office.mailbox(MAIL).link("lien"))
        await whoever.press(terms, "J’accepte")
        assert (await whoever.open(HOME)).heading == "Se connecter à votre espace"


async def test_the_temporary_password_leads_to_the_choice_of_identifiers(
    office: Office, web: Browser
) -> None:
    await invited(office)
    temporary = office.mailbox(MAIL).temporary()
    early = await enters(web, password=temporary)
    assert "n’est pas encore activé" in early.text
    await web.press(await web.open(activation(office)), "Activer")
    page = await enters(web, password=temporary.upper().replace("-", " "))
    assert page.heading == "Choisir votre identifiant et votre mot de passe"
    assert await WebSession.all().count() == 0


async def test_a_new_version_of_the_terms_is_read_before_anything_is_shown(
    office: Office, web: Browser
) -> None:
    citizen = await at_service(office)
    await enters(web)
    await publish(TOWN.slug, "2026-2", "De nouvelles règles.", office.clock())
    home = await web.open(HOME)
    assert "Il reste à lire les conditions d’utilisation" in home.text
    assert citizen.mail not in home.text
    terms = await web.follow(await web.press(home, "Lire les conditions"))
    assert "De nouvelles règles" in terms.text
    await web.press(terms, "J’accepte")
    assert citizen.mail in (await web.open(HOME)).text


async def test_whoever_has_terms_to_read_reads_them_on_entering(
    office: Office, web: Browser
) -> None:
    await at_service(office, accepted=False)
    assert (await enters(web)).heading == "Conditions d’utilisation"


async def test_signing_out_closes_the_session_here_and_in_the_database(
    office: Office, web: Browser
) -> None:
    await at_service(office)
    home = await enters(web)
    stolen = dict(web.client.cookies)
    out = await web.press(home, "Se déconnecter")
    assert "Vous avez quitté votre espace" in out.text
    assert (await web.open(HOME)).heading == "Se connecter à votre espace"
    async with browser(office.counter) as thief:
        thief.client.cookies.update(stolen)
        assert (await thief.open(HOME)).heading == "Se connecter à votre espace"


@pytest.mark.parametrize(
    "later", [{"minutes": 31}, {"hours": 13}], ids=["nobody there", "a long day"]
)
async def test_a_session_ends_by_itself(
    office: Office, web: Browser, later: dict[str, float]
) -> None:
    await at_service(office)
    await enters(web)
    if "hours" in later:
        for _ in range(30):
            office.clock.passes(minutes=26)
            await web.open(HOME)
    else:
        office.clock.passes(**later)
    assert (await web.open(HOME)).heading == "Se connecter à votre espace"


async def test_a_session_seen_now_and_then_lives_on(office: Office, web: Browser) -> None:
    await at_service(office)
    await enters(web)
    for _ in range(3):
        office.clock.passes(minutes=25)
        assert (await web.open(HOME)).heading == "Bonjour Mme Testa"


async def test_a_new_password_or_a_suspension_closes_every_session(
    office: Office, web: Browser
) -> None:
    citizen = await at_service(office)
    await enters(web)
    await set_password(citizen, await hash_password(f"{PASSWORD}-2"), office.clock())
    assert (await web.open(HOME)).heading == "Se connecter à votre espace"
    await enters(web, password=f"{PASSWORD}-2")
    await not_me(citizen, office.clock())
    assert (await web.open(HOME)).heading == "Se connecter à votre espace"
    assert "bloqué" in (await enters(web, password=f"{PASSWORD}-2")).text


async def test_open_sessions_are_listed_and_the_others_closed_when_asked(
    office: Office, web: Browser
) -> None:
    await at_service(office)
    async with browser(office.counter) as forgotten:
        await enters(forgotten)
        office.clock.passes(minutes=5)
        home = await enters(web)
        assert "Ici, depuis le mardi 9 juin 2026" in home.text.replace("\u00a0", " ")
        assert home.text.count("Un autre navigateur") == 1
        alone = await web.follow(await web.press(home, "Fermer les autres"))
        assert "Un autre navigateur" not in alone.text
        assert "Fermer les autres connexions" not in alone.buttons
        assert (await forgotten.open(HOME)).heading == "Se connecter à votre espace"
    told = await Journal.filter(detail="sessions:closed")
    assert [line.channel for line in told] == ["page"]


async def test_a_session_that_is_over_is_not_listed(office: Office, web: Browser) -> None:
    citizen = await at_service(office)
    async with browser(office.counter) as idle:
        await enters(idle)
    office.clock.passes(minutes=31)
    assert "Un autre navigateur" not in (await enters(web)).text
    async with browser(office.counter) as other:
        await enters(other)
        await set_password(citizen, await hash_password(f"{PASSWORD}-neuf"), office.clock())
        page = await enters(web, password=f"{PASSWORD}-neuf")
    assert "Un autre navigateur" not in page.text


async def test_whoever_is_not_signed_in_closes_nothing(office: Office, web: Browser) -> None:
    await at_service(office)
    await enters(web)
    async with browser(office.counter) as stranger:
        form = await stranger.open(HOME)
        closed = await stranger.client.post(f"{HOME}connexions", data=form.forms[0])
        assert closed.status_code == 303
    assert (await web.open(HOME)).heading == "Bonjour Mme Testa"


async def test_at_home_a_new_password_is_asked_for_by_mail(office: Office, web: Browser) -> None:
    await at_service(office)
    home = await enters(web)
    mails = len(office.mailbox(MAIL).mails())
    asked = await web.press(home, "Changer mon mot de passe")
    assert asked.heading == "Regardez vos courriels"
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == mails + 1


async def test_a_session_of_one_town_is_nothing_in_another(office: Office, web: Browser) -> None:
    await at_service(office)
    await enters(web)
    page = await web.open(HOME.replace(TOWN.slug, "autre-ville"))
    assert page.heading == "Se connecter à votre espace"


async def test_forged_cookies_open_nothing(office: Office, web: Browser) -> None:
    await at_service(office)
    for token in ("", "x", "é" * 40, "0" * 5000):
        answer = await web.client.get(HOME, headers={"cookie": f"guichet-session={token}".encode()})
        assert "Se connecter à votre espace" in answer.text


async def test_the_cookie_is_random_hidden_from_scripts_and_hashed_at_rest(
    office: Office, web: Browser
) -> None:
    await at_service(office)
    form = await web.open(HOME)
    answer = await web.press(form, "Se connecter", login="testa65", password=PASSWORD)
    said = next(one for one in answer.answer.headers.get_list("set-cookie") if "session" in one)
    token = re.search(r"guichet-session=([^;]+)", said)
    assert token
    assert len(token[1]) == 43
    for word in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert word in said
    assert token[1] not in await everything()
    assert PASSWORD not in await everything()


async def test_wrong_passwords_and_unknown_logins_are_answered_alike_up_to_the_lock(
    office: Office, web: Browser
) -> None:
    citizen = await at_service(office)
    typed = re.compile(r'value="[^"]*"')
    for before, said in ((0, WRONG), (4, "attendez jusqu’au"), (9, "Demandez-en un nouveau")):
        await Citizen.filter(id=citizen.id).update(failures=before)
        await WebTries.all().update(tries=before)
        office.clock.passes(minutes=17)
        known = await enters(web, password="faux")
        unknown = await enters(web, login="personne", password="faux")
        assert said in known.text
        assert typed.sub("", known.answer.text) == typed.sub("", unknown.answer.text)
        assert known.status == unknown.status == 422
    await citizen.refresh_from_db()
    assert citizen.failures == 10
    assert "Demandez-en un nouveau" in (await enters(web)).text


async def test_a_growing_delay_is_told_with_its_end(office: Office, web: Browser) -> None:
    await at_service(office)
    await Citizen.all().update(failures=4)
    page = await enters(web, password="faux")
    assert "attendez jusqu’au mardi 9 juin 2026 à 12 h" in page.text.replace("\u00a0", " ")
    assert "Trop d’essais" in (await enters(web)).text
    office.clock.passes(minutes=2)
    assert (await enters(web)).heading == "Bonjour Mme Testa"


async def test_what_is_missing_is_told_and_the_login_stays(web: Browser) -> None:
    page = await enters(web, password="")
    assert "Écrivez votre identifiant et votre mot de passe" in page.text
    assert page.inputs["login"]["value"] == "testa65"
    assert 'role="alert"' in page.answer.text
    assert page.inputs["secret"]["aria-describedby"] == "aide refus"


async def test_a_forgotten_password_is_answered_alike_and_a_mail_leaves_once(
    office: Office, web: Browser
) -> None:
    await at_service(office)
    form = await web.open(FORGOTTEN)
    mails = len(office.mailbox(MAIL).mails())
    answers = [
        await web.press(form, "Recevoir", login=login)
        for login in ("TESTA65", "personne", "testa65")
    ]
    assert {one.answer.text for one in answers} == {answers[0].answer.text}
    assert answers[0].heading == "Regardez vos courriels"
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == mails + 1
    page = await web.press(await web.open(office.mailbox(MAIL).link("lien")), "Continuer")
    new = {"password": f"{PASSWORD}-neuf", "confirmation": f"{PASSWORD}-neuf"}
    done = await web.press(page, "Enregistrer", **new)
    assert done.links[HOME] == "Continuer ici"
    assert (await web.open(HOME)).heading == "Bonjour Mme Testa"
    assert "Écrivez votre identifiant" in (await web.press(form, "Recevoir", login=" ")).text


async def test_behind_https_the_session_is_for_this_host_and_for_https_alone(
    office: Office,
) -> None:
    await at_service(office)
    counter = replace(office.counter, public_url="https://guichet.val-fleuri.example")
    async with browser(counter) as web:
        form = await web.open(HOME)
        answer = await web.press(form, "Se connecter", login="testa65", password=PASSWORD)
        cookies = answer.answer.headers.get_list("set-cookie")
        said = next(one for one in cookies if "session" in one)
        assert said.startswith("__Host-guichet-session=")
        assert "Secure" in said
        assert "Domain" not in said
        assert "Max-Age" not in said
        assert (await web.open(HOME)).heading == "Bonjour Mme Testa"


async def test_another_way_in_opens_the_same_session(office: Office) -> None:
    citizen = await at_service(office)

    async def known(request: Request) -> Response:
        return await arrived(request, citizen)

    async with browser(office.counter, extra=[Route("/val-fleuri/autre", known)]) as web:
        page = await web.follow(await web.open("/val-fleuri/autre"))
        assert page.heading == "Bonjour Mme Testa"
        await not_me(citizen, office.clock())
        assert "bloqué" in (await web.open("/val-fleuri/autre")).text
