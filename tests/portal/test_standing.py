"""How far an account has come."""

from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from portal.activation import activate, not_me, unfreeze
from portal.credentials import set_identifiers
from portal.standing import Standing, standing
from portal.terms import accept, publish
from tests.portal.people import NOON, TOWN, adult

pytestmark = pytest.mark.usefixtures("database")


async def test_nobody_is_unknown() -> None:
    assert await standing(None) is Standing.UNKNOWN


async def test_the_whole_way_from_the_invitation_to_the_dashboard() -> None:
    async with in_transaction():
        await publish(TOWN, "2020-01", "Soyez polis.", NOON)
        claire = await adult()
        seen = [await standing(claire)]
        await activate(claire, at=NOON, by="page")
        seen.append(await standing(claire))
        await set_identifiers(claire, login="claire", password_hash="x", at=NOON)
        seen.append(await standing(claire))
        await accept(claire, version="2020-01", channel="page", manner="scrolled", at=NOON)
        seen.append(await standing(claire))
    assert seen == [Standing.INVITED, Standing.ACTIVE, Standing.SECURED, Standing.READY]


async def test_a_new_version_of_the_terms_asks_again() -> None:
    await publish(TOWN, "1", "Soyez polis.", NOON)
    claire = await adult(activated_at=NOON, identifiers_set_at=NOON)
    await accept(claire, version="1", channel="mail", manner="code", at=NOON)
    await publish(TOWN, "2", "Soyez très polis.", NOON + timedelta(days=1))
    assert await standing(claire) is Standing.SECURED


async def test_a_town_without_terms_asks_for_none_and_those_of_another_do_not_count() -> None:
    await publish("ailleurs", "1", "Soyez polis.", NOON)
    claire = await adult(activated_at=NOON, identifiers_set_at=NOON)
    assert await standing(claire) is Standing.READY


async def test_a_frozen_account_is_frozen_whatever_else_until_staff_have_looked() -> None:
    claire = await adult(activated_at=NOON, identifiers_set_at=NOON)
    await not_me(claire, NOON)
    assert await standing(claire) is Standing.FROZEN
    await unfreeze(claire)
    assert await standing(claire) is Standing.READY
