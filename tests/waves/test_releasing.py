"""A wave leaves at its pace, in office hours, and never twice to the same person."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import aiosmtplib
import pytest

from desk.door import RELAY, DelayedError
from desk.office_hours import OfficeHours
from desk.waves.pausing import pause, resume
from desk.waves.queueing import CancelledError, open_wave
from desk.waves.releasing import release_due
from desk.waves.summary import Stage, report
from flows.here import Channel
from guichet.inviting_told import delays
from mail_send.answers import meaning
from mail_send.carrier import Carrier, Posting
from mail_send.door import MailDoor
from mail_send.traffic import Traffic
from models.post import BULK, Outbox
from models.wave import MemberState, Wave, WaveMember
from tests.desk.office import MAIL, TOWN, Office, family
from tests.waves.town import adults, minutes_pass, wave_of_all

#: In Paris: a Friday at 16:59, and a Monday at 9:00 after Whit Monday's long weekend.
FRIDAY = datetime(2026, 5, 22, 14, 58, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 5, 26, 7, 0, tzinfo=UTC)


@dataclass
class Relay(Carrier):
    """Answers for a domain what the test says."""

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    took: list[str] = field(default_factory=list)

    async def carry(self, posting: Posting) -> None:
        self.asked.append(posting.to)
        if answer := self.answers.get(posting.to.partition("@")[2]):
            refused = aiosmtplib.SMTPRecipientRefused(*answer, posting.to)
            raise meaning(aiosmtplib.SMTPRecipientsRefused([refused]))
        self.took.append(posting.to)


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


async def test_a_provider_that_complains_slows_the_wave_for_itself_alone(office: Office) -> None:
    await adults(3, "orange.fr")
    await adults(3, "laposte.net")
    relay = Relay()
    office.doors[Channel.MAIL] = MailDoor(
        carrier=Traffic(
            carrier=relay,
            per_minute=600,
            now=lambda: office.clock().timestamp(),
            sleep=lambda _: asyncio.sleep(0),
        ),
        delimiter="---",
        hints={TOWN.slug: ""},
    )
    wave = await wave_of_all(office)
    relay.answers["orange.fr"] = (450, "4.7.0 OFR_104 Trop de connexions")
    for _ in range(8):
        await minutes_pass(office, 1)
    told = await report(wave, office.counter.office_hours, office.clock())
    assert [to for to in relay.took if "laposte" in to] == [
        f"adulte{n}@laposte.net" for n in range(3)
    ]
    # One was begun, and is tried again ever more seldom; the two others wait in the wave.
    assert told.counts[("orange", Stage.LEAVING)] == 1
    assert told.counts[("orange", Stage.WAITING)] == 2
    assert told.waiting["orange"].until > office.clock()
    assert any(one.startswith("orange ") for one in delays(told))
    assert 2 <= relay.asked.count("adulte0@orange.fr") <= 6
    del relay.answers["orange.fr"]
    for _ in range(30):
        await minutes_pass(office, 1)
    assert sorted(relay.took) == sorted({*relay.took})
    assert len(relay.took) == 6


async def test_one_full_mailbox_holds_up_nobody_else(office: Office) -> None:
    await adults(3, "orange.fr")
    office.mail_post.trouble = [DelayedError("smtp 452", timedelta(hours=4))]
    await wave_of_all(office)
    assert await minutes_pass(office, 5) == 2


async def test_a_relay_that_takes_nothing_stops_the_wave(office: Office) -> None:
    await adults(3, "orange.fr")
    office.mail_post.trouble = [DelayedError("smtp 421", timedelta(minutes=9), RELAY)]
    wave = await wave_of_all(office)
    assert await minutes_pass(office, 8) == 0
    told = await report(wave, office.counter.office_hours, office.clock())
    assert told.counts[("orange", Stage.WAITING)] == 2
    assert "relais" in next(delays(told))
    assert await minutes_pass(office, 9) == 3


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
