"""The key of a letter typed on a page, with the fact that the letter does not hold: the space opens."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk import letters
from desk.counter import Counter
from desk.letters import Checked, Key
from desk.pages import tries
from desk.pages.activation import open_space
from desk.pages.once import again_if_busy
from desk.pages.ways import told_at
from flows.dates import birth_date

#: Signs of a form's field that are read.
_LONGEST = 100


class Opening(StrEnum):
    """What came of a key and a day. WRONG is said whatever is wrong."""

    OPEN = "open"
    EMPTY = "empty"
    NO_DAY = "no_day"
    WRONG = "wrong"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    USED = "used"
    CLOSED = "closed"  # frozen, or finished meanwhile
    ENOUGH = "enough"  # too many tries from that client


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLetter:
    """`next` is the token of the page where login and password are chosen."""

    outcome: Opening
    next: str = field(default="", repr=False)
    until: datetime | None = None


async def open_letter(
    counter: Counter, town: str, *, key: str, born: str, client: str
) -> OpenedLetter:
    """Look at both, then open the space. The same is read and done, whatever is wrong."""
    if not key.strip() or not born.strip():
        return OpenedLetter(outcome=Opening.EMPTY)
    if (day := birth_date(born[:_LONGEST])) is None:
        return OpenedLetter(outcome=Opening.NO_DAY)
    if until := await tries.over(counter, town, client, tries.LETTERS):
        return OpenedLetter(outcome=Opening.ENOUGH, until=until)
    link = await letters.find(counter, town, key[:_LONGEST])
    row, born_on = (link.id if link else 0), date.fromisoformat(day)

    async def look() -> Checked:
        async with in_transaction():
            return await letters.check(town, row, born_on, counter.clock())

    checked = await again_if_busy(look)
    if checked.key is Key.GOOD:
        return await _open(counter, checked)
    if checked.key is Key.WRONG:
        await tries.count(counter, town, client, tries.LETTERS)
    return OpenedLetter(outcome=Opening(checked.key.value))


async def _open(counter: Counter, checked: Checked) -> OpenedLetter:
    link, citizen = checked.link, checked.citizen
    assert link is not None
    assert citizen is not None
    told = await told_at(citizen)
    done = await again_if_busy(lambda: open_space(counter, link, told))
    counter.arrived.ring()
    if done is None:
        return OpenedLetter(outcome=Opening.CLOSED)
    return OpenedLetter(outcome=Opening.OPEN, next=done.next)
