"""« J'ai reçu une lettre »: its key and a day that it does not hold open the space."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import pages
from desk.pages import OpenedLetter, Opening
from web import one_time
from web.client import client_of
from web.entry import enough, town_asked
from web.forgery import filled
from web.rendering import counter_of, page

PATH = "/{town}/espace-citoyens/lettre"

_REFUSED = {
    Opening.EMPTY: "Écrivez la clé de la lettre, et la date de naissance.",
    Opening.NO_DAY: "Cette date ne se lit pas. Elle s’écrit comme ceci : 12/03/2019.",
    Opening.WRONG: "Cette clé et cette date ne vont pas ensemble. Vérifiez les deux.",
    Opening.EXPIRED: "Cette lettre est trop ancienne. Appelez la mairie : elle vous en enverra une autre.",
    Opening.CANCELLED: "La mairie a annulé cette lettre. Appelez-la : elle vous en enverra une autre.",
    Opening.USED: "Cette lettre a déjà servi : connectez-vous avec votre mot de passe.",
    Opening.CLOSED: "Cet espace est bloqué, ou déjà en service. Un doute ? Appelez la mairie.",
}


async def look(request: Request) -> Response:
    """The form. The key of a scanned letter stands behind the « # », which browsers do not send us."""
    town_asked(request)
    return page(request, "letter", key="", born="", wrong="")


async def send(request: Request) -> Response:
    """Key and day."""
    town, sent = town_asked(request), await filled(request)
    key, born = str(sent.get("key", "")), str(sent.get("born", ""))
    opened = await pages.open_letter(
        counter_of(request), town, key=key, born=born, client=client_of(request)
    )
    if opened.outcome is Opening.OPEN:
        path = one_time.PATH.format(town=town, token=opened.next)
        return RedirectResponse(path, status_code=303)
    status = 429 if opened.outcome is Opening.ENOUGH else 422
    return page(request, "letter", status, key=key[:40], born=born[:20], wrong=_why(opened))


def _why(opened: OpenedLetter) -> str:
    if opened.outcome in _REFUSED:
        return _REFUSED[opened.outcome]
    assert opened.until is not None, "a delay has an end"
    return enough(opened.until)
