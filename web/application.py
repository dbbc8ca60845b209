"""The pages put together: ours, and those that somebody else of the house brings (a webhook, the demo)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

from desk.counter import Counter
from web import (
    activation,
    chats,
    choice,
    entry,
    front,
    letter,
    nothing_received,
    one_time,
    stop,
)
from web.client import Network
from web.guessing import against_guessing
from web.headers import Headers
from web.limits import PATIENCE, Limits
from web.troubles import Shelter, refused

STATIC = Path(__file__).parent / "static"


def application(
    counter: Counter,
    *,
    extra: Sequence[BaseRoute] = (),
    room: Mapping[str, int] | None = None,
    trusted: Sequence[Network] = (),
    patience: float = PATIENCE,
) -> Starlette:
    """The web door of these towns. `extra` routes come first, under the same headers and limits.

    `room` names the paths that take a longer body, in bytes; `trusted`, the proxies whose word is taken
    for the address of a client; `patience`, how many seconds a body may take to come.
    """
    https = counter.public_url.startswith("https:")
    app = Starlette(
        routes=[*extra, *_routes()],
        middleware=[
            Middleware(Headers, https=https),
            Middleware(Shelter),
            Middleware(Limits, room=room or {}, patience=patience),
        ],
        exception_handlers={HTTPException: refused},
    )
    app.router.redirect_slashes = False
    app.state.counter = counter
    app.state.trusted = tuple(trusted)
    return app


def _routes() -> list[BaseRoute]:
    return [
        Route("/", front.index, methods=["GET"]),
        Route("/healthz", front.health, methods=["GET"]),
        Mount("/static", Files(directory=STATIC)),
        Route(activation.PATH, against_guessing(activation.look), methods=["GET"]),
        Route(activation.PATH, against_guessing(activation.confirm), methods=["POST"]),
        Route(entry.HOME, entry.look, methods=["GET"]),
        Route(entry.HOME, entry.sign_in, methods=["POST"]),
        Route(entry.HOME.rstrip("/"), entry.bare, methods=["GET"]),
        Route(entry.FORGOTTEN, entry.forgotten, methods=["GET"]),
        Route(entry.FORGOTTEN, entry.send_reset, methods=["POST"]),
        Route(letter.PATH, letter.look, methods=["GET"]),
        Route(letter.PATH, letter.send, methods=["POST"]),
        Route(nothing_received.PATH, nothing_received.look, methods=["GET"]),
        Route(nothing_received.PATH, nothing_received.send, methods=["POST"]),
        Route(entry.TERMS, entry.read_terms, methods=["POST"]),
        Route(entry.OUT, entry.sign_out, methods=["POST"]),
        Route(chats.PATH, chats.look, methods=["GET"]),
        Route(chats.PATH, chats.change, methods=["POST"]),
        Route(entry.SESSIONS, entry.close_others, methods=["POST"]),
        Route(one_time.PATH, against_guessing(one_time.look), methods=["GET"]),
        Route(one_time.PATH, against_guessing(one_time.go_on), methods=["POST"]),
        Route(choice.PATH, against_guessing(choice.look), methods=["GET"]),
        Route(choice.PATH, against_guessing(choice.confirm), methods=["POST"]),
        Route(stop.PATH, against_guessing(stop.look), methods=["GET"]),
        Route(stop.PATH, against_guessing(stop.confirm), methods=["POST"]),
    ]


class Files(StaticFiles):
    """Our style sheet, script and picture: nothing personal, asked again once an hour."""

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, kept by the browser for an hour."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=3600"
        return response
