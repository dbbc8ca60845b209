"""After a restoration nothing old leaves, rings or opens; then it does, or never, as somebody says."""

from datetime import timedelta

import pytest

from desk import outbox, timers
from desk.addresses import address_of
from desk.invitations import issue, latest
from desk.pages.links import LinkState, look_at_link
from desk.privacy.acts import Staff
from desk.restoring.holding import SKIPPED, Fate, held, hold, let_go
from desk.waves.fate import Fate as WaveFate
from desk.waves.fate import fates
from flows.here import Channel
from models.conversation import Address
from models.installation import ONLY, Installation
from models.link import PageLink, Purpose
from models.post import Outbox, OutboxState, Timer
from models.staff import Deed, StaffAct
from models.wave import Wave
from tests.desk.office import NOON, TOWN, Office, family
from tests.privacy.conftest import office, texts
from tests.waves.town import adults, minutes_pass, wave_of_all

__all__ = ["office", "texts"]

SOON = NOON + timedelta(hours=1)


@pytest.fixture
async def copy(office: Office) -> PageLink:
    """A copy that has just come back, with a mail to send, a reminder to ring and links that open."""
    citizen = await family()
    await issue(office.counter, citizen, NOON)
    citizen.activated_at = NOON
    await citizen.save()
    address = await address_of(TOWN.slug, Channel.MAIL, citizen.mail)
    link = await PageLink.create(
        town=TOWN.slug,
        purpose=Purpose.IDENTIFIERS,
        citizen_id=citizen.id,
        created_at=NOON,
        expires_at=NOON + timedelta(days=7),
    )
    await Outbox.create(
        town=TOWN.slug, address_id=address.id, turn_key="t", created_at=NOON, due_at=NOON
    )
    await Timer.create(
        town=TOWN.slug,
        conversation_id=address.conversation_id or 0,
        address_id=address.id,
        turn=1,
        nth=1,
        due_at=NOON,
    )
    await Installation.create(id=ONLY, mark="m", beat_at=NOON, held_since=NOON, copied_at=NOON)
    await hold(office.counter.clock())
    return link


async def decided(fate: Fate) -> None:
    staff = Staff(by="agent", reason="disque perdu")
    await let_go(fate, fate, towns=[TOWN.slug], staff=staff, now=NOON)


async def opens(office: Office, link: PageLink) -> LinkState:
    token = office.counter.keys.token("page", link.id)
    return (await look_at_link(office.counter, TOWN.slug, token)).state


async def test_nothing_old_leaves_rings_or_opens(office: Office, copy: PageLink) -> None:
    assert await outbox.destinations(SOON, 10) == []
    assert await timers.ring(office.counter) == 0
    assert await opens(office, copy) is LinkState.EXPIRED
    found = await held()
    assert found
    assert found.messages[TOWN.slug] == await Outbox.filter(state=OutboxState.RESTORED).count()
    assert (found.reminders[TOWN.slug], found.oldest) == (1, NOON)
    assert found.links[TOWN.slug] >= 1


async def test_what_is_new_leaves_as_ever(office: Office, copy: PageLink) -> None:
    address = await Address.get(town=TOWN.slug)
    fresh = await Outbox.create(
        town=TOWN.slug, address_id=address.id, turn_key="n", created_at=NOON, due_at=NOON
    )
    [load] = await outbox.claim([address.id], "moi", SOON)
    assert [row.id for row in load.rows] == [fresh.id]


async def test_released_everything_is_as_it_was(office: Office, copy: PageLink) -> None:
    await decided(Fate.RELEASE)
    assert await outbox.destinations(SOON, 10) != []
    assert await Timer.filter(held=False, fired_at=None).count() == 1
    assert await opens(office, copy) is LinkState.GOOD
    assert await held() is None


async def test_dropped_nothing_old_ever_leaves_or_opens(office: Office, copy: PageLink) -> None:
    await decided(Fate.DROP)
    assert await outbox.destinations(SOON, 10) == []
    assert await Timer.filter(fired_at=None).count() == 0
    assert await opens(office, copy) is LinkState.EXPIRED
    assert await held() is None


@pytest.mark.parametrize(("fate", "invited"), [(Fate.RELEASE, 2), (Fate.DROP, 0)])
async def test_a_wave_of_before_waits_then_goes_on_or_is_closed(
    office: Office, fate: Fate, invited: int
) -> None:
    people = await adults(2)
    await Installation.create(id=ONLY, mark="m", beat_at=NOON)
    wave = await wave_of_all(office)
    await hold(office.clock())
    await Installation.filter(id=ONLY).update(held_since=office.clock())
    assert await minutes_pass(office, 3) == 0
    found = await held()
    assert found
    assert found.invitations == {TOWN.slug: 2}
    await decided(fate)
    assert await minutes_pass(office, 3) == invited
    assert (await Wave.get(id=wave.id)).done_at
    again = await fates(TOWN.slug, people, office.clock())
    assert (set(again.values()) == {WaveFate.INVITED}) is (fate is Fate.DROP)


async def test_the_register_says_who_decided_and_on_how_much(
    office: Office, copy: PageLink
) -> None:
    await decided(Fate.DROP)
    act = await StaffAct.get(town=TOWN.slug, deed=Deed.RESTORE)
    assert (act.by, act.reason, act.citizen_id) == ("agent", "disque perdu", None)
    assert act.finished_at
    assert (act.counts["messages"], act.counts["reminders"]) == (1, 1)
    await decided(Fate.DROP)
    assert await StaffAct.all().count() == 1, "nothing was held any more"


async def test_no_number_of_the_lost_time_is_given_again(office: Office, copy: PageLink) -> None:
    link = await PageLink.create(
        town=TOWN.slug, purpose=Purpose.RESET, created_at=NOON, expires_at=SOON
    )
    assert link.id > SKIPPED
    assert office.counter.keys.row("page", office.counter.keys.token("page", link.id)) == link.id


async def test_nor_one_of_a_table_that_the_copy_had_empty(office: Office) -> None:
    await hold(NOON)
    citizen = await family()
    assert citizen.id > SKIPPED
    assert await latest(citizen) is None
