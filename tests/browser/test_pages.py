"""Every page in every state: axe finds nothing, nothing is cut off at 400 %, and a picture of it is kept."""

from datetime import date

from demo.town import LOGIN
from demo.town import PASSWORD as DEMO_PASSWORD
from models.family import Citizen
from models.link import PageLink, Purpose
from models.web_session import WebTries
from portal.activation import not_me
from portal.loading import Topic, mark_loaded
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.looking import Look
from tests.desk.office import TOWN, Office
from tests.franceconnect.evil import Evil
from tests.house.program import Program
from tests.web.people import MAIL, PASSWORD, activation, active, invited, link_for, secured
from tests.web.test_sign_in import asked
from tests.web.test_space import at_service

pytestmark = IN_CHROMIUM

SPACE = f"/{TOWN.slug}/espace-citoyens/"


async def test_a_look_sees_what_is_wrong(look: Look) -> None:
    await look.here.page.set_content("""<html lang="fr"><title>Faux</title><main><h1>Faux</h1>
        <p style="color: #ccc">Pâle</p><p style="width: 90rem">Large</p><img src="data:,">
        <button>Dessous</button><div style="position: fixed; inset: 0">Dessus</div>""")
    await look.at("faux")
    told = "\n".join(look.faults)
    for fault in ("color-contrast", "image-alt", "scrolls sideways", "out of reach: Dessous"):
        assert fault in told


async def opens(look: Look, office: Office, url: str) -> None:
    """A path of ours, or the link of a mail."""
    pages = office.counter.public_url
    await look.here.open(url if url.startswith("http") else pages + url)


async def gives(look: Look, **typed: str) -> None:
    """Fill in the fields of these names, and send their form."""
    for name, text in typed.items():
        await look.here.page.locator(f".fields [name={name}]").fill(text)
    await look.here.page.locator(".fields > .go").click()


async def test_the_activation_page(office: Office, look: Look) -> None:
    citizen = await invited(office)
    url = activation(office)
    await opens(look, office, url)
    await look.at("activation")
    await look.here.press("Activer mon espace")
    await look.at("activation-faite")
    await opens(look, office, url)
    await look.at("activation-deja")
    await look.here.press("C’était un proche")
    await look.at("activation-par-un-proche")
    await opens(look, office, url)
    await look.here.press("Ce n’est pas moi")
    await look.at("activation-pas-moi")
    await Citizen.filter(id=citizen.id).update(identifiers_set_at=office.clock())
    await opens(look, office, url)
    await look.at("activation-servie")
    await opens(look, office, url[:-1] + "g")
    await look.at("activation-inconnue")
    await opens(look, office, url.replace("val-fleuri/", "autre-ville/"))
    await look.at("activation-autre-mairie")
    await not_me(citizen, office.clock())
    await opens(look, office, url)
    await look.at("activation-bloquee")
    look.finds_nothing()


async def test_the_activation_page_too_late(office: Office, look: Look) -> None:
    citizen = await invited(office)
    url = activation(office)
    office.clock.passes(days=91)
    await opens(look, office, url)
    await look.at("activation-trop-tard")
    await look.here.press("Recevoir un nouveau lien")
    await look.at("activation-nouveau-lien")
    await opens(look, office, url)
    await look.here.press("Recevoir un nouveau lien")
    await look.at("activation-lien-deja-parti")
    await Citizen.filter(id=citizen.id).update(mail="")
    await opens(look, office, url)
    await look.at("activation-sans-adresse")
    look.finds_nothing()


async def test_the_identifiers(office: Office, look: Look) -> None:
    await active(office)
    url = office.mailbox(MAIL).link("lien")
    await opens(look, office, url)
    await look.at("identifiants-lien")
    await look.here.press("Continuer")
    await look.at("identifiants")
    await gives(look, login="?", password="abc", confirmation="abd")
    await look.at("identifiants-a-corriger")
    await gives(look, login="claire", password="azerty1234", confirmation="azerty1234")
    await look.at("identifiants-devinables")
    office.clock.passes(minutes=16)
    await gives(look, login="claire", password=PASSWORD, confirmation=PASSWORD)
    await look.at("identifiants-trop-tard")
    await gives(look, login="claire", password=PASSWORD, confirmation=PASSWORD)
    await look.at("identifiants-enregistres")
    await opens(look, office, url)
    await look.at("identifiants-deja")
    look.finds_nothing()


