"""Who lives where, and who sees which child."""

from datetime import date

import pytest

from models.family import Citizen
from portal.household import children, household
from portal.loading import Topic, mark_loaded
from tests.portal.people import TODAY, TOWN, adult, child, home

pytestmark = pytest.mark.usefixtures("database")


async def seen_by(citizen: Citizen) -> list[str]:
    return [one.name for one in await children(citizen)]


async def test_a_couple_sees_each_other_and_their_children_eldest_first() -> None:
    await mark_loaded(TOWN, Topic.HOUSEHOLD, TODAY)
    together = await home()
    helene = await adult("helene", at=together, given_name="Hélène")
    paul = await adult("paul", at=together, given_name="Paul")
    await child("Zoé", helene, paul, birth_date=date(2015, 9, 8))
    await child("Jules", helene, paul, birth_date=date(2012, 1, 30), school_class="CM2")
    shown = await household(paul)
    assert shown.loaded == TODAY
    assert [(one.name, one.oneself) for one in shown.adults] == [
        ("Paul Testa", True),
        ("Hélène Testa", False),
    ]
    assert [one.name for one in shown.children] == ["Jules Testa", "Zoé Testa"]
    assert shown.children[0].school_class == "CM2"


async def test_separated_parents_each_see_their_child_and_not_each_other() -> None:
    await mark_loaded(TOWN, Topic.HOUSEHOLD, TODAY)
    sophie = await adult("sophie", given_name="Sophie")
    karim = await adult("karim", given_name="Karim")
    await child("Inès", sophie, karim)
    assert await seen_by(sophie) == await seen_by(karim) == ["Inès Testa"]
    assert [one.name for one in (await household(karim)).adults] == ["Karim Testa"]


async def test_living_with_a_parent_shows_no_child() -> None:
    together = await home()
    sophie = await adult("sophie", at=together)
    friend = await adult("friend", at=together)
    await child("Inès", sophie)
    assert await seen_by(friend) == []


async def test_nothing_is_said_of_a_household_that_was_never_loaded() -> None:
    claire = await adult()
    await child("Léa", claire)
    shown = await household(claire)
    assert (shown.loaded, shown.adults, shown.children) == (None, (), ())


async def test_a_child_of_the_same_name_in_another_town_is_another() -> None:
    here, there = await adult("claire"), await adult("claire", town="ailleurs")
    await child("Léa", there)
    assert await seen_by(here) == []
    assert await seen_by(there) == ["Léa Testa"]
