"""A host that gives tokens and says whose they are, as Microsoft and Google do. [RFC 6749, RFC 7662]"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override


@dataclass
class Provider:
    """`tokens`: those that are good, and whose mailbox each opens. `next_token` is given when asked."""

    tokens: dict[str, str] = field(default_factory=dict)
    next_token: str = ""
    refuses: str = ""
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def token_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    def settings(self) -> str:
        """For Dovecot: whom to ask whose token this is."""
        return (
            f"tokeninfo_url = http://127.0.0.1:{self.port}/info?token=\n"
            "introspection_mode = auth\nusername_attribute = email\n"
        )


@contextmanager
def provider() -> Iterator[Provider]:
    """On a free port of loopback, in a thread."""
    host = Provider()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            told = parse_qs(self.rfile.read(size).decode())
            host.asked.append({name: values[0] for name, values in told.items()})
            if host.refuses:
                self._say({"error": host.refuses, "error_description": "secret-marqué"}, 400)
            else:
                self._say({"access_token": host.next_token, "expires_in": 3599}, host.status)

        def do_GET(self) -> None:
            [token] = parse_qs(urlsplit(self.path).query).get("token", [""])
            owner = host.tokens.get(token)
            self._say({"email": owner} if owner else {"error": "invalid"}, 200 if owner else 401)

        def _say(self, told: dict[str, Any], status: int) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    host.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
