"""The password of the one account that it may be, asked once: then FranceConnect is enough."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from desk import franceconnect as desk
from desk.franceconnect import Account, Proved
from desk.franceconnect_proof import Guess, Typed
from models.family import Citizen
from web.forgery import filled
from web.franceconnect import sealed
from web.franceconnect.drawing import draw
from web.franceconnect.said import Said, tell
from web.franceconnect.town_client import TownClient
from web.rendering import counter_of

#: The form is open that long. [DOMAIN.md 3]
LIFE = timedelta(minutes=15)
_COOKIE = "preuve"

#: What the caller does once somebody is known: a session of ours, and the next page.
SignedIn = Callable[[Request, Citizen], Awaitable[Response]]


def ask(request: Request, account: Account, citizen: Citizen) -> Response:
    """The page; who it is about stays sealed in the browser, and nothing of it is shown."""
    response = _page(request, Guess.RIGHT, None, temporary=not citizen.identifiers_set_at)
    about = {
        "issuer": account.issuer,
        "sub": account.sub,
        "citizen": str(citizen.id),
        "temporary": "" if citizen.identifiers_set_at else "oui",
    }
    sealed.keep(request, response, _COOKIE, about, life=LIFE)
    return response


@dataclass(frozen=True, slots=True)
class Proving:
    """The form of one town."""

    client: TownClient
    signed_in: SignedIn = field(repr=False)

    async def submit(self, request: Request) -> Response:
        """Right: linked and signed in. Wrong: counted, and said."""
        form = await filled(request)
        about = sealed.kept(request, _COOKIE)
        if about is None:
            return tell(request, Said.LATE)
        counter = counter_of(request)
        account = Account(about["issuer"], about["sub"])
        typed = Typed(str(form.get("password", "")))
        citizen_id = int(about["citizen"])
        done = await desk.prove(counter, self.client.town, account, citizen_id, typed)
        return await self._answered(request, done, temporary=bool(about["temporary"]))

    async def _answered(self, request: Request, done: Proved, *, temporary: bool) -> Response:
        if done.guess is Guess.FROZEN:
            return tell(request, Said.FROZEN)
        if done.guess is not Guess.RIGHT or done.citizen is None:
            return _page(request, done.guess, done.until, temporary=temporary)
        response = await self.signed_in(request, done.citizen)
        sealed.drop(request, response, _COOKIE)
        return response


def _page(request: Request, guess: Guess, until: datetime | None, *, temporary: bool) -> Response:
    status = 200 if guess is Guess.RIGHT else 422
    wrong = "" if guess is Guess.RIGHT else guess.value
    told = until.isoformat() if until else ""
    return draw(request, "proof", status, wrong=wrong, until=told, temporary=temporary)
