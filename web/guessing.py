"""Links that we never made, tried one after the other: after a while that client is told to wait."""

import math
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from web.client import client_of
from web.rendering import counter_of, town_of

Endpoint = Callable[[Request], Awaitable[Response]]


def against_guessing(endpoint: Endpoint) -> Endpoint:
    """The same page, which counts the links that it did not find. Raises 429."""

    async def guarded(request: Request) -> Response:
        counter, town = counter_of(request), town_of(request)
        if town is None:
            return await endpoint(request)
        client = client_of(request)
        if until := await pages.over(counter, town.slug, client, pages.UNKNOWN_LINKS):
            raise HTTPException(429, headers=wait(request, until))
        response = await endpoint(request)
        if response.status_code == 404:
            await pages.count(counter, town.slug, client, pages.UNKNOWN_LINKS)
        return response

    return guarded


def wait(request: Request, until: datetime) -> dict[str, str]:
    """For programs, how many seconds that is."""
    seconds = (until - counter_of(request).clock()).total_seconds()
    return {"retry-after": str(max(1, math.ceil(seconds)))}
