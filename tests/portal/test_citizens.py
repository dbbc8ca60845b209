"""Who a login or a mail address belongs to, in which town."""

import pytest

from portal.citizens import by_id, by_login, by_mail, change
from tests.portal.people import adult, again

pytestmark = pytest.mark.usefixtures("database")


async def test_a_login_finds_one_person_whatever_its_capitals() -> None:
    claire = await adult("claire.testa")
    found = await by_login("val-test", " Claire.TESTA ")
    assert found == claire
    assert await by_login("val-test", "claire") is None


async def test_a_couple_shares_a_mailbox() -> None:
    helene = await adult("helene", mail="famille@exemple.example")
    paul = await adult("paul", mail="famille@exemple.example")
    assert await by_mail("val-test", "Famille@Exemple.example") == (helene, paul)


async def test_nobody_is_found_by_no_address() -> None:
    await adult("yvette", mail="")
    assert await by_mail("val-test", " ") == ()


async def test_the_same_person_in_two_towns_is_two_citizens() -> None:
    here = await adult("claire")
    there = await adult("claire", town="ailleurs")
    assert await by_login("ailleurs", "claire") == there
    assert await by_mail("val-test", here.mail) == (here,)
    assert await by_id("val-test", there.id) is None
    assert await by_id("ailleurs", there.id) == there


async def test_a_change_is_in_the_row_and_in_the_hand() -> None:
    claire = await adult()
    await change(claire, phone="06 39 98 01 01")
    assert claire.phone == (await again(claire)).phone == "06 39 98 01 01"
