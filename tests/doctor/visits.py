"""A visit to an installation that stands in the folder of the test, and servers for it to meet."""

import asyncio
import datetime as dt
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk.clock import utc_now
from guichet.dns.resolver import Dns, Nameserver
from guichet.doctor.visit import Visit
from guichet.finding import Finding, State
from guichet.settings import Settings

SLUG = "saint-denis"
BOX = "espace@ville.example"
CONTACT = "accueil@ville.example"
TOWN: Mapping[str, Any] = {
    "name": "Saint-Denis",
    "mail_address": BOX,
    "contact": CONTACT,
    "phone": "01 00 00 00 00",
    "hours": "du lundi au vendredi",
    "site": "https://ville.example",
    "privacy_contact": "dpo@ville.example",
}


def visit(folder: Path, *, town: Mapping[str, Any] | None = None, **told: Any) -> Visit:
    """`told`: sections of the settings, and what a `Visit` takes."""
    given = {name: told.pop(name) for name in list(told) if name in Settings.model_fields}
    given["towns"] = {SLUG: {**TOWN, **(town or {})}}
    settings = Settings.model_validate(given, context={"folder": folder})
    # Nobody listens there: a test never asks the Internet.
    nobody = Dns(Nameserver(host="127.0.0.1", port=1), patience=0.1)
    return Visit(
        **{
            "settings": settings,
            "config": folder / "config.toml",
            "dns": nobody,
            "patience": 5.0,
            **told,
        }
    )


def only(found: list[Finding], state: State) -> Finding:
    """The one finding, in that state."""
    [one] = found
    assert one.state is state, one
    return one


def certificate(folder: Path, *, days: int, host: str = "localhost") -> Path:
    """A certificate that vouches for itself, over in so many days, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), utc_now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=60))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}-{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def serves(file: Path) -> ssl.SSLContext:
    """The server's side of it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


def trusts(file: Path) -> ssl.SSLContext:
    """A client that knows its authority, and still verifies."""
    return ssl.create_default_context(cafile=str(file))


@asynccontextmanager
async def web(
    body: str, *, status: str = "200 OK", tls: ssl.SSLContext | None = None, date: str = ""
) -> AsyncIterator[int]:
    """A web server that has one answer; gives its port."""

    async def answer(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        await reading.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        head += (
            f"Content-Type: application/json\r\n{f'Date: {date}' if date else 'X-No: date'}\r\n\r\n"
        )
        writing.write(f"{head}{body}".encode())
        await writing.drain()
        writing.close()

    async with speaking(answer, tls) as port:
        yield port


@asynccontextmanager
async def speaking(answer: Any, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server on a free port that treats each connection so."""

    async def heard(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        try:
            await answer(reading, writing)
        except (OSError, asyncio.IncompleteReadError):
            writing.close()

    server = await asyncio.start_server(heard, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
