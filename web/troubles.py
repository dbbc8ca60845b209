"""When a page cannot be shown: say it kindly, with the town's phone, and log nothing that was typed."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.rendering import page

log = logging.getLogger(__name__)

#: Each has its words in `trouble.html`; the others are told as one of these.
TOLD = frozenset({403, 404, 405, 408, 413, 429, 500})


async def refused(request: Request, error: Exception) -> Response:
    """The page of an HTTP error."""
    assert isinstance(error, HTTPException)
    response = _told(request, error.status_code)
    response.headers.update(error.headers or {})
    return response


def _told(request: Request, status: int) -> HTMLResponse:
    kind = status if status in TOLD else 500 if status >= 500 else 403
    # Never back to an address that somebody else chose: the path alone, on this host.
    again = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return page(request, "trouble", status, kind=kind, again=f"/{again.lstrip('/')}")


class Shelter:
    """Catches everything: an error's own words may hold what a citizen typed, its kind and place do not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - one page must not stop the others
            log.error("a page failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400 - a traceback may hold their words
            if not begun:
                await _told(Request(scope, receive), 500)(scope, receive, send)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
