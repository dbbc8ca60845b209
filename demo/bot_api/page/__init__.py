"""The page at `/chat`, where a person is a citizen: plain files, no script from elsewhere."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

HERE = Path(__file__).parent
#: Only what this server sends may run, be drawn or be asked on the page.
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
}


async def _chat(_request: Request) -> FileResponse:
    return FileResponse(HERE / "static" / "chat.html", headers=HEADERS)


PAGE: list[BaseRoute] = [
    Route("/", _chat),
    Route("/chat", _chat),
    Mount("/static", StaticFiles(directory=HERE / "static")),
]
