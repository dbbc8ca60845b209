"""What is said when FranceConnect led nowhere: one sentence, nothing lost, and the way out."""

from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

from web.franceconnect.drawing import draw


class Said(StrEnum):
    """Each has its words in `said.html`."""

    CANCELLED = "cancelled"
    FAILED = "failed"
    UNAVAILABLE = "unavailable"
    ELSEWHERE = "elsewhere"
    TWICE = "twice"
    UNMATCHED = "unmatched"
    FROZEN = "frozen"
    LATE = "late"
    LEFT = "left"


_STATUS = {
    Said.FAILED: 502,
    Said.UNAVAILABLE: 503,
    Said.ELSEWHERE: 403,
    Said.UNMATCHED: 403,
    Said.FROZEN: 403,
    Said.LATE: 403,
}


def tell(request: Request, said: Said) -> Response:
    """The page that says so, with the town's phone and hours under it."""
    return draw(request, "said", _STATUS.get(said, 200), said=said.value)
