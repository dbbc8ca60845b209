"""A provider that does what the real engine cannot be made to do: one lie at a time, in this process."""

import asyncio
import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from joserfc import jws
from joserfc.jwk import ECKey, Key, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.desk.office import Clock
from tests.franceconnect.house import CLIENT

ISSUER = "https://franceconnect.example/api/v2"
CLAIRE = {
    "given_name": "Claire Louise",
    "family_name": "TESTA",
    "birthdate": "1987-03-14",
}
#: Made once: keys are slow to find.
FIRST = ECKey.generate_key("P-256", {"kid": "first", "use": "sig", "alg": "ES256"})
SECOND = ECKey.generate_key("P-256", {"kid": "second", "use": "sig", "alg": "ES256"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig", "alg": "RS256"})

Claims = dict[str, Any]


@dataclass
class Evil:
    """Honest until a test changes something."""

    clock: Clock
    issuer: str = ISSUER
    person: Claims = field(default_factory=lambda: dict(CLAIRE))
    sub: str = "pairwise-of-claire"
    #: Replaced in the id_token, in what userinfo says, in discovery.
    identity_lies: Claims = field(default_factory=dict)
    person_lies: Claims = field(default_factory=dict)
    addresses: Claims = field(default_factory=dict)
    key: Key = field(default_factory=lambda: FIRST, repr=False)
    published: list[Key] = field(default_factory=lambda: [FIRST, RSA])
    #: In the place of signing.
    forge: Callable[[Claims], str] | None = None
    unsigned_person: bool = False
    #: What goes wrong with an endpoint: « down », « slow », or an HTTP status.
    trouble: dict[str, str | int] = field(default_factory=dict)
    nonce: str = field(default="", repr=False)
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list, repr=False)

    @property
    def transport(self) -> httpx.ASGITransport:
        """How both our side and the browser reach it."""
        names = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": self._jwks,
            "/token": self._token,
            "/userinfo": self._userinfo,
            "/session/end": self._end,
        }
        made = [
            Route(
                f"/api/v2{path}",
                self._troubled(path.rpartition("/")[2], answer),
                methods=["GET", "POST"],
            )
            for path, answer in names.items()
        ]
        return httpx.ASGITransport(Starlette(routes=made), raise_app_exceptions=True)

    def signed(self, claims: Claims, key: Key, alg: str, kid: str) -> str:
        """A token as an honest signer makes it, whoever's key it is."""
        header = {"alg": alg, "kid": kid}
        return jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=[alg])

    def forged(self, claims: Claims, alg: str, secret: bytes | None) -> str:
        """A token that no honest library would make: unsigned, or signed with a secret."""
        parts = [{"alg": alg, "kid": "first"}, claims]
        body = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        signature = hmac.digest(secret, body.encode(), "sha256") if secret else b""
        return f"{body}.{_base64(signature)}"

    def _troubled(self, name: str, answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def answered(request: Request) -> Response:
            self.asked.append(name)
            match self.trouble.get(name):
                case "down":
                    raise httpx.ConnectError("down")
                case "slow":
                    await asyncio.Event().wait()
                case int(status):
                    return PlainTextResponse("no", status_code=status)
                case _:
                    pass
            told: Response = await answer(request)
            return told

        return answered

    async def _discovery(self, _request: Request) -> Response:
        at = self.issuer
        told = {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks",
            "end_session_endpoint": f"{at}/session/end",
        }
        return JSONResponse({**told, **self.addresses})

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.published]})

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        self.forms.append({name: str(one) for name, one in form.items()})
        now = self.clock()
        claims = {
            "iss": self.issuer,
            "aud": CLIENT.client_id,
            "sub": self.sub,
            "nonce": self.nonce,
            "acr": "eidas1",
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(seconds=60)).timestamp()),
            **self.identity_lies,
        }
        token = {"access_token": "access-token", "token_type": "Bearer", "expires_in": 60}
        return JSONResponse({**token, "id_token": self._issue(claims)})

    async def _userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer access-token"
        told = {"iss": self.issuer, "aud": CLIENT.client_id, "sub": self.sub, **self.person}
        told |= self.person_lies
        if self.unsigned_person:
            return JSONResponse(told)
        token = self.signed(told, self.key, str(self.key.get("alg")), str(self.key.kid))
        return Response(token, media_type="application/jwt")

    async def _end(self, _request: Request) -> Response:
        return PlainTextResponse("signed out")

    def _issue(self, claims: Claims) -> str:
        if self.forge:
            return self.forge(claims)
        return self.signed(claims, self.key, str(self.key.get("alg")), str(self.key.kid))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
