"""The requests (démarches) that a citizen filed."""

from dataclasses import dataclass
from datetime import date

from models.dashboard import CitizenRequest
from models.family import Citizen
from portal.loading import Heading, Topic, loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestShown:
    """A request as its citizen sees it; `state` is in the town's words."""

    number: str
    type: str
    filed_on: date
    updated_on: date
    state: str


async def requests(citizen: Citizen) -> Heading[RequestShown]:
    """Those of `citizen`, latest first."""
    as_of = await loaded(citizen.town, Topic.REQUESTS)
    if as_of is None:
        return Heading(loaded=None)
    rows = CitizenRequest.filter(town=citizen.town, citizen_id=citizen.id)
    found = await rows.order_by("-filed_on", "-id")
    return Heading(loaded=as_of, items=tuple(map(_shown, found)))


def _shown(request: CitizenRequest) -> RequestShown:
    return RequestShown(
        number=request.number,
        type=request.type,
        filed_on=request.filed_on,
        updated_on=request.updated_on,
        state=request.state,
    )
