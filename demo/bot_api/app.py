"""The server put together: the API, the control, the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from demo.bot_api import door
from demo.bot_api.control import CONTROL
from demo.bot_api.errors import RefusedError
from demo.bot_api.page import PAGE
from demo.bot_api.world import World

WEBHOOK_TIMEOUT = 60.0


async def _not_found(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse(RefusedError(404, "Not Found").body(), status_code=404)


def build(world: World) -> Starlette:
    """The application that serves `world`."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # No proxy: a webhook of the demo is on this very machine.
        async with (
            httpx.AsyncClient(trust_env=False, timeout=WEBHOOK_TIMEOUT) as world.client,
            asyncio.TaskGroup() as world.tasks,
        ):
            yield
            for bot in world.bots.values():
                world.set_webhook(bot, None)

    calls = Route("/bot{token}/{method}", door.answer, methods=["GET", "POST"])
    files = Route("/file/bot{token}/{path:path}", door.give, methods=["GET"])
    app = Starlette(
        routes=[calls, files, *CONTROL, *PAGE],
        lifespan=lifespan,
        exception_handlers={404: _not_found},
    )
    app.state.world = world
    return app
