"""How much a browser may send us."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes of a body; our forms need less than one in sixty of it.
MOST_BYTES = 64 * 1024


class BodyLimit:
    """Refuses a longer body with 413, announced or not. `room`: the paths that take more, and how much."""

    def __init__(self, app: ASGIApp, room: Mapping[str, int]) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, having read no more than that."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._room.get(scope["path"], MOST_BYTES)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        received = 0

        async def limited() -> Message:
            nonlocal received
            if announced.isdigit() and int(announced) > most:
                raise HTTPException(413)
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)
