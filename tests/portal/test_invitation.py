"""An invitation: how long it is good, and what ends it."""

from datetime import timedelta

import pytest

from models.family import Citizen
from models.link import PageLink, Purpose
from portal.credentials import set_identifiers
from portal.invitation import (
    InvitationState,
    good_invitation,
    good_invitations,
    invite,
    retire_invitations,
)
from tests.portal.people import NOON, adult, again

pytestmark = pytest.mark.usefixtures("database")


async def state(link: PageLink, *, days: int = 0) -> InvitationState:
    """What has become of `link`, so many days later."""
    kept = await PageLink.get(id=link.id)
    owner = await Citizen.get(id=link.citizen_id)
    return await good_invitation(kept, owner, NOON + timedelta(days=days))


async def test_each_invitation_has_the_next_number() -> None:
    claire = await adult()
    links = [await invite(claire, at=NOON) for _ in range(3)]
    assert [link.issue for link in links] == [1, 2, 3]
    assert claire.issue == (await again(claire)).issue == 3


async def test_a_number_is_given_once_even_to_two_hands() -> None:
    claire = await adult()
    stale = await again(claire)
    first, second = await invite(claire, at=NOON), await invite(stale, at=NOON)
    assert (first.issue, second.issue) == (1, 2)


async def test_it_is_good_for_ninety_days_or_as_the_town_says() -> None:
    claire = await adult()
    usual, short = await invite(claire, at=NOON), await invite(claire, at=NOON, valid_days=7)
    assert await state(usual, days=89) is InvitationState.GOOD
    assert await state(usual, days=90) is InvitationState.EXPIRED
    assert await state(short, days=7) is InvitationState.EXPIRED


async def test_a_newer_one_leaves_the_older_good() -> None:
    claire = await adult()
    old, new = await invite(claire, at=NOON), await invite(claire, at=NOON)
    assert await state(old) is await state(new) is InvitationState.GOOD
    assert await good_invitations(claire, NOON) == (new, old)


async def test_all_die_together_when_identifiers_are_set() -> None:
    claire = await adult()
    old, new = await invite(claire, at=NOON), await invite(claire, at=NOON)
    await set_identifiers(claire, login="claire", password_hash="x", at=NOON)
    assert await state(old) is await state(new) is InvitationState.USED
    assert await state(old, days=200) is InvitationState.USED
    assert await good_invitations(claire, NOON) == ()


async def test_the_invitations_of_others_stay_good() -> None:
    claire, paul = await adult("claire"), await adult("paul")
    his = await invite(paul, at=NOON)
    await retire_invitations(claire, NOON)
    assert await state(his) is InvitationState.GOOD


async def test_an_invitation_opens_no_other_account() -> None:
    claire, elsewhere = await adult("claire"), await adult("claire", town="ailleurs")
    paul = await adult("paul")
    link = await invite(claire, at=NOON)
    for other in (paul, elsewhere):
        assert await good_invitation(link, other, NOON) is InvitationState.REVOKED


async def test_a_link_of_another_purpose_is_no_invitation() -> None:
    claire = await adult()
    link = await invite(claire, at=NOON)
    link.purpose = Purpose.RESET
    assert await good_invitation(link, claire, NOON) is InvitationState.REVOKED
