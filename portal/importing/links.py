"""Who answers for which child: the adults of the household, or those that the file names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.family import Child, Citizen, Guardianship
from portal.erasure import ERASED
from portal.importing.homes import Home, refuse
from portal.importing.job import Import, Transaction
from portal.importing.outcome import Outcome, What
from portal.importing.people import Person
from portal.importing.trouble import quoted

#: Links written in one transaction at the end.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Link:
    """An adult named beside a child."""

    child: str
    guardian: str
    line: int


class Links:
    """What the file says of them. A parent of another household may come later in the file."""

    def __init__(self, job: Import) -> None:
        self._town = job.wanted.town
        self._dry_run = job.wanted.dry_run
        self._people = job.survey.people.first
        self._later: dict[
            Link, None
        ] = {}  # in the order of the file; a transaction may be tried twice

    async def possible(self, one: Home, outcome: Outcome) -> bool:
        """Whether every adult named beside a child is in the file, or known."""
        for child in one.children:
            strangers = [name for name in child.guardians if name not in self._people]
            known = await self._strangers(strangers)
            if unknown := [name for name in strangers if name not in known]:
                why = f"{quoted(unknown[0])} n'est ni dans le fichier, ni déjà connu"
                outcome.findings += refuse(one, child, "responsables", why)
                outcome.refused.add(one.key)
                return False
        return True

    async def write(self, homes: Sequence[Home], outcome: Outcome) -> None:
        """Link those whose rows are there; the others wait for the end."""
        wanted = [link for one in homes for child in one.children for link in _links(one, child)]
        adults = await self._ids({link.guardian for link in wanted})
        children = {child.person: child for one in homes for child in one.children}
        ids = await self._children(children)
        there = await self._there(ids.values())
        self._later.update(dict.fromkeys(link for link in wanted if link.guardian not in adults))
        await self._create([link for link in wanted if link.guardian in adults], adults, ids, there)
        for name, child in children.items():
            if child.guardians and name in ids:
                mine = {adults[one] for one in child.guardians if one in adults}
                await self._remove(child, ids[name], there.get(ids[name], set()) - mine, outcome)

    async def finish(self, transaction: Transaction) -> Outcome:
        """Those who came later; those who will not come have no account."""
        outcome = Outcome()
        later = list(self._later)
        for start in range(0, len(later), _MOST):
            piece = later[start : start + _MOST]
            async with transaction():
                adults = await self._ids({link.guardian for link in piece})
                ids = await self._children({link.child for link in piece})
                there = await self._there(ids.values())
                found = [link for link in piece if link.guardian in adults]
                await self._create(found, adults, ids, there)
            for link in piece:
                if link.guardian not in adults and not self._dry_run:
                    outcome.find(
                        What.NOTE, f"{quoted(link.guardian)} n'a pas d'espace : l'enfant ne lui est pas relié",
                        line=link.line, person=link.child, column="responsables",
                    )  # fmt: skip
        return outcome

    async def _create(
        self,
        links: Iterable[Link],
        adults: dict[str, int],
        children: dict[str, int],
        there: dict[int, set[int]],
    ) -> None:
        rows = [
            Guardianship(
                town=self._town, child_id=children[link.child], citizen_id=adults[link.guardian]
            )
            for link in links
            if link.child in children
            and adults[link.guardian] not in there.get(children[link.child], set())
        ]
        if rows and not self._dry_run:
            await Guardianship.bulk_create(rows)

    async def _remove(self, child: Person, id_: int, gone: set[int], outcome: Outcome) -> None:
        """The file names who answers for a child: somebody else no longer does, and must not see it."""
        if not gone:
            return
        rows = Guardianship.filter(town=self._town, child_id=id_, citizen_id__in=list(gone))
        if not self._dry_run:
            await rows.delete()
        outcome.find(
            What.NOTE, f"n'est plus relié à {len(gone)} adulte(s) que « responsables » ne nomme plus",
            line=child.number, group=child.household, person=child.person, column="responsables",
        )  # fmt: skip

    async def _strangers(self, names: Sequence[str]) -> set[str]:
        rows = Citizen.filter(town=self._town, external_id__in=list(names))
        found = await rows.values_list("external_id", flat=True) if names else []
        return {str(name) for name in found}

    async def _ids(self, names: Iterable[str]) -> dict[str, int]:
        if not (wanted := list(names)):
            return {}
        rows = Citizen.filter(town=self._town, external_id__in=wanted).exclude(frozen_why=ERASED)
        return dict(await rows.values_list("external_id", "id"))

    async def _children(self, names: Iterable[str]) -> dict[str, int]:
        if not (wanted := list(names)):
            return {}
        rows = Child.filter(town=self._town, external_id__in=wanted)
        return dict(await rows.values_list("external_id", "id"))

    async def _there(self, children: Iterable[int]) -> dict[int, set[int]]:
        there: dict[int, set[int]] = {}
        rows = Guardianship.filter(town=self._town, child_id__in=list(children))
        for child, citizen in await rows.values_list("child_id", "citizen_id"):
            there.setdefault(child, set()).add(citizen)
        return there


def _links(one: Home, child: Person) -> list[Link]:
    names = child.guardians or tuple(adult.person for adult in one.adults)
    return [Link(child.person, name, child.number) for name in names]
