"""No more reminders: a page with one button, or the one press of a mail program. [RFC 8058]"""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import StopState, StopView
from web.forgery import MOST_FIELDS, filled
from web.rendering import counter_of, page
from web.where import town_and_token

PATH = "/{town}/stop/{token}"
#: The whole body that a mail program posts, of its own and without our cookie.
_ONE_CLICK = ("List-Unsubscribe", "One-Click")


async def look(request: Request) -> Response:
    """What the page is for, and its button: a scanner of links stops nothing."""
    return _page(request, await pages.look_at_stop(counter_of(request), *town_and_token(request)))


async def confirm(request: Request) -> Response:
    """The button, or the mail program. What a stranger's page could post with it is this very wish."""
    if not await _one_click(request):
        await filled(request)
    return _page(request, await pages.stop(counter_of(request), *town_and_token(request)))


async def _one_click(request: Request) -> bool:
    """Also as multipart, which the RFC allows; the body stays readable afterwards."""
    name, value = _ONE_CLICK
    body = await request.body()  # kept: a form of ours is read again below
    if "multipart/form-data" in request.headers.get("content-type", ""):
        return (await request.form(max_files=0, max_fields=4)).get(name) == value
    try:
        return parse_qs(body.decode("latin-1"), max_num_fields=MOST_FIELDS).get(name) == [value]
    except ValueError:  # more fields than any form has
        return False


def _page(request: Request, view: StopView) -> Response:
    return page(request, "stop", 404 if view.state is StopState.UNKNOWN else 200, view=view)
