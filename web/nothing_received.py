"""« Je n'ai rien reçu »: where to look, another mail, and after two tries a letter or a person."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import ASKS
from flows.answers import mail_address
from web.client import client_of
from web.entry import enough, town_asked
from web.forgery import filled
from web.rendering import counter_of, page

PATH = "/{town}/espace-citoyens/rien-recu"
_UNREADABLE = "Cette adresse ne se lit pas. Elle s’écrit comme ceci : marie.dupont@exemple.fr."


async def look(request: Request) -> Response:
    """Where to look first."""
    town_asked(request)
    return page(request, "nothing_received", tries=0, wrong="")


async def send(request: Request) -> Response:
    """The same answer for everyone, and as fast: the address is looked up once it has left."""
    town, sent = town_asked(request), await filled(request)
    counter, client = counter_of(request), client_of(request)
    before = min(int(told) if (told := str(sent.get("tries", ""))).isdecimal() else 0, 2)
    mail = mail_address(str(sent.get("mail", ""))[:300])
    if mail is None:
        return page(request, "nothing_received", 422, tries=before, wrong=_UNREADABLE)
    if until := await pages.over(counter, town, client, ASKS):
        return page(request, "nothing_received", 429, tries=before, wrong=enough(until))
    await pages.count(counter, town, client, ASKS)
    response = page(request, "nothing_received", tries=before + 1, wrong="")
    response.background = BackgroundTask(pages.send_invitation_again, counter, town, mail)
    return response
