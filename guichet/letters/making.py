"""Who gets a letter, and the letters of all of them: keys issued in small transactions, one PDF at the end."""

from collections import Counter as Count
from collections.abc import Sequence
from dataclasses import dataclass, field
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
    """The pages so far, and who got none."""

    pages: list[Page] = field(default_factory=list)
    without: Count[NoLetter] = field(default_factory=Count)


async def make(counter: Counter, town: str, only: Only, limit: int | None = None) -> Letters:
    """A page for every adult of `town` who is meant and whom no mail reaches. A reprint says the same."""
    people = (await wanted(town, only)).filter(activated_at=None)
    named = bool(only.logins or only.numbers)
    made, last = Letters(), 0
    with bar(f"Lettres de {town}", await people.count()) as told:
        while page := await _page(people, last):
            last = page[-1].id
            found = await fates(town, page, counter.clock(), queue=False)
            meant = UNREACHED | REACHED if named else UNREACHED
            fit = [one for one in page if found[one.id] in meant]
            await _add(counter, made, fit[: None if limit is None else limit - len(made.pages)])
            told(len(page))
            if limit is not None and len(made.pages) >= limit:
                break
    return made


async def _page(people: QuerySet[Citizen], last: int) -> list[Citizen]:
    ahead = people.filter(id__gt=last).order_by("id").limit(PAGE)
    return await ahead.prefetch_related("household")


async def _add(counter: Counter, made: Letters, people: Sequence[Citizen]) -> None:
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
        if not known[one.id]:
            made.without[NoLetter.NO_FACT] += 1
        elif not (one.household.street and one.household.city):
            made.without[NoLetter.NO_STREET] += 1
        else:
            link = await letters.issue(counter, one, counter.clock())
            key = letters.key_of(counter, link)
            opening = Opening(key=key, address=address, child=one.id in parents)
            made.pages.append(page_of(town, one, link, opening))
