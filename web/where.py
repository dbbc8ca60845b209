"""The town and the token that the address of a page names."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from web.rendering import counter_of


def town_and_token(request: Request) -> tuple[str, str]:
    """Raises 404 for a town that we do not serve."""
    town: str = request.path_params["town"]
    if town not in counter_of(request).towns:
        raise HTTPException(404)
    return town, request.path_params["token"]
