"""The terms on a page: parts to turn, a button that works only at the last word, and the proof kept."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import Leaf, LinkState, Reading
from web.prose import blocks
from web.rendering import counter_of, page

#: The hidden field that tells, signed by us, what was served so far.
PROGRESS = "lu"


async def look(request: Request, town: str, token: str) -> Response | None:
    """The first part, when the link is one to the terms."""
    reading = await pages.read_terms(counter_of(request), town, token)
    return _shown(request, reading) if reading else None


async def go_on(request: Request, town: str, token: str, sent: FormData) -> Response | None:
    """The next part, the rest, or « J'accepte », when the link is one to the terms."""
    counter, signed = counter_of(request), str(sent.get(PROGRESS, ""))
    await pages.goes_on_reading(counter, town, token)
    if "accepter" in sent:
        reading = await pages.accept_terms(counter, town, token, signed)
    else:
        leaf = Leaf.REST if "reste" in sent else Leaf.NEXT if signed else Leaf.FIRST
        reading = await pages.read_terms(counter, town, token, signed, leaf)
    return _shown(request, reading) if reading else None


def _shown(request: Request, reading: Reading) -> Response:
    if reading.accepted:
        return page(request, "accepted", view=reading.view, version=reading.version)
    if reading.page is None or reading.view.state is not LinkState.GOOD:
        return page(request, "link", view=reading.view, renewal=None)
    status = 422 if reading.unread else 200
    said = blocks(reading.page.text)
    return page(request, "terms", status, reading=reading, page=reading.page, blocks=said)
