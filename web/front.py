"""The way in for whoever typed our address by hand, and the sign of life for whoever watches the server."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from desk import pages
from web.rendering import counter_of, page


async def index(request: Request) -> Response:
    """The towns served here: where to ask, and where their site is."""
    return page(request, "index", towns=list(counter_of(request).towns.values()))


async def health(_request: Request) -> Response:
    """200 when pages can work, 503 when the database does not answer."""
    well = await pages.alive()
    return PlainTextResponse("ok\n" if well else "database\n", status_code=200 if well else 503)
