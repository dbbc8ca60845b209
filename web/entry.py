"""The space of the citizen, at the address of the seed: sign in, look, sign out, forgotten password."""

from datetime import datetime

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import pages
from desk.pages import ASKS, Door, Entered, Entry
from models.family import Citizen
from web import visit
from web.client import client_of
from web.forgery import filled
from web.franceconnect import button, link_page, way_out
from web.prose import blocks
from web.rendering import counter_of, page
from words.filters import moment

HOME = "/{town}/espace-citoyens/"
FORGOTTEN = "/{town}/espace-citoyens/mot-de-passe-oublie"
TERMS = "/{town}/espace-citoyens/conditions"
OUT = "/{town}/espace-citoyens/deconnexion"
SESSIONS = "/{town}/espace-citoyens/connexions"
_LINK = "/{town}/lien/{token}"

#: The same whether the login exists or not.
_REFUSED = {
    Entry.EMPTY: "Écrivez votre identifiant et votre mot de passe.",
    Entry.WRONG: "L’identifiant ou le mot de passe ne convient pas.",
    Entry.LOCKED: (
        "Trop d’essais : le mot de passe n’est plus accepté. Demandez-en un nouveau avec"
        " « J’ai oublié mon mot de passe », ou appelez la mairie."
    ),
    Entry.FROZEN: "Cet espace est bloqué. C’est le vôtre ? Appelez la mairie.",
    Entry.INVITED: (
        "Votre espace n’est pas encore activé : ouvrez le lien du courriel de la mairie, ou appelez-la."
    ),
}


async def look(request: Request) -> Response:
    """Home for whoever is signed in, else the sign-in page."""
    town = town_asked(request)
    known = await visit.visitor(request, town)
    if known is None:
        return _form(request)
    counter = counter_of(request)
    home, connected = await pages.home(counter, known), await pages.open_sessions(counter, known)
    sections = [(one, blocks(one.text)) for one in home.sections]
    shown = {"home": home, "sections": sections, "connected": connected}
    return page(request, "home", **shown, link=link_page(request))


async def bare(request: Request) -> Response:
    """The same address without its last stroke."""
    return RedirectResponse(HOME.format(town=town_asked(request)), status_code=308)


async def sign_in(request: Request) -> Response:
    """Login and password."""
    town, sent = town_asked(request), await filled(request)
    login = str(sent.get("login", ""))
    entered = await pages.enter(
        counter_of(request),
        town,
        login=login,
        password=str(sent.get("password", "")),
        client=client_of(request),
    )
    return _answer(request, town, entered, login=login)


async def arrived(request: Request, citizen: Citizen) -> Response:
    """For FranceConnect: the session, and the next page, of whoever it made known."""
    entered = await pages.welcome(counter_of(request), citizen, Door.FRANCECONNECT)
    return _answer(request, citizen.town, entered)


async def sign_out(request: Request) -> Response:
    """The session is closed here and in the database."""
    town = town_asked(request)
    await filled(request)
    response = _form(request, left=True)
    await visit.leave(request, town, response)
    return response


async def close_others(request: Request) -> Response:
    """The other browsers are signed out."""
    town = town_asked(request)
    await filled(request)
    if known := await visit.visitor(request, town):
        await pages.close_others(counter_of(request), known)
    return _to(f"{_home(town)}#connexions")


async def read_terms(request: Request) -> Response:
    """To the terms, for whoever is signed in and has a version to read."""
    town = town_asked(request)
    await filled(request)
    known = await visit.visitor(request, town)
    token = await pages.next_page(counter_of(request), known.citizen) if known else ""
    return _to(_LINK.format(town=town, token=token) if token else _home(town))


async def forgotten(request: Request) -> Response:
    """Which login."""
    town_asked(request)
    return page(request, "forgotten", asked=False, wrong="")


async def send_reset(request: Request) -> Response:
    """The same answer for everyone, and as fast: the login is looked up once it has left."""
    town, sent = town_asked(request), await filled(request)
    counter, client, login = counter_of(request), client_of(request), str(sent.get("login", ""))
    if not login.strip():
        return page(request, "forgotten", 422, asked=False, wrong="Écrivez votre identifiant.")
    if until := await pages.over(counter, town, client, ASKS):
        return page(request, "forgotten", 429, asked=False, wrong=enough(until))
    await pages.count(counter, town, client, ASKS)
    response = page(request, "forgotten", asked=True, wrong="")
    response.background = BackgroundTask(pages.ask_reset, counter, town, login)
    return response


def town_asked(request: Request) -> str:
    """The town of the address. Raises 404 for one that we do not serve."""
    town: str = request.path_params["town"]
    if town not in counter_of(request).towns:
        raise HTTPException(404)
    return town


def _answer(request: Request, town: str, entered: Entered, *, login: str = "") -> Response:
    if entered.outcome is not Entry.IN:
        return _form(request, login=login, wrong=_why(entered), outcome=entered.outcome)
    response = _to(_LINK.format(town=town, token=entered.next) if entered.next else _home(town))
    if entered.session:
        visit.remember(request, response, entered.session)
    return response


def _form(
    request: Request,
    *,
    login: str = "",
    wrong: str = "",
    outcome: Entry | None = None,
    left: bool = False,
) -> Response:
    status = 429 if outcome is Entry.ENOUGH else 422 if wrong else 200
    shown = {"login": login[:64], "wrong": wrong, "left": left}
    out = way_out(request) if left else ""
    return page(request, "sign_in", status, **shown, franceconnect=button(request), out=out)


def _why(entered: Entered) -> str:
    if entered.outcome in _REFUSED:
        return _REFUSED[entered.outcome]
    assert entered.until is not None, "a delay has an end"
    if entered.outcome is Entry.ENOUGH:
        return enough(entered.until)
    return f"Trop d’essais : attendez jusqu’au {moment(entered.until.isoformat())}."


def enough(until: datetime) -> str:
    """What a client that has tried enough is told."""
    return f"Trop d’essais depuis cette connexion : attendez jusqu’au {moment(until.isoformat())}."


def _home(town: str) -> str:
    return HOME.format(town=town)


def _to(path: str) -> Response:
    """Seen, not sent again when the page is loaded once more."""
    return RedirectResponse(path, status_code=303)
