"""The page at `/chat`, where a person is a citizen: plain files, no script from elsewhere."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Route

HERE = Path(__file__).parent
FILES = frozenset({"chat.css", "chat.js", "screen.js", "server.js", "icon.svg"})
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
    return FileResponse(HERE / "chat.html", headers=HEADERS)


async def _file(request: Request) -> FileResponse:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404)
    return FileResponse(HERE / name, headers=HEADERS)


PAGE: list[BaseRoute] = [Route("/", _chat), Route("/chat", _chat), Route("/page/{name}", _file)]
