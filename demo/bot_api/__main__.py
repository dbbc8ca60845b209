"""`python -m demo.bot_api`: the fake Bot API as a process of its own."""

import argparse
import errno
import logging
import socket
import sys
import threading
import time
from collections.abc import Sequence

import uvicorn

from demo.bot_api.app import build
from demo.bot_api.clock import Clock
from demo.bot_api.world import BadBotError, World

DEFAULT_PORT = 8081
BACKLOG = 2048


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop. The first line printed is the address."""
    asked = _parser().parse_args(arguments)
    world = World(clock=Clock(time.time), webhook_delay=asked.webhook_delay)
    try:
        for bot in asked.token:
            _register(world, bot)
        listening = _listen(asked.host, asked.port)
    except BadBotError as error:
        return _fail(f"--token: {error}.")
    except OSError as error:
        return _fail(_why_not(error, asked.host, asked.port))
    _serve(world, listening, with_parent=asked.with_parent)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo.bot_api", description=__doc__)
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    add("--port", type=int, default=DEFAULT_PORT, help="port to listen on; 0 for any free one")
    add(
        "--token",
        action="append",
        default=[],
        metavar="TOKEN=Name@username",
        help="a bot to register; may be repeated",
    )
    add(
        "--webhook-delay",
        type=float,
        default=1.0,
        metavar="SECONDS",
        help="wait before the third try of a webhook, doubled at each further one (default: 1)",
    )
    add("--with-parent", action="store_true", help="stop when standard input closes")
    return parser


def _register(world: World, asked: str) -> None:
    token, _, names = asked.partition("=")
    name, _, username = names.rpartition("@")
    if not (name and username):
        raise BadBotError(f"« {asked} » does not read TOKEN=Name@username")
    world.add(token, name, username)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only on sockets that name their protocol, which create_server's do
    # not; without it each answer costs 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _serve(world: World, listening: socket.socket, *, with_parent: bool) -> None:
    # A lost answer is a fault that was asked for: uvicorn need not complain about it.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        build(world), log_config=None, access_log=False, timeout_graceful_shutdown=0
    )
    server = uvicorn.Server(config)
    if with_parent:
        threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
    host, port = listening.getsockname()[:2]
    sys.stdout.write(f"http://{f'[{host}]' if ':' in host else host}:{port}\n")
    sys.stdout.flush()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return


def _stop_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"The port {port} is taken. Choose another one with --port, or 0 for any free one."
    return f"Cannot listen on {host}:{port}: {error.strerror or error}."


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
