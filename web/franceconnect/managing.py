"""For whoever is signed in: whether FranceConnect opens the space, and how to have it open it no more."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import franceconnect as desk
from models.family import Citizen
from web.forgery import filled
from web.franceconnect.drawing import draw
from web.franceconnect.town_client import TownClient
from web.rendering import counter_of

#: Who is signed in with this browser, in that town; None for nobody.
Who = Callable[[Request, str], Awaitable[Citizen | None]]


@dataclass(frozen=True, slots=True)
class Managing:
    """The page of one town."""

    client: TownClient
    who: Who = field(repr=False)

    async def look(self, request: Request) -> Response:
        """Since when they are linked, and the button that undoes it."""
        citizen = await self.who(request, self.client.town)
        if citizen is None:
            return self._sign_in_first()
        since = await desk.linked_since(citizen)
        return self._page(request, citizen, since=since.isoformat() if since else "")

    async def unlink(self, request: Request) -> Response:
        """The button was pressed."""
        await filled(request)
        citizen = await self.who(request, self.client.town)
        if citizen is None:
            return self._sign_in_first()
        undone = await desk.unlink(counter_of(request), citizen)
        return self._page(request, citizen, since="", undone=undone)

    def _page(
        self, request: Request, citizen: Citizen, *, since: str, undone: bool = False
    ) -> Response:
        password = bool(citizen.password_hash)
        return draw(request, "link", 200, since=since, undone=undone, password=password)

    def _sign_in_first(self) -> Response:
        return RedirectResponse(f"/{self.client.town}/espace-citoyens/", status_code=303)
