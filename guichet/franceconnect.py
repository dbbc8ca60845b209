"""FranceConnect from the settings: its pages, for the towns that have a client there."""

from starlette.requests import Request
from starlette.routing import BaseRoute

from guichet.settings import Settings
from models.family import Citizen
from web import visit
from web.entry import arrived
from web.franceconnect import Provider, TownClient, routes


def franceconnect(settings: Settings) -> list[BaseRoute]:
    """None when no town has one."""
    clients = [
        TownClient(
            town=slug,
            client_id=told.franceconnect_client_id,
            client_secret=told.franceconnect_client_secret.get_secret_value(),
        )
        for slug, told in settings.towns.items()
        if told.franceconnect_client_id
    ]
    provider = Provider(str(settings.franceconnect.issuer))
    return routes(provider, clients, signed_in=arrived, who=_who)


async def _who(request: Request, town: str) -> Citizen | None:
    known = await visit.visitor(request, town)
    return known.citizen if known else None
