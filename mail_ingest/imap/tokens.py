"""Where a mailbox's token comes from: a file that another program renews, or the host itself. [RFC 6749]"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from mail_ingest.imap.trouble import MailboxError

#: Seconds that the host may take to give a token.
PATIENCE = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Without a refresh token, the application asks in its own name. [RFC 6749 4.4, 6]"""

    url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scope: str = ""

    def form(self) -> dict[str, str]:
        """What is posted."""
        grant = (
            {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
            if self.refresh_token
            else {"grant_type": "client_credentials"}
        )
        told = {"client_id": self.client_id, "client_secret": self.client_secret}
        every = {**grant, **told, "scope": self.scope}
        return {name: value for name, value in every.items() if value}


def kept(file: Path) -> Callable[[], str]:
    """The token that stands in `file` when it is needed."""

    def read() -> str:
        try:
            token = file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise MailboxError(
                f"le jeton de la boîte ne se lit pas dans {file} ({type(error).__name__})",
                lasting=True,
            ) from error
        if not token:
            raise MailboxError(f"{file} ne contient pas de jeton", lasting=True)
        return token

    return read


def asked(endpoint: Endpoint) -> Callable[[], str]:
    """A token asked for at each sign-in: they live about an hour, and a sign-in is rare."""

    def ask() -> str:
        host = httpx.URL(endpoint.url).host
        try:
            answer = httpx.post(endpoint.url, data=endpoint.form(), timeout=PATIENCE)
        except httpx.HTTPError as error:
            raise MailboxError(
                f"{host} ne donne pas de jeton pour la boîte ({type(error).__name__})"
            ) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise MailboxError(f"{host} ne donne pas de jeton pour l'instant")
        return _token(answer, host)

    return ask


def _token(answer: httpx.Response, host: str) -> str:
    try:
        told = answer.json()
    except ValueError:
        told = None
    token = told.get("access_token") if isinstance(told, dict) else None
    if answer.status_code == 200 and isinstance(token, str) and token:
        return token
    # Its own words may repeat what we sent; the code of RFC 6749 5.2 does not.
    reason = told.get("error") if isinstance(told, dict) else None
    known = reason if isinstance(reason, str) and reason.isidentifier() else "sans raison"
    raise MailboxError(
        f"{host} refuse de donner un jeton pour la boîte ({known}) : vérifiez oauth_client_id,"
        " oauth_client_secret, oauth_refresh_token et oauth_scope",
        lasting=True,
    )
