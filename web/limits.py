"""How much a browser may send us, and how slowly."""

import asyncio
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes of a body; our forms need less than one in sixty of it.
MOST_BYTES = 64 * 1024
#: Bytes of the address and the headers together; ours, cookies of FranceConnect included, need a quarter of it.
MOST_HEAD = 32 * 1024
#: Seconds from the head of a request to the last byte of its body. A form on a poor line takes one.
PATIENCE = 30.0


class Limits:
    """Refuses a body that is longer (413), announced or not, or slower (408); and a head that is longer (431).

    `room`: the paths that take a longer body, and how much.
    """

    def __init__(self, app: ASGIApp, room: Mapping[str, int], patience: float = PATIENCE) -> None:
        self._app = app
        self._room = room
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, having read no more than that."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _head(scope) > MOST_HEAD:
            await Response(status_code=431, headers={"connection": "close"})(scope, receive, send)
        else:
            await self._app(scope, self._limited(scope, receive), send)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        most = self._room.get(scope["path"], MOST_BYTES)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        received, whole = 0, False
        late = asyncio.get_running_loop().time() + self._patience

        async def limited() -> Message:
            nonlocal received, whole
            if announced.isdigit() and int(announced) > most:
                raise HTTPException(413)
            # Once the body is whole, one waits here for the browser to leave: as long as it takes.
            message = await (receive() if whole else _in_time(receive, late))
            received += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if received > most:
                raise HTTPException(413)
            return message

        return limited


async def _in_time(receive: Receive, late: float) -> Message:
    try:
        async with asyncio.timeout_at(late):
            return await receive()
    except TimeoutError:
        raise HTTPException(408, headers={"connection": "close"}) from None


def _head(scope: Scope) -> int:
    said = sum(len(name) + len(value) for name, value in scope["headers"])
    return said + len(scope["query_string"]) + len(scope["path"])
