"""A file that a citizen sent, taken out by a person of the town: written down, never opened."""

from collections.abc import Callable

from desk.counter import Counter
from desk.privacy.acts import Staff, begin, finish, note
from models.family import Citizen
from models.paper import Paper
from models.staff import Deed

_TOLD = ("id", "received_at", "handed_at", "name", "kind", "size")


async def kept_of(citizen: Citizen) -> list[Paper]:
    """Those that are still kept, oldest first, without their content."""
    mine = Paper.filter(town=citizen.town, citizen_id=citizen.id).order_by("id")
    return list(await mine.only(*_TOLD))


async def take(
    counter: Counter, citizen: Citizen, number: int, staff: Staff, write: Callable[[bytes], None]
) -> Paper | None:
    """Hand the bytes to `write`, which may raise; None when no such file is kept.

    The register tells it before it is done: what failed stands there unfinished.
    """
    paper = await Paper.get_or_none(town=citizen.town, citizen_id=citizen.id, id=number)
    if paper is None:
        return None
    act = await begin(Deed.PAPER, citizen.town, staff, counter.clock(), citizen.id)
    write(paper.content)
    now = counter.clock()
    await finish(act, now, {"papers": 1, "bytes": paper.size})
    await note(Deed.PAPER, citizen, now)
    return paper
