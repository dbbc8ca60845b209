"""What people answer to an invitation, and what it does to their account."""

from datetime import timedelta

import pytest

from models.link import PageLink, Purpose
from portal.activation import Activation, activate, no_longer, not_me, unfreeze
from portal.invitation import InvitationState, good_invitation, invite
from tests.portal.people import NOON, TOWN, adult, again

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + timedelta(hours=1)


async def test_yes_opens_the_space_once() -> None:
    claire = await adult()
    assert await activate(claire, at=NOON, by="mail") is Activation.ACTIVATED
    assert await activate(claire, at=LATER, by="page") is Activation.ALREADY
    kept = await again(claire)
    assert (kept.activated_at, kept.activated_by) == (NOON, "mail")


async def test_two_hands_on_the_same_account_open_it_once() -> None:
    claire = await adult()
    the_same = await again(claire)
    assert await activate(claire, at=NOON, by="page") is Activation.ACTIVATED
    assert await activate(the_same, at=LATER, by="mail") is Activation.ALREADY
    assert the_same.activated_at == NOON


async def test_activating_uses_no_invitation_up() -> None:
    claire = await adult()
    link = await invite(claire, at=NOON)
    await activate(claire, at=NOON, by="page")
    kept = await PageLink.get(id=link.id)
    assert await good_invitation(kept, claire, LATER) is InvitationState.GOOD


async def test_not_me_freezes_and_voids_every_key_that_was_sent() -> None:
    claire = await adult()
    links = [await invite(claire, at=NOON), await invite(claire, at=NOON)]
    await not_me(claire, LATER)
    assert await activate(claire, at=LATER, by="page") is Activation.FROZEN
    kept = await again(claire)
    assert (kept.frozen_at, kept.frozen_why) == (LATER, "not_me")
    for link in links:
        now = await PageLink.get(id=link.id)
        assert await good_invitation(now, claire, LATER) is InvitationState.REVOKED


async def test_not_me_leaves_the_answer_of_a_person_on_its_way_and_others_alone() -> None:
    claire, paul = await adult("claire"), await adult("paul")
    answer = PageLink(
        town=TOWN,
        purpose=Purpose.PERSON,
        citizen_id=claire.id,
        created_at=NOON,
        expires_at=LATER,
    )
    await answer.save()
    his = await invite(paul, at=NOON)
    await not_me(claire, NOON)
    assert await PageLink.filter(revoked_at__isnull=True).values_list("id", flat=True) == [
        answer.id,
        his.id,
    ]


async def test_saying_not_me_twice_keeps_the_first_time() -> None:
    claire = await adult()
    await not_me(claire, NOON)
    await not_me(claire, LATER)
    assert (await again(claire)).frozen_at == NOON


async def test_staff_unfreeze_and_must_invite_again() -> None:
    claire = await adult()
    old = await invite(claire, at=NOON)
    await not_me(claire, NOON)
    await unfreeze(claire)
    kept = await PageLink.get(id=old.id)
    assert await good_invitation(kept, claire, LATER) is InvitationState.REVOKED
    assert await activate(claire, at=LATER, by="page") is Activation.ACTIVATED
    assert (await again(claire)).frozen_why == ""


async def test_no_longer_stops_our_messages_and_closes_no_door() -> None:
    claire = await adult()
    await no_longer(claire, NOON)
    await no_longer(claire, LATER)
    assert (await again(claire)).stopped_at == NOON
    assert await activate(claire, at=LATER, by="mail") is Activation.ACTIVATED
