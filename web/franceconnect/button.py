"""« S’identifier avec FranceConnect », to put in any page of a town."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.routing import NoMatchFound

from web.rendering import templates, town_of

HERE = Path(__file__).parent
#: The route of the button, for each town that has one.
NAME = "franceconnect:{town}"
#: Where FranceConnect explains itself.
EXPLAINED = "https://franceconnect.gouv.fr/"


def button(request: Request, *, activation: str = "", lien: str = "") -> str:
    """The button and its explanation; nothing for a town without FranceConnect.

    `activation` (the query of the activation address that is open) or `lien` (the token of the one-time link
    that is) go along: they prove that the account is theirs. What is given back is safe as it is in a page.
    """
    path = _path(request)
    if not path:
        return ""
    proof = {name: said for name, said in (("activation", activation), ("lien", lien)) if said}
    href = f"{path}?{urlencode(proof)}" if proof else path
    return fragment("button", href, EXPLAINED)


def link_page(request: Request) -> str:
    """Where whoever is signed in sees whether FranceConnect opens the space; empty for a town without it."""
    path = _path(request)
    return f"{path}/lien" if path else ""


def _path(request: Request) -> str:
    town = town_of(request)
    try:
        return str(request.app.url_path_for(NAME.format(town=town.slug if town else "")))
    except NoMatchFound:
        return ""


def fragment(name: str, *said: str) -> str:
    """A macro of ours, as the markup that it is."""
    macros: Any = templates(HERE / "templates").get_template("button.html").module
    drawn: str = getattr(macros, name)(*said)
    return drawn
