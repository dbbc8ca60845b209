"""A form is taken from our own pages only: a signed token, twice, and where the browser says it comes from."""

import hmac
from secrets import token_urlsafe
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.counter import Counter

#: The hidden field of every form.
FIELD = "jeton"
_COOKIE = "guichet-jeton"
_PURPOSE = "forgery"
#: Fields of our longest form, with room; no form of ours sends a file.
MOST_FIELDS = 16


def token(request: Request) -> str:
    """The token of this browser, kept as long as it is one of ours."""
    counter: Counter = request.app.state.counter
    known = request.cookies.get(_name(counter), "")
    if not _ours(counter, known):
        nonce = token_urlsafe(16)
        return f"{nonce}.{_signature(counter, nonce)}"
    return known


def remember(request: Request, response: Response, value: str) -> None:
    """Give the browser the other half."""
    counter: Counter = request.app.state.counter
    if request.cookies.get(_name(counter)) == value:
        return
    # Lax, not Strict: a second link opened from a webmail must find the cookie of the tab that is
    # open already, else that tab's form would be refused. A form posted from elsewhere has no cookie.
    response.set_cookie(
        _name(counter), value, path="/", httponly=True, samesite="lax", secure=_secure(counter)
    )


async def filled(request: Request) -> FormData:
    """The fields of a form of ours. Raises 403 for anybody else's."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=4096)
    if not (_from_here(request) and _same(request, str(form.get(FIELD, "")))):
        raise HTTPException(403)
    return form


def _same(request: Request, sent: str) -> bool:
    counter: Counter = request.app.state.counter
    kept = request.cookies.get(_name(counter), "")
    return _ours(counter, kept) and hmac.compare_digest(kept.encode(), sent.encode())


def _from_here(request: Request) -> bool:
    """What the browser says, where it says it. Our own no-referrer makes it send « Origin: null »."""
    counter: Counter = request.app.state.counter
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin", "null")
    ours = {_origin(counter.public_url), f"{request.url.scheme}://{request.headers.get('host')}"}
    return origin == "null" or origin in ours


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _ours(counter: Counter, value: str) -> bool:
    nonce, _, signature = value.partition(".")
    return hmac.compare_digest(signature.encode(), _signature(counter, nonce).encode())


def _signature(counter: Counter, nonce: str) -> str:
    key = counter.keys.seed(_PURPOSE, 0)
    return hmac.digest(key, nonce.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def _secure(counter: Counter) -> bool:
    return counter.public_url.startswith("https:")


def _name(counter: Counter) -> str:
    return f"__Host-{_COOKIE}" if _secure(counter) else _COOKIE