async def test_a_new_password_and_the_temporary_one(office: Office, look: Look) -> None:
    citizen = await secured(office)
    url = await link_for(office, citizen, Purpose.RESET)
    await opens(look, office, url)
    await look.at("mot-de-passe-lien")
    await look.here.press("Continuer")
    await look.at("mot-de-passe")
    await gives(look, password=PASSWORD, confirmation=PASSWORD)
    await look.at("mot-de-passe-change")
    old = await link_for(office, citizen, Purpose.RESET)
    await PageLink.all().update(revoked_at=office.clock())
    await opens(look, office, old)
    await look.at("lien-remplace")
    await PageLink.all().update(revoked_at=None, expires_at=office.clock())
    await opens(look, office, old)
    await look.at("lien-trop-ancien")
    await not_me(citizen, office.clock())
    await opens(look, office, old)
    await look.at("lien-bloque")
    await opens(look, office, f"/{TOWN.slug}/lien/inconnu")
    await look.at("lien-inconnu")
    look.finds_nothing()


async def test_the_temporary_password(office: Office, look: Look) -> None:
    citizen = await active(office)
    await opens(look, office, await link_for(office, citizen, Purpose.TEMPORARY))
    await look.at("temporaire-lien")
    await look.here.press("Continuer")
    await gives(look, temporary="faux")
    await look.at("temporaire-faux")
    await gives(look, temporary=office.mailbox(MAIL).temporary())
    await look.at("temporaire-bon")
    look.finds_nothing()


async def test_a_chat_that_signs_in(office: Office, look: Look) -> None:
    _chat, url = await asked(office)
    await opens(look, office, url)
    await look.at("s-identifier-lien")
    await look.here.press("Continuer")
    await look.at("s-identifier")
    await gives(look, temporary=PASSWORD)
    await look.at("s-identifier-fait")
    look.finds_nothing()


async def test_the_terms(office: Office, look: Look) -> None:
    citizen = await secured(office)
    url = await link_for(office, citizen, Purpose.TERMS)
    await opens(look, office, url)
    await look.at("conditions")
    await look.here.page.locator("#accepter").press("Enter")
    await look.at("conditions-trop-tot")
    await look.here.press("Afficher tout le reste")
    await look.here.reads("Conditions d’utilisation")
    await look.at("conditions-fin")
    await look.here.page.locator("#fin").scroll_into_view_if_needed()
    await look.here.press("J’accepte ces conditions")
    await look.at("conditions-acceptees")
    await opens(look, office, url)
    await look.at("conditions-deja")
    look.finds_nothing()


async def test_the_space(office: Office, look: Look) -> None:
    citizen = await at_service(office, accepted=False)
    await opens(look, office, SPACE)
    await look.at("connexion")
    await gives(look, login="testa65", password="faux")
    await look.at("connexion-refusee")
    await Citizen.all().update(failures=10)
    await gives(look, login="testa65", password="faux")
    await look.at("connexion-bloquee")
    await Citizen.all().update(failures=0)
    await gives(look, login="testa65", password=PASSWORD)
    await opens(look, office, SPACE)
    await look.at("accueil-conditions-a-lire")
    await look.here.press("Se déconnecter")
    await look.at("deconnexion")
    await opens(look, office, f"{SPACE}mot-de-passe-oublie")
    await look.at("oubli")
    await gives(look, login="")
    await look.at("oubli-vide")
    await gives(look, login=citizen.login)
    await look.at("oubli-demande")
    look.finds_nothing()


async def test_the_dashboard(office: Office, look: Look) -> None:
    citizen = await at_service(office)
    today = date(2026, 6, 9)
    for topic in Topic:
        await mark_loaded(TOWN.slug, topic, today)
    await opens(look, office, SPACE)
    await gives(look, login=citizen.login, password=PASSWORD)
    await look.at("accueil")
    await look.here.press("Mes conversations Telegram")
    await look.at("conversations")
    await look.here.press("Relier une conversation Telegram")
    await look.at("conversations-lien")
    link = await look.here.page.get_by_role("link", name="Ouvrir Telegram").get_attribute("href")
    chat = office.chat()
    await chat.say(f"/start {(link or '').rpartition('=')[2]}")
    await chat.press("Oui")
    await opens(look, office, f"{SPACE}conversations")
    await look.at("conversations-reliee")
    await look.here.press("Ne plus relier la conversation")
    await look.at("conversations-plus-reliee")
    look.finds_nothing()


