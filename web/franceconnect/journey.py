"""There and back: the browser leaves with a sealed cookie, and comes back once."""

import hmac
import logging
from dataclasses import asdict, dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import franceconnect as desk
from desk.franceconnect import Answer, Outcome
from desk.franceconnect_proof import of_activation, of_page
from desk.pages import asked_of
from models.link import PageLink
from web.franceconnect import leaving, proving, sealed
from web.franceconnect.errors import RefusedError, UnavailableError
from web.franceconnect.exchange import Identified, identify
from web.franceconnect.provider import Provider
from web.franceconnect.proving import SignedIn
from web.franceconnect.said import Said, tell
from web.franceconnect.town_client import TownClient
from web.franceconnect.trip import LIFE, Trip
from web.rendering import counter_of

log = logging.getLogger(__name__)

#: An activation address has a query of under a hundred characters.
_LONGEST_PROOF = 300
_REFUSALS = {
    Outcome.NOBODY: Said.UNMATCHED,
    Outcome.SEVERAL: Said.UNMATCHED,
    Outcome.FROZEN: Said.FROZEN,
}


@dataclass(frozen=True, slots=True)
class Journey:
    """The two pages of one town."""

    client: TownClient
    provider: Provider
    signed_in: SignedIn = field(repr=False)

    async def leave(self, request: Request) -> Response:
        """The button was pressed: to FranceConnect. Nothing is written here, whoever opens it."""
        counter = counter_of(request)
        asked = request.query_params
        trip = Trip.new(
            activation=asked.get("activation", "")[:_LONGEST_PROOF],
            link=asked.get("lien", "")[:_LONGEST_PROOF],
        )
        try:
            metadata = await self.provider.metadata(counter.clock())
        except (UnavailableError, RefusedError) as error:
            return self._failed(request, error)
        there = self.client.asking(metadata.authorization_endpoint, counter.public_url, trip)
        response = RedirectResponse(there, status_code=303)
        sealed.keep(request, response, _named(trip.state), asdict(trip), life=LIFE)
        return response

    async def come_back(self, request: Request) -> Response:
        """FranceConnect sent the browser back: once, in the browser that left, from that issuer."""
        counter, asked = counter_of(request), request.query_params
        state = asked.get("state", "")
        trip = _trip(request, state)
        if trip is None:
            return tell(request, Said.ELSEWHERE)
        if asked.get("iss") != self.provider.issuer:
            return self._failed(request, RefusedError("another issuer sent the browser back"))
        if not await desk.spend(counter, self.client.town, state, counter.clock() + LIFE):
            return tell(request, Said.TWICE)
        return await self._returned(request, trip)

    async def _returned(self, request: Request, trip: Trip) -> Response:
        asked = request.query_params
        if asked.get("error") == "access_denied":
            return tell(request, Said.CANCELLED)
        code = asked.get("code", "")
        if "error" in asked or not code:
            return self._failed(request, RefusedError("FranceConnect sent no code"))
        counter = counter_of(request)
        form = self.client.exchange(code, counter.public_url, trip.verifier)
        try:
            who = await identify(self.provider, form, nonce=trip.nonce, now=counter.clock())
        except (UnavailableError, RefusedError) as error:
            return self._failed(request, error)
        return await self._known(request, trip, who)

    async def _known(self, request: Request, trip: Trip, who: Identified) -> Response:
        town = self.client.town
        proof = await _proof(request, town, trip)
        answer = await desk.recognise(counter_of(request), town, who.account, who.person, proof)
        response = await self._answered(request, who, answer)
        leaving.remember(request, response, who.id_token)
        return response

    async def _answered(self, request: Request, who: Identified, answer: Answer) -> Response:
        if answer.outcome in _REFUSALS:
            return tell(request, _REFUSALS[answer.outcome])
        assert answer.citizen is not None, "every other outcome is about somebody"
        if answer.outcome is Outcome.PROVE:
            return proving.ask(request, who.account, answer.citizen)
        return await self.signed_in(request, answer.citizen)

    def _failed(self, request: Request, error: UnavailableError | RefusedError) -> Response:
        """Told to the citizen in one sentence, and to the log without a word of what was received."""
        log.warning("FranceConnect, %s: %s", self.client.town, error)
        late = isinstance(error, UnavailableError)
        return tell(request, Said.UNAVAILABLE if late else Said.FAILED)


async def _proof(request: Request, town: str, trip: Trip) -> PageLink | None:
    """The proof that the browser held when it left, looked at again now."""
    counter = counter_of(request)
    if trip.activation:
        return await of_activation(counter, asked_of(town, trip.activation))
    return await of_page(counter, town, trip.link) if trip.link else None


def _trip(request: Request, state: str) -> Trip | None:
    """The journey that this browser began with `state`, if it is not too old."""
    kept = sealed.kept(request, _named(state))
    if kept is None or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        return None
    return Trip(**kept)


def _named(state: str) -> str:
    """One cookie for each journey: two windows do not disturb each other. It is left there to die: whoever
    comes back twice is told so.
    """
    return "aller-" + "".join(sign for sign in state[:8] if sign.isascii() and sign.isalnum())
