"""Reading a signed JWT of FranceConnect: who signed it, for whom, until when. Anything odd is refused."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey, import_key

from web.franceconnect.errors import RefusedError

#: What FranceConnect signs with. `none`, HS256 and the rest are refused. [DOMAIN.md 5]
ALGORITHMS = ("ES256", "RS256")
#: How far the two clocks may be apart.
SKEW = timedelta(seconds=30)
_SHORTEST_RSA = 2048
#: The level that we ask for, and those above it.
_LEVELS = frozenset({"eidas1", "eidas2", "eidas3"})

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token must say."""

    issuer: str
    client_id: str
    now: datetime
    nonce: str = field(default="", repr=False)


def kid_of(token: str) -> str:
    """Which key it says that it was signed with. Nothing of the token is believed yet."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError) as error:
        raise RefusedError("not a signed token") from error
    if header.get("alg") not in ALGORITHMS:
        raise RefusedError("an algorithm that FranceConnect does not use")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise RefusedError("no key named")
    return kid


def signing_keys(published: Any) -> dict[str, Key]:
    """The public keys that may sign, by name: P-256 and RSA, no secret, none for encryption."""
    found = published.get("keys") if isinstance(published, dict) else None
    if not isinstance(found, list):
        raise RefusedError("keys that cannot be read")
    keys = [key for one in found if (key := _public_key(one))]
    return {str(key.kid): key for key in keys}


def read(token: str, key: Key) -> Claims:
    """What it claims, once the signature is right for the kind of `key` that we know."""
    alone = "ES256" if isinstance(key, ECKey) else "RS256"
    try:
        claims = jwt.decode(token, key, algorithms=[alone]).claims
    except (JoseError, ValueError) as error:
        raise RefusedError("the signature is wrong") from error
    return claims


def check_identity(claims: Claims, expected: Expected) -> None:
    """An id_token: ours, of this journey, still good, of a level that is enough."""
    _check(claims, expected)
    _moment(claims, "exp", expected.now, later=True)
    _moment(claims, "iat", expected.now, later=False)
    nonce = claims.get("nonce")
    if not (
        isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), expected.nonce.encode())
    ):
        raise RefusedError("the nonce of another journey")
    if claims.get("acr") not in _LEVELS:
        raise RefusedError("a level that is not enough")


def check_person(claims: Claims, expected: Expected, *, sub: str) -> None:
    """What the userinfo endpoint said: ours, and about the same person."""
    _check(claims, expected)
    if "exp" in claims:
        _moment(claims, "exp", expected.now, later=True)
    if claims.get("sub") != sub:
        raise RefusedError("claims about somebody else")


def _check(claims: Claims, expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise RefusedError("another issuer")
    audience = claims.get("aud")
    if (audience if isinstance(audience, list) else [audience]) != [expected.client_id]:
        raise RefusedError("for somebody else")
    sub = claims.get("sub")
    if not (isinstance(sub, str) and 0 < len(sub) <= 255):
        raise RefusedError("about nobody")


def _moment(claims: Claims, name: str, now: datetime, *, later: bool) -> None:
    at = claims.get(name)
    if isinstance(at, bool) or not isinstance(at, int | float):
        raise RefusedError(f"no {name}")
    ahead = at - now.timestamp()
    if (ahead < -SKEW.total_seconds()) if later else (ahead > SKEW.total_seconds()):
        raise RefusedError("too old" if later else "from the future")


def _public_key(one: Any) -> Key | None:
    """One published key, None for a kind that FranceConnect does not sign with."""
    if not isinstance(one, dict) or one.get("kty") not in {"EC", "RSA"}:
        return None
    try:
        key = import_key(one)
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    return key if key.kid and _signs(key, one) else None


def _signs(key: Key, told: Mapping[str, Any]) -> bool:
    if told.get("use", "sig") != "sig":
        return False
    if isinstance(key, ECKey):
        return told.get("crv") == "P-256" and told.get("alg", "ES256") == "ES256"
    if isinstance(key, RSAKey):
        long_enough = key.public_key.key_size >= _SHORTEST_RSA
        return long_enough and told.get("alg", "RS256") == "RS256"
    return False
