"""Files offered by a door, fetched within bounds and looked at, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.papers.naming import clean
from desk.papers.sniffing import kind_of
from desk.received import Offer
from flows.events import Unkept
from models.paper import PaperKind

#: Bytes of one file, and of those of one message; staff get them in one mail.
MOST_BYTES = 8 * 1024 * 1024
MOST_BYTES_TOGETHER = 15 * 1024 * 1024
#: Files of one message, and of one citizen in a day.
MOST_TOGETHER = 5
MOST_A_DAY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file that may be kept."""

    name: str
    kind: PaperKind
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Gathered:
    """What may be kept, and why the rest may not."""

    sheets: list[Sheet] = field(default_factory=list)
    unkept: list[Unkept] = field(default_factory=list)

    @property
    def room(self) -> int:
        """Bytes that this message may still bring."""
        return MOST_BYTES_TOGETHER - sum(len(one.content) for one in self.sheets)


async def gather(offers: Sequence[Offer], *, left_today: int) -> Gathered:
    """Fetch them one by one. Nothing is fetched that is announced too large, or comes after too many."""
    found = Gathered()
    for offer in offers[: MOST_TOGETHER + 1]:
        judged = await _judge(offer, found, left_today)
        if isinstance(judged, Sheet):
            found.sheets.append(judged)
        else:
            found.unkept.append(judged)
    return found


async def _judge(offer: Offer, found: Gathered, left_today: int) -> Sheet | Unkept:
    if len(found.sheets) + len(found.unkept) >= MOST_TOGETHER:
        return Unkept.MANY
    if len(found.sheets) >= left_today:
        return Unkept.TODAY
    if offer.size > MOST_BYTES:
        return Unkept.SIZE
    if offer.size > found.room:
        return Unkept.MANY
    content = await offer.fetch(MOST_BYTES + 1)
    return Unkept.MISSED if content is None else _look(offer.name, content, found.room)


def _look(name: str, content: bytes, room: int) -> Sheet | Unkept:
    if not content:
        return Unkept.EMPTY
    if len(content) > MOST_BYTES:
        return Unkept.SIZE
    if len(content) > room:
        return Unkept.MANY
    kind = kind_of(content)
    if kind is None:
        return Unkept.KIND
    return Sheet(name=clean(name, kind), kind=kind, content=content)
