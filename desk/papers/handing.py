"""Files on their way to a person of the town, read from their rows at the moment when the mail leaves."""

from collections.abc import Iterable

from desk.door import Enclosed
from desk.papers.sniffing import media_type
from models.paper import Paper
from models.post import Outbox


async def enclosed(rows: Iterable[Outbox]) -> tuple[Enclosed, ...]:
    """Those that these messages hand over; what was erased meanwhile is no longer there."""
    told: list[Enclosed] = []
    for row in rows:
        if ids := row.refs.get("papers"):
            papers = await Paper.filter(town=row.town, id__in=ids).order_by("id")
            told += [
                Enclosed(name=one.name, media_type=media_type(one.kind), content=one.content)
                for one in papers
            ]
    return tuple(told)
