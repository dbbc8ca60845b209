"""A numbered choice of a mail, for whoever reads it where no mail can be written: asked once more, then said."""

from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import ChoiceState, ChoiceView
from web.forgery import filled
from web.rendering import counter_of, page
from web.where import town_and_token

PATH = "/{town}/choix/{token}/{number:int}"


async def look(request: Request) -> Response:
    """The question, the choice and a button."""
    return _page(request, await pages.look_at_choice(counter_of(request), *_where(request)))


async def confirm(request: Request) -> Response:
    """« Envoyer ma réponse »."""
    await filled(request)
    return _page(request, await pages.choose(counter_of(request), *_where(request)))


def _where(request: Request) -> tuple[str, str, int]:
    return (*town_and_token(request), request.path_params["number"])


def _page(request: Request, view: ChoiceView) -> Response:
    status = 404 if view.state is ChoiceState.UNKNOWN else 200
    return page(request, "choice", status, view=view)