async def test_franceconnect(office: Office, evil: Evil, look: Look) -> None:
    citizen = await at_service(office)
    await Citizen.filter(id=citizen.id).update(birth_date=date(1987, 3, 14))
    for trouble, heading, name in (
        ({"person": "gives up"}, "Vous avez renoncé à FranceConnect", "renonce"),
        ({"token": 400}, "FranceConnect n’a pas abouti", "echec"),
    ):
        evil.trouble = dict(trouble)
        await opens(look, office, SPACE)
        await look.here.press("FranceConnect")
        await look.here.reads(heading)
        await look.at(f"franceconnect-{name}")
    evil.trouble = {}
    await look.here.press("FranceConnect")
    await look.here.reads("Une dernière vérification")
    await look.at("franceconnect-preuve")
    await gives(look, password="faux")
    await look.at("franceconnect-preuve-fausse")
    await gives(look, password=PASSWORD)
    await look.here.reads("Bonjour Mme Testa")
    await opens(look, office, f"/{TOWN.slug}/franceconnect/lien")
    await look.at("franceconnect-relie")
    await look.here.press("Ne plus entrer avec FranceConnect")
    await look.at("franceconnect-plus-relie")
    evil.person = {"given_name": "Zoé", "family_name": "PERSONNE", "birthdate": "1990-01-02"}
    await opens(look, office, f"/{TOWN.slug}/franceconnect")
    await look.here.reads("La mairie doit vérifier")
    await look.at("franceconnect-inconnu")
    look.finds_nothing()


async def test_a_dashboard_with_much_in_it(demo: Program, look: Look) -> None:
    await look.here.open(demo.place.pages + SPACE)
    await gives(look, login=LOGIN, password=DEMO_PASSWORD)
    await look.here.reads("Bonjour Mme Ferrandou")
    await look.at("accueil-bien-rempli")
    look.finds_nothing()


async def test_what_goes_wrong(office: Office, look: Look) -> None:
    await opens(look, office, "/")
    await look.at("mairies")
    await opens(look, office, "/nulle-part")
    await look.at("page-introuvable-sans-mairie")
    await opens(look, office, f"/{TOWN.slug}/nulle-part")
    await look.at("page-introuvable")
    await opens(look, office, SPACE)
    await look.here.page.evaluate("document.querySelector('[name=jeton]').value = 'faux'")
    await gives(look, login="x", password="x")
    await look.at("a-recommencer")
    await opens(look, office, f"/{TOWN.slug}/lien/inconnu")
    await WebTries.all().update(tries=1000)
    await opens(look, office, f"/{TOWN.slug}/lien/inconnu")
    await look.at("trop-d-essais")
    await opens(look, office, f"/{TOWN.slug}/panne")
    await look.here.reads("Une panne, de notre côté")
    await look.at("panne")
    await opens(look, office, SPACE)
    await gives(look, login="x", password="x")
    await WebTries.all().update(tries=1000)
    await gives(look, login="x", password="x")
    await look.here.page.get_by_text("Trop d’essais depuis cette connexion").wait_for()
    await look.at("connexion-trop-d-essais")
    field = "document.querySelector('[name=login]')"
    await look.here.page.evaluate(f"{field}.value = 'x'.repeat(70000)")
    await look.here.page.locator(".fields > .go").click()
    await look.here.reads("Ce texte est trop long")
    await look.at("trop-long")
    look.finds_nothing()


async def test_the_pages_of_the_demo(demo: Program, look: Look) -> None:
    pages = demo.place.pages
    await look.here.open(f"{pages}/courrier")
    await look.here.page.locator(".boxes li a").first.wait_for()
    await look.at("demo-courrier")
    await look.here.page.locator(".boxes li a").first.click()
    await look.at("demo-boite")
    await look.here.page.locator(".letters a").first.click()
    await look.here.page.locator("iframe").wait_for()
    await look.at("demo-lettre")
    await look.here.open(f"{pages}/courrier/ecrire")
    await look.at("demo-ecrire")
    look.finds_nothing()


async def test_the_imitation_of_telegram(demo: Program, look: Look) -> None:
    await look.here.open(f"http://127.0.0.1:{demo.place.telegram}/chat?bot=ValFleuriBot")
    await look.at("demo-telegram")
    await look.here.press("Démarrer")
    await look.here.page.get_by_text("Où en êtes-vous").wait_for()
    await look.at("demo-telegram-conversation")
    look.finds_nothing()
