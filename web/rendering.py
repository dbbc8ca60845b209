"""From a template to a page: French typography, the town, and the token that its forms send back."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse
from typing_extensions import override

from desk.counter import Counter
from desk.town import Town
from web import forgery
from words.filters import FILTERS
from words.typography import spaced, typeset

TEMPLATES = Path(__file__).parent / "templates"


def counter_of(request: Request) -> Counter:
    """What the application was made with."""
    counter: Counter = request.app.state.counter
    return counter


def town_of(request: Request) -> Town | None:
    """The town that the address names first, if we serve it."""
    slug = request.url.path.lstrip("/").partition("/")[0]
    return counter_of(request).towns.get(slug)


def page(request: Request, name: str, status: int = 200, /, **content: Any) -> HTMLResponse:
    """The page `name` of ours, with what every page shows."""
    return drawn(request, templates().get_template(f"{name}.html"), status, content)


def drawn(
    request: Request, template: Template, status: int, content: Mapping[str, Any]
) -> HTMLResponse:
    """A page from a template that extends `layout.html`."""
    token = forgery.token(request)
    around = {"town": town_of(request), "csrf": token, "field": forgery.FIELD}
    response = HTMLResponse(template.render({**around, **content}), status_code=status)
    forgery.remember(request, response, token)
    return response


@cache
def templates(*more: Path) -> Environment:
    """Ours and those of other folders, read once."""
    environment = Environment(
        loader=_Typeset([TEMPLATES, *more]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    environment.filters |= {"tel": _tel, "initial": _initial, "spaced": spaced}
    return environment


class _Typeset(FileSystemLoader):
    @override
    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        return typeset(source), name, fresh


def _tel(phone: str) -> str:
    """What a telephone can dial."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _initial(name: str) -> str:
    """The letter of the crest: « M » for « Le Mans »."""
    bare = name.removeprefix("Les ").removeprefix("Le ").removeprefix("La ")
    return bare[:1].upper()
