"""A wave leaves at its pace, in office hours, and never twice to the same person."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from desk.door import DelayedError
from desk.office_hours import OfficeHours
from desk.waves.pausing import pause, resume
from desk.waves.queueing import CancelledError, open_wave
from desk.waves.releasing import release_due
from models.post import BULK, Outbox
from models.wave import MemberState, Wave, WaveMember
from tests.desk.office import MAIL, TOWN, Office, family
from tests.waves.town import adults, minutes_pass, wave_of_all

#: In Paris: a Friday at 16:59, and a Monday at 9:00 after Whit Monday's long weekend.
FRIDAY = datetime(2026, 5, 22, 14, 58, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 5, 26, 7, 0, tzinfo=UTC)


async def test_one_a_minute_and_no_more(office: Office) -> None:
    await adults(5)
    await wave_of_all(office)
    assert await minutes_pass(office, 3) == 3
    assert await minutes_pass(office, 10) == 2
    assert await Wave.filter(done_at=None).count() == 0


async def test_begun_again_it_invites_nobody_twice(office: Office) -> None:
    await adults(3)
    await wave_of_all(office)
    await minutes_pass(office, 2)
    await wave_of_all(office)
    await wave_of_all(office, name="mardi")
    assert await minutes_pass(office, 10) == 1
    assert await WaveMember.all().count() == 3


async def test_the_evening_and_a_holiday_are_left_alone(office: Office) -> None:
    office.clock.now = FRIDAY
    await adults(4)
    await wave_of_all(office)
    assert await minutes_pass(office, 5) == 1
    office.clock.now = datetime(2026, 5, 25, 10, tzinfo=UTC)  # Whit Monday
    assert await minutes_pass(office, 5) == 0
    office.clock.now = TUESDAY
    assert await minutes_pass(office, 2) == 2


async def test_a_town_that_says_so_invites_on_a_holiday_and_at_night(office: Office) -> None:
    always = OfficeHours(opens=time(0), closes=time(23, 59), days=range(7), holidays=True)
    office.counter = replace(office.counter, office_hours=always)
    office.clock.now = datetime(2026, 5, 24, 22, tzinfo=UTC)  # Whit Monday, midnight in Paris
    await adults(4)
    await wave_of_all(office)
    assert await minutes_pass(office, 4) == 4


async def test_a_night_is_not_made_up_for_in_a_burst(office: Office) -> None:
    await adults(6)
    await wave_of_all(office)
    office.clock.passes(days=1)
    assert await minutes_pass(office, 1) <= 2


async def test_a_pause_holds_what_waits_and_what_is_ready_but_no_answer(office: Office) -> None:
    await family(mail=MAIL)
    await wave_of_all(office)
    office.clock.passes(minutes=1)
    await release_due(office.counter)
    await office._play()
    held = await pause(TOWN.slug, "agent", office.clock())
    assert (held.people, held.messages) == (0, await Outbox.filter(priority=BULK).count())
    await office.work()
    assert office.mailbox(MAIL).mails() == []
    assert "Où en êtes-vous" in await office.chat().say("bonjour")
    await resume(TOWN.slug, office.clock())
    await office.work()
    assert "créé votre espace" in office.mailbox(MAIL).last()


async def test_what_was_begun_as_the_pause_came_is_held_too(office: Office) -> None:
    await family(mail=MAIL)
    await wave_of_all(office)
    office.clock.passes(minutes=1)
    await release_due(office.counter)
    await pause(TOWN.slug, "agent", office.clock())
    await office.work()
    assert office.mailbox(MAIL).mails() == []


async def test_during_a_pause_nothing_begins(office: Office) -> None:
    await adults(2)
    await wave_of_all(office)
    await pause(TOWN.slug, "agent", office.clock())
    assert await minutes_pass(office, 5) == 0


async def test_whoever_activates_or_leaves_meanwhile_is_left_aside(office: Office) -> None:
    first, second, third = await adults(3)
    await wave_of_all(office)
    first.activated_at, second.stopped_at = office.clock(), office.clock()
    await first.save()
    await second.save()
    assert await minutes_pass(office, 5) == 1
    skipped = WaveMember.filter(state=MemberState.SKIPPED)
    assert {row.citizen_id: row.why for row in await skipped} == {
        first.id: "active",
        second.id: "stopped",
    }
    assert office.mailbox(third.mail).mails()


async def test_a_provider_that_asks_for_time_gets_it_and_the_others_go_on(office: Office) -> None:
    await adults(3, "orange.fr")
    await adults(2, "laposte.net")
    office.mail_post.trouble = [DelayedError("421 4.7.0", office.clock.now - office.clock.now)]
    await wave_of_all(office)
    office.clock.passes(minutes=1)
    await release_due(office.counter)
    await office._play()
    await office._send()
    await Outbox.filter(attempts__gt=0).update(due_at=datetime(2026, 6, 9, 14, tzinfo=UTC))
    await minutes_pass(office, 10)
    left = [parcel.to.partition("@")[2] for parcel in office.mail_post.parcels]
    assert left == ["laposte.net", "laposte.net"]


async def test_a_cancelled_name_is_not_used_again(office: Office) -> None:
    wave = await wave_of_all(office)
    await Wave.filter(id=wave.id).update(cancelled_at=office.clock())
    with pytest.raises(CancelledError):
        await open_wave(TOWN.slug, "lundi", 60, office.clock())


async def test_a_mailbox_of_two_households_gets_nothing(office: Office) -> None:
    await family("paul.m", "famille@exemple.example")
    await family("helene.m", "famille@exemple.example")
    await wave_of_all(office)
    assert await minutes_pass(office, 5) == 0
