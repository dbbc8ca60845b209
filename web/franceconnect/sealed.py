"""Small things kept by the browser, which can neither read nor change them: encrypted with the server's key."""

import json
from collections.abc import Mapping
from datetime import timedelta

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.requests import Request
from starlette.responses import Response

from desk.counter import Counter
from web.rendering import counter_of

_HEADER = {"alg": "dir", "enc": "A256GCM"}
#: Browsers drop a cookie of 4096 bytes.
_LONGEST = 3800


def keep(
    request: Request, response: Response, name: str, what: Mapping[str, str], *, life: timedelta
) -> None:
    """Have the browser keep `what` under `name`, for this town and that long."""
    counter = counter_of(request)
    until = int((counter.clock() + life).timestamp())
    inside = {**what, "for": _for(request, name), "until": str(until)}
    sealed = jwe.encrypt_compact(_HEADER, json.dumps(inside).encode(), _key(counter))
    if len(sealed) > _LONGEST:
        return
    response.set_cookie(
        _named(counter, name),
        sealed,
        max_age=int(life.total_seconds()),
        path="/",
        httponly=True,
        # Lax, not Strict: FranceConnect sends the browser back from another site.
        samesite="lax",
        secure=_secure(counter),
    )


def kept(request: Request, name: str) -> dict[str, str] | None:
    """What the browser kept, if we made it, for this town, and not too long ago."""
    counter = counter_of(request)
    sealed = request.cookies.get(_named(counter, name), "")
    try:
        inside = json.loads(jwe.decrypt_compact(sealed, _key(counter)).plaintext or b"")
    except (JoseError, ValueError):
        return None
    late = counter.clock().timestamp() >= int(inside.pop("until"))
    mine = inside.pop("for") == _for(request, name)
    return None if late or not mine else inside


def drop(request: Request, response: Response, name: str) -> None:
    """Have the browser forget it."""
    counter = counter_of(request)
    response.delete_cookie(
        _named(counter, name), path="/", httponly=True, samesite="lax", secure=_secure(counter)
    )


def _for(request: Request, name: str) -> str:
    town = request.url.path.lstrip("/").partition("/")[0]
    return f"{town}:{name}"


def _key(counter: Counter) -> OctKey:
    return OctKey.import_key(counter.keys.seed("franceconnect-cookie", 0))


def _secure(counter: Counter) -> bool:
    return counter.public_url.startswith("https:")


def _named(counter: Counter, name: str) -> str:
    """Without https (loopback), a browser refuses the `__Host-` that it protects elsewhere."""
    return f"{'__Host-' if _secure(counter) else ''}guichet-fc-{name}"
