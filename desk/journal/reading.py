"""Reading the journal: the latest lines, a period, or what comes, without ever losing a line."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tortoise.queryset import QuerySet

from desk.journal.sentences import sentence
from flows.note import Note, NoteKind
from models.family import Citizen
from models.journal import Journal
from portal import names

#: Rows read at once.
CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines to read. `towns` and `citizens` are None for all of them, on purpose."""

    towns: tuple[str, ...] | None
    citizens: tuple[int, ...] | None = None
    flow: str = ""
    step: str = ""
    channel: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, with the citizen half hidden."""

    id: int
    at: datetime
    town: str
    citizen_id: int | None
    login: str
    name: str
    conversation_id: int | None
    address_id: int | None
    channel: str
    flow: str
    step: str
    kind: str
    detail: str
    length: int | None
    took: timedelta | None

    @property
    def sentence(self) -> str:
        """What happened, in French; a kind of a later version is shown as it is."""
        if self.kind not in set(NoteKind):
            return f"{self.kind} {self.detail}".strip()
        note = Note(
            kind=NoteKind(self.kind), flow=self.flow, detail=self.detail, length=self.length
        )
        return sentence(note)


async def latest(wanted: Wanted, limit: int) -> list[Line]:
    """The last `limit` lines, oldest first."""
    rows = await matching(wanted).order_by("-id").limit(limit)
    return await lines_of(reversed(rows))


async def all_of(wanted: Wanted) -> AsyncIterator[Line]:
    """Every line, oldest first, a page at a time."""
    last = 0
    while rows := await matching(wanted).filter(id__gt=last).order_by("id").limit(CHUNK):
        last = rows[-1].id
        for line in await lines_of(rows):
            yield line


async def citizens_named(who: str, towns: Sequence[str] | None) -> list[Citizen]:
    """Those with that login; else the one with that number. A login may stand in several towns."""
    known = Citizen.all() if towns is None else Citizen.filter(town__in=list(towns))
    if found := await known.filter(login=names.same_login(who)):
        return found
    return await known.filter(id=int(who)) if who.isdecimal() and len(who) < 19 else []


def matching(wanted: Wanted) -> QuerySet[Journal]:
    """The rows that are wanted, in no order."""
    rows = Journal.all() if wanted.towns is None else Journal.filter(town__in=list(wanted.towns))
    if wanted.citizens is not None:
        rows = rows.filter(citizen_id__in=list(wanted.citizens))
    for column in ("flow", "step", "channel", "kind"):
        if value := getattr(wanted, column):
            rows = rows.filter(**{column: value})
    # SQLite compares moments as texts: they must be of the same zone as those it holds.
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since.astimezone(UTC))
    return rows.filter(at__lt=wanted.until.astimezone(UTC)) if wanted.until else rows


async def lines_of(rows: Iterable[Journal]) -> list[Line]:
    """The lines that these rows tell, in the same order."""
    rows = tuple(rows)
    ids = {row.citizen_id for row in rows if row.citizen_id is not None}
    towns = {row.town for row in rows}
    found = await Citizen.filter(town__in=list(towns), id__in=list(ids)) if ids else []
    known = {(citizen.town, citizen.id): citizen for citizen in found}
    return [_line(row, known.get((row.town, row.citizen_id or 0))) for row in rows]


def _line(row: Journal, citizen: Citizen | None) -> Line:
    return Line(
        id=row.id,
        at=row.at,
        town=row.town,
        citizen_id=row.citizen_id,
        login=citizen.login if citizen else "",
        name=names.masked(citizen) if citizen else "",
        conversation_id=row.conversation_id,
        address_id=row.address_id,
        channel=row.channel,
        flow=row.flow,
        step=row.step,
        kind=row.kind,
        detail=row.detail,
        length=row.length,
        took=None if row.took is None else timedelta(microseconds=row.took),
    )
