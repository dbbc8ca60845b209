"""The cookie of whoever is signed in: a random token, and nothing else."""

from starlette.requests import Request
from starlette.responses import Response

from desk import pages
from desk.pages import Visitor
from web.rendering import counter_of

_COOKIE = "guichet-session"


async def visitor(request: Request, town: str) -> Visitor | None:
    """Who is signed in with that browser, in that town."""
    sent = request.cookies.get(_name(request), "")
    return await pages.visitor(counter_of(request), town, sent) if sent else None


async def leave(request: Request, town: str, response: Response) -> None:
    """Close the session, and take the cookie back."""
    sent = request.cookies.get(_name(request), "")
    await pages.close_session(counter_of(request), town, sent)
    response.delete_cookie(
        _name(request), path="/", httponly=True, samesite="lax", secure=_secure(request)
    )


def remember(request: Request, response: Response, session: str) -> None:
    """Until the browser is closed, or the session ends before."""
    response.set_cookie(
        _name(request), session, path="/", httponly=True, samesite="lax", secure=_secure(request)
    )


def _secure(request: Request) -> bool:
    return counter_of(request).public_url.startswith("https:")


def _name(request: Request) -> str:
    return f"__Host-{_COOKIE}" if _secure(request) else _COOKIE
