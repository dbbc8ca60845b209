"""Uvicorn inside our own loop: the port taken before anything starts, and a clean stop when cancelled."""

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from web.limits import MOST_HEAD
from web.patience import PATIENCE as HEAD_PATIENCE
from web.patience import protocol

BACKLOG = 2048
#: Seconds that an answer under way has to end when we stop.
PATIENCE = 3


class ListenError(Exception):
    """The web door cannot open. The message is one sentence that says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port; 0 takes any free one. Raises `ListenError`."""
    # asyncio sets TCP_NODELAY only on sockets that name their protocol: without it each answer
    # costs 40 ms.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise ListenError(_why_not(error, host, port)) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Where a browser finds it, `http://127.0.0.1:8080`."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def serve(
    application: ASGIApp, listening: socket.socket, *, patience: float = HEAD_PATIENCE
) -> None:
    """Serve until cancelled. `patience`: seconds that the head of a request may take."""
    config = uvicorn.Config(
        application,
        http=protocol(patience),
        ws="none",
        h11_max_incomplete_event_size=MOST_HEAD,
        lifespan="off",
        # Addresses hold tokens: they are in no log of ours.
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = _Server(config)
    try:
        await server.serve(sockets=[listening])
    except asyncio.CancelledError:
        await _stop(server, listening)
        raise


class _Server(uvicorn.Server):
    """Signals are the program's business: it cancels us."""

    @contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        yield


async def _stop(server: _Server, listening: socket.socket) -> None:
    if server.started:
        await server.shutdown(sockets=[listening])
    else:
        listening.close()


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Le port {port} est déjà pris : fermez l’autre programme, ou changez [web] port"
            " (GUICHET_WEB__PORT)."
        )
    if error.errno == errno.EACCES:
        return (
            f"Le port {port} est réservé au système : choisissez un [web] port au-dessus de 1023."
        )
    return f"Impossible d’écouter sur {host}:{port} ([web] host, port) : {error.strerror or error}."
