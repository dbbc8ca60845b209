"""The addresses under `/{town}/franceconnect`, for the towns that have a client there."""

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from web.franceconnect.button import NAME
from web.franceconnect.journey import Journey
from web.franceconnect.leaving import Leaving
from web.franceconnect.managing import Managing, Who
from web.franceconnect.provider import Provider
from web.franceconnect.proving import Proving, SignedIn
from web.franceconnect.town_client import TownClient

_SHEET = Path(__file__).parent / "static" / "franceconnect.css"


def routes(
    provider: Provider, clients: Sequence[TownClient], *, signed_in: SignedIn, who: Who
) -> list[BaseRoute]:
    """For `application(extra=...)`. `signed_in` opens our own session for whoever is known, and answers;
    `who` tells who is signed in.
    """
    if not clients:
        return []
    sheet = Route("/static/franceconnect.css", _sheet, methods=["GET"])
    pages = [_there_and_out(provider, client, signed_in) for client in clients]
    pages += [_link(client, who) for client in clients]
    return [sheet, *(one for several in pages for one in several)]


def _there_and_out(provider: Provider, client: TownClient, signed_in: SignedIn) -> list[BaseRoute]:
    at = f"/{client.town}/franceconnect"
    journey = Journey(client, provider, signed_in)
    proving = Proving(client, signed_in)
    out = Leaving(client, provider)
    name = NAME.format(town=client.town)
    return [
        Route(at, journey.leave, methods=["GET"], name=name),
        Route(f"{at}/retour", journey.come_back, methods=["GET"]),
        Route(f"{at}/preuve", proving.submit, methods=["POST"]),
        Route(f"{at}/sortie", out.leave, methods=["GET"]),
        Route(f"{at}/deconnecte", out.left, methods=["GET"]),
    ]


def _link(client: TownClient, who: Who) -> list[BaseRoute]:
    managing, at = Managing(client, who), f"/{client.town}/franceconnect/lien"
    return [
        Route(at, managing.look, methods=["GET"]),
        Route(at, managing.unlink, methods=["POST"]),
    ]


async def _sheet(_request: Request) -> Response:
    return FileResponse(_SHEET, headers={"cache-control": "public, max-age=3600"})
