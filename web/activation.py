"""The activation address of the seed: looking shows a button and changes nothing, the button activates."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import ActivationState, ActivationView
from web.forgery import filled
from web.franceconnect import button
from web.rendering import counter_of, page

PATH = "/{town}/espace-citoyens/CompteCitoyen/Validation"
#: The query of the longest address that we make is under a hundred characters; filters wrap it.
LONGEST_QUERY = 2000


async def look(request: Request) -> Response:
    """Whose town it is, and a button."""
    view = await pages.look_at_activation(counter_of(request), _asked(request))
    return _shown(request, view)


async def confirm(request: Request) -> Response:
    """The citizen pressed the button."""
    await filled(request)
    view = await pages.activate(counter_of(request), _asked(request))
    return _shown(request, view)


def _asked(request: Request) -> pages.ActivationKey:
    town = request.path_params["town"]
    if town not in counter_of(request).towns:
        raise HTTPException(404)
    return pages.asked_of(town, request.url.query[:LONGEST_QUERY])


def _shown(request: Request, view: ActivationView) -> Response:
    theirs = counter_of(request).towns[view.town]
    status = 404 if view.state is ActivationState.UNKNOWN else 200
    path = PATH.format(town=view.town)
    shown = {"view": view, "path": path, "theirs": theirs}
    way = button(request, activation=view.query)
    return page(request, "activation", status, **shown, franceconnect=way)
