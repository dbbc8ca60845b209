"""Who is known and no longer in the file: told, never deleted."""

from collections.abc import AsyncIterator
from typing import Any

from tortoise.queryset import QuerySet

from models.family import Child, Citizen, Household
from portal.erasure import ERASED, MARK
from portal.importing.outcome import Outcome, What
from portal.importing.survey import Survey

_PAGE = 2_000
_REASON = "connu de Guichet, absent du fichier : rien n'est effacé"


async def absent(town: str, survey: Survey, outcome: Outcome) -> None:
    """Report them, a page of the database at a time."""
    async for name in _names(Household.filter(town=town)):
        if name not in survey.sizes and not name.startswith(MARK):
            outcome.find(What.ABSENT, _REASON, group=name, column="foyer")
    adults = Citizen.filter(town=town).exclude(frozen_why=ERASED)
    for rows in (adults, Child.filter(town=town)):
        async for name in _names(rows):
            if name not in survey.people.first:
                outcome.find(What.ABSENT, _REASON, person=name, column="personne")


async def _names(rows: QuerySet[Any]) -> AsyncIterator[str]:
    last = 0
    while True:
        some = rows.filter(id__gt=last).order_by("id").limit(_PAGE)
        page: list[tuple[int, str]] = await some.values_list("id", "external_id")
        for _, name in page:
            yield name
        if len(page) < _PAGE:
            return
        last = page[-1][0]
