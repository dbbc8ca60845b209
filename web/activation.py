"""The activation address of the seed: looking shows a button and changes nothing, the button activates."""

from enum import StrEnum

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from desk import pages
from desk.pages import ActivationState, ActivationView
from web.forgery import filled
from web.franceconnect import button
from web.rendering import counter_of, page

PATH = "/{town}/espace-citoyens/CompteCitoyen/Validation"
#: The query of the longest address that we make is under a hundred characters; filters wrap it.
LONGEST_QUERY = 2000


class Who(StrEnum):
    """Who opened the space, says whoever stands before the page. Blocking it is asked twice."""

    ME = ""
    RELATIVE = "proche"
    SOMEBODY = "pas-moi"
    SOMEBODY_SURELY = "bloquer"

    @classmethod
    @override
    def _missing_(cls, value: object) -> "Who":
        return cls.ME


#: Where there is something to block.
_DOUBTFUL = frozenset({ActivationState.GOOD, ActivationState.ACTIVATED, ActivationState.DONE})


async def look(request: Request) -> Response:
    """Whose town it is, and a button."""
    view = await pages.look_at_activation(counter_of(request), _asked(request))
    return _shown(request, view)


async def confirm(request: Request) -> Response:
    """The citizen pressed the button, or said that it was somebody else."""
    match Who(str((await filled(request)).get("qui", ""))):
        case Who.SOMEBODY:
            view = await pages.look_at_activation(counter_of(request), _asked(request))
            return _shown(request, view, doubt=view.state in _DOUBTFUL)
        case Who.SOMEBODY_SURELY:
            view = await pages.not_me(counter_of(request), _asked(request))
            return _shown(request, view)
        case Who.RELATIVE | Who.ME as who:
            view = await pages.activate(counter_of(request), _asked(request))
            return _shown(request, view, relative=who is Who.RELATIVE)


def _asked(request: Request) -> pages.ActivationKey:
    town = request.path_params["town"]
    if town not in counter_of(request).towns:
        raise HTTPException(404)
    return pages.asked_of(town, request.url.query[:LONGEST_QUERY])


def _shown(
    request: Request, view: ActivationView, *, doubt: bool = False, relative: bool = False
) -> Response:
    theirs = counter_of(request).towns[view.town]
    status = 404 if view.state is ActivationState.UNKNOWN else 200
    path = PATH.format(town=view.town)
    shown = {"view": view, "path": path, "theirs": theirs, "doubt": doubt, "relative": relative}
    way = button(request, activation=view.query)
    return page(request, "activation", status, **shown, franceconnect=way)
