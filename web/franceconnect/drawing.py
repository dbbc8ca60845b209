"""Our templates, inside the layout of every page."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from web.franceconnect.button import button
from web.rendering import drawn, templates

TEMPLATES = Path(__file__).parent / "templates"


def draw(request: Request, name: str, status: int, /, **content: Any) -> Response:
    """The page `franceconnect_{name}.html`."""
    template = templates(TEMPLATES).get_template(f"franceconnect_{name}.html")
    return drawn(request, template, status, {"again": button(request), **content})
