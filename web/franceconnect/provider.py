"""FranceConnect as we know it: its addresses and keys, discovered, remembered, asked again when they must be."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import httpx
from joserfc.jwk import Key

from web.franceconnect.errors import RefusedError, UnavailableError
from web.franceconnect.tokens import signing_keys

#: How long what was discovered is believed without asking again.
LIFE = timedelta(hours=1)
#: Keys are not asked for more often than that, whatever unknown keys tokens name.
FLOOR = timedelta(minutes=1)
#: Seconds that FranceConnect may take for each answer. [DOMAIN.md 5]
PATIENCE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The addresses that the issuer publishes."""

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str


@dataclass(slots=True)
class _Remembered:
    metadata: Metadata | None = None
    metadata_at: datetime | None = None
    keys: dict[str, Key] = field(default_factory=dict)
    keys_at: datetime | None = None


class Provider:
    """One issuer, shared by the towns. `transport` is a test's; `patience` is in seconds."""

    def __init__(
        self,
        issuer: str,
        *,
        patience: float = PATIENCE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.issuer = issuer
        self._patience = patience
        self._transport = transport
        self._known = _Remembered()

    async def metadata(self, now: datetime) -> Metadata:
        """The issuer's addresses; those of before while it does not answer. Raises `FranceConnectError`."""
        known = self._known
        if known.metadata and known.metadata_at and now - known.metadata_at < LIFE:
            return known.metadata
        try:
            async with self.client() as client:
                found = await self._json(client, f"{self.issuer}/.well-known/openid-configuration")
        except UnavailableError:
            if known.metadata is None:
                raise
            return known.metadata
        known.metadata, known.metadata_at = self._metadata(found), now
        return known.metadata

    async def key(self, client: httpx.AsyncClient, kid: str, now: datetime) -> Key:
        """The key of that name, the keys asked for again when it is not known: they turn."""
        known = self._known
        waited = now - known.keys_at if known.keys_at else LIFE
        missing = kid not in known.keys
        if waited >= LIFE or not known.keys or (missing and waited >= FLOOR):
            try:
                await self._learn_keys(client, now)
            except UnavailableError:
                if missing:
                    raise
        if kid not in known.keys:
            raise RefusedError("signed with a key that FranceConnect does not publish")
        return known.keys[kid]

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        """Connections to FranceConnect for one visit."""
        async with httpx.AsyncClient(
            # The certificates are slow to read, and a transport of the caller's has its own.
            verify=self._transport is not None or self._tls,
            transport=self._transport,
            timeout=self._patience,
            follow_redirects=False,
        ) as client:
            yield client

    async def send(self, client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
        """The answer, in time and without a failure of the other side. Raises `UnavailableError`."""
        try:
            # httpx counts each silence apart; a person waits for the whole.
            async with asyncio.timeout(self._patience):
                answer = await client.send(request)
        except (TimeoutError, httpx.HTTPError) as error:
            # The error's own words may hold an address: its kind says enough.
            raise UnavailableError(type(error).__name__) from None
        if answer.status_code >= 500:
            raise UnavailableError(f"HTTP {answer.status_code}")
        return answer

    async def _learn_keys(self, client: httpx.AsyncClient, now: datetime) -> None:
        self._known.keys_at = now  # before asking: a failure too counts for the floor
        uri = (await self.metadata(now)).jwks_uri
        self._known.keys = signing_keys(await self._json(client, uri))

    async def _json(self, client: httpx.AsyncClient, address: str) -> Any:
        answer = await self.send(client, client.build_request("GET", address))
        if answer.status_code != 200:
            raise UnavailableError(f"HTTP {answer.status_code}")
        try:
            return answer.json()
        except ValueError as error:
            raise RefusedError("an answer that is not JSON") from error

    def _metadata(self, found: Any) -> Metadata:
        if not isinstance(found, dict) or found.get("issuer") != self.issuer:
            raise RefusedError("the addresses of another issuer")
        scheme = self.issuer.partition("://")[0]
        told = {name: found.get(name) for name in Metadata.__dataclass_fields__}
        if not all(str(address).startswith(f"{scheme}://") for address in told.values()):
            raise RefusedError("an address that is missing, or not protected")
        return Metadata(**{name: str(address) for name, address in told.items()})

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()
