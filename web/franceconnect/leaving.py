"""Out of FranceConnect too: on a shared computer, our own sign-out would leave that door open."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.franceconnect import sealed
from web.franceconnect.button import fragment
from web.franceconnect.errors import FranceConnectError
from web.franceconnect.provider import Provider
from web.franceconnect.said import Said, tell
from web.franceconnect.town_client import TownClient
from web.rendering import counter_of, town_of

#: As long as FranceConnect's own session may live.
_LIFE = timedelta(hours=12)
_COOKIE = "sortie"


def remember(request: Request, response: Response, id_token: str) -> None:
    """Have the browser keep what FranceConnect will ask to sign out."""
    sealed.keep(request, response, _COOKIE, {"id_token": id_token}, life=_LIFE)


def way_out(request: Request) -> str:
    """A sentence and a link for a signed-out page; nothing unless this browser came in by FranceConnect.

    A link, not a form: our pages may post to nobody else. What is given back is safe as it is in a page.
    """
    town = town_of(request)
    if town is None or sealed.kept(request, _COOKIE) is None:
        return ""
    return fragment("out", f"/{town.slug}/franceconnect/sortie")


@dataclass(frozen=True, slots=True)
class Leaving:
    """The two pages of one town. A link leads to the first: a form may not lead to another site."""

    client: TownClient
    provider: Provider

    async def leave(self, request: Request) -> Response:
        """To FranceConnect, which signs out and sends back."""
        counter, kept = counter_of(request), sealed.kept(request, _COOKIE)
        if kept is None:
            return tell(request, Said.LEFT)
        try:
            metadata = await self.provider.metadata(counter.clock())
        except FranceConnectError:
            return tell(request, Said.UNAVAILABLE)
        there = self.client.leaving(
            metadata.end_session_endpoint,
            counter.public_url,
            id_token=kept["id_token"],
            state=token_urlsafe(32),
        )
        response = RedirectResponse(there, status_code=303)
        sealed.drop(request, response, _COOKIE)
        return response

    async def left(self, request: Request) -> Response:
        """Back from there. It says so, and changes nothing: nobody gains by sending somebody here."""
        return tell(request, Said.LEFT)
