"""Who gets a letter, and the letters of all of them: keys issued in small transactions, one PDF at the end."""

from collections import Counter as Count
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tortoise.queryset import QuerySet

from desk import letters
from desk.counter import Counter
from desk.waves.fate import Fate, fates
from desk.waves.only import Only, wanted
from guichet.letters.printing import Page
from guichet.letters.words import Opening, page_of
from guichet.staff import bar
from models.family import Citizen, Guardianship
from portal.letter import births

#: Adults read at once.
PAGE = 200
#: Those whom no mail of ours reaches.
UNREACHED = frozenset({Fate.NO_MAIL, Fate.UNREACHABLE, Fate.SHARED})
#: Those whom a mail would reach, and who get a letter because they were named.
REACHED = frozenset({Fate.INVITED, Fate.WAITING})


class NoLetter(StrEnum):
    """Why somebody without a mailbox gets no letter."""

    NO_FACT = "no_fact"
    NO_STREET = "no_street"


@dataclass(slots=True)
class Letters:
    """How many get one, `most` of them at most; their pages; and who gets none."""

    most: int | None = None
    many: int = 0
    pages: list[Page] = field(default_factory=list)
    without: Count[NoLetter] = field(default_factory=Count)

    @property
    def full(self) -> bool:
        """Whether there are as many as were asked for."""
        return self.most is not None and self.many >= self.most


async def make(
    counter: Counter, town: str, only: Only, limit: int | None = None, *, dry_run: bool = False
) -> Letters:
    """A page for every adult of `town` who is meant and whom no mail reaches. A reprint says the same.

    `dry_run` counts: no key is made, and there are no pages.
    """
    people = (await wanted(town, only)).filter(activated_at=None)
    named = bool(only.logins or only.numbers)
    meant = UNREACHED | REACHED if named else UNREACHED
    made, last = Letters(limit), 0
    with bar(f"Lettres de {town}", await people.count()) as told:
        while not made.full and (page := await _page(people, last)):
            last = page[-1].id
            found = await fates(town, page, counter.clock(), queue=False)
            fit = [one for one in page if found[one.id] in meant]
            await _add(counter, made, fit, dry_run=dry_run)
            told(len(page))
    return made


async def _page(people: QuerySet[Citizen], last: int) -> list[Citizen]:
    ahead = people.filter(id__gt=last).order_by("id").limit(PAGE)
    return await ahead.prefetch_related("household")


async def _add(
    counter: Counter, made: Letters, people: Sequence[Citizen], *, dry_run: bool
) -> None:
    if not people:
        return
    town, ids = counter.towns[people[0].town], [one.id for one in people]
    known = await births(town.slug, ids)
    lines = Guardianship.filter(
        town=town.slug, citizen_id__in=ids, child__birth_date__not_isnull=True
    )
    parents = set(await lines.values_list("citizen_id", flat=True))
    address = f"{counter.public_url}/{town.slug}/espace-citoyens/lettre"
    for one in people:
        if made.full:
            return
        if why := _why_none(one, known[one.id]):
            made.without[why] += 1
            continue
        made.many += 1
        if not dry_run:
            link = await letters.issue(counter, one, counter.clock())
            key = letters.key_of(counter, link)
            opening = Opening(key=key, address=address, child=one.id in parents)
            made.pages.append(page_of(town, one, link, opening))


def _why_none(citizen: Citizen, days: frozenset[date]) -> NoLetter | None:
    if not days:
        return NoLetter.NO_FACT
    home = citizen.household
    return None if home.street and home.city else NoLetter.NO_STREET
