"""How long a browser may take over the head of a request: connections that say nothing are not kept."""

import asyncio
from typing import Any

import uvicorn
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

#: Seconds from the connection, or from the first sign of a next request, to the end of its head.
PATIENCE = 20.0


def protocol(patience: float) -> type[asyncio.Protocol]:
    """Uvicorn's, which waits for a head no longer than `patience` seconds."""

    class Impatient(_Impatient):
        _patience = patience

    return Impatient


class _Impatient(H11Protocol):
    """Uvicorn limits how long a connection may be idle, not how slowly it may speak."""

    _patience: float

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self._wait()

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # One sign more makes nobody wait longer: what is armed stays so until the head is whole.
        if getattr(self.cycle, "response_complete", True):  # before the first request there is none
            self._wait()
        else:
            self._wait_no_more()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self._patience, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
