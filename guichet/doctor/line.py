"""A conversation with the relay, as the couriers have it, and what its refusals mean to who keeps the server."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib

from guichet.dkim_keys import signing_domain
from guichet.doctor import certificate
from guichet.doctor.visit import Visit
from guichet.finding import Finding, problem
from guichet.settings import Settings


@asynccontextmanager
async def talking(visit: Visit) -> AsyncIterator[aiosmtplib.SMTP]:
    """Connected, under TLS and signed in as the settings say. Raises `SMTPException`, `OSError`."""
    told = visit.settings.mail_out
    line = aiosmtplib.SMTP(
        hostname=told.host,
        port=told.port,
        local_hostname=_hello(visit.settings),
        use_tls=told.tls == "tls",
        start_tls=told.tls == "starttls",
        tls_context=visit.tls() if told.tls != "none" else None,
        timeout=visit.patience,
    )
    try:
        await line.connect()
        if told.username:
            await line.login(told.username, told.password.get_secret_value())
        yield line
    finally:
        line.close()


def refused(what: str, error: aiosmtplib.SMTPException | OSError) -> Finding:
    """Why the relay does not take us."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return certificate.refused(what, cause)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        cure = "corrigez [mail_out] username et GUICHET_MAIL_OUT__PASSWORD"
        return problem(what, f"refuse cet identifiant ou son mot de passe ({error.code})", cure)
    if isinstance(error, OSError | aiosmtplib.SMTPTimeoutError):
        cure = "vérifiez [mail_out] host et port, et le pare-feu (le port 25 sortant est souvent fermé)"
        return problem(what, "ne répond pas", cure)
    code = f" ({error.code})" if isinstance(error, aiosmtplib.SMTPResponseException) else ""
    cure = "vérifiez [mail_out] port et tls auprès de qui tient le relais"
    return problem(what, f"refuse la conversation{code}", cure)


def _hello(settings: Settings) -> str:
    """As the couriers greet: by the domain of the mails."""
    return next((signing_domain(town) for town in settings.towns.values()), "localhost")
