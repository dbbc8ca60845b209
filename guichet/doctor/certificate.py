"""A server's certificate: good, soon over, or refused, and why."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from guichet.finding import Finding, good, problem, warning

DER = Encoding.DER
#: Let's Encrypt renews a month before the end: under three weeks, something failed.
SOON = timedelta(days=20)
#: Opens a connection under TLS; raises what asyncio raises.
Open = Callable[[ssl.SSLContext], Awaitable[bytes]]


def judged(what: str, der: bytes, now: datetime) -> Finding:
    """A certificate that was accepted: until when."""
    ends = x509.load_der_x509_certificate(der).not_valid_after_utc
    left = ends - now
    told = f"certificat valable jusqu'au {ends.astimezone(UTC):%d/%m/%Y}"
    if left < timedelta():
        return problem(what, told, "renouvelez-le")
    if left < SOON:
        return warning(what, f"{told}, dans {left.days} jours", "vérifiez son renouvellement")
    return good(what, told)


def refused(what: str, error: ssl.SSLError) -> Finding:
    """A certificate that nobody accepts."""
    words = str(getattr(error, "verify_message", "") or error.reason or "")
    known = {
        "expired": ("certificat expiré", "renouvelez-le"),
        "self-signed": ("certificat d'aucune autorité connue", "prenez-en un d'une autorité"),
        "self signed": ("certificat d'aucune autorité connue", "prenez-en un d'une autorité"),
        "unable to get local issuer": (
            "chaîne de certificats incomplète",
            "donnez au serveur la chaîne entière (fullchain)",
        ),
        "ostname mismatch": (
            "certificat d'un autre nom",
            "prenez-en un à ce nom, ou corrigez le nom",
        ),
    }
    told = next((value for sign, value in known.items() if sign in words), None)
    return problem(what, *(told or ("TLS impossible", "vérifiez le port et le chiffrement")))


async def shown(host: str, port: int, context: ssl.SSLContext) -> bytes:
    """The certificate that a server shows, in DER, once it is verified. Raises `OSError`."""
    _, writing = await asyncio.open_connection(host, port, ssl=context, server_hostname=host)
    try:
        return bytes(writing.get_extra_info("ssl_object").getpeercert(binary_form=True))
    finally:
        writing.transport.abort()
