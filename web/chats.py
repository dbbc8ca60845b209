"""« Mes conversations »: the chats linked to the space, one more to link, one to unlink."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import pages
from desk.pages import Offer
from models.family import Citizen
from web import visit
from web.entry import HOME, town_asked
from web.forgery import filled
from web.rendering import counter_of, page

PATH = "/{town}/espace-citoyens/conversations"


async def look(request: Request) -> Response:
    """Those that are linked. Looking makes no link."""
    town = town_asked(request)
    known = await visit.visitor(request, town)
    return await _page(request, known.citizen) if known else _sign_in_first(town)


async def change(request: Request) -> Response:
    """« Relier », or « Délier » of one."""
    town, sent = town_asked(request), await filled(request)
    known = await visit.visitor(request, town)
    if known is None:
        return _sign_in_first(town)
    counter, citizen = counter_of(request), known.citizen
    number = str(sent.get("delier", ""))
    if number.isascii() and number.isdigit():
        gone = await pages.unlink_chat(counter, citizen, int(number[:18]))
        return await _page(request, citizen, gone=gone)
    return await _page(request, citizen, link=await pages.offer(counter, citizen))


async def _page(
    request: Request, citizen: Citizen, *, link: Offer | None = None, gone: bool = False
) -> Response:
    bot = counter_of(request).towns[citizen.town].bot
    chats = await pages.chats_of(citizen)
    return page(request, "chats", chats=chats, link=link, gone=gone, bot=bool(bot))


def _sign_in_first(town: str) -> Response:
    return RedirectResponse(HOME.format(town=town), status_code=303)
