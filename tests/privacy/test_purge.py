"""What has been kept long enough goes by itself; what is still alive does not even notice."""

import asyncio
from datetime import UTC, datetime

import pytest

from desk.privacy.acts import Staff
from desk.privacy.daily import due, purge_daily, purge_due
from desk.privacy.purging import CLASSES, overdue, purge
from desk.privacy.retention import Retention
from desk.privacy.strangers import forget_strangers
from flows.here import Channel
from models.conversation import Address, Conversation
from models.journal import Journal, Utterance
from models.link import PageLink
from models.mailbox import AddedMailbox
from models.post import Inbox, InboxState, Outbox, OutboxState, Timer
from models.staff import StaffAct
from tests.desk.office import MAIL, TOWN, Office, at_home, heard, invited

KEPT = Retention()
STAFF = Staff(by="agent", reason="échéances")


async def test_nothing_goes_before_its_time(office: Office) -> None:
    await lived(office)
    counts = await purge_after(office, days=25)
    assert counts == dict.fromkeys(CLASSES, 0)


@pytest.mark.parametrize(
    ("days", "table"), [(31, Inbox), (181, Utterance), (181, Outbox), (181, Timer), (366, Journal)]
)
async def test_each_class_goes_after_its_own_time(
    office: Office, days: int, table: type[Utterance]
) -> None:
    await lived(office)
    assert await table.all().exists()
    await purge_after(office, days=days)
    assert not await table.filter(**_old(table)).exists()


def _old(table: type) -> dict[str, object]:
    """Of timers, those that rang; the purge itself writes none of the others."""
    return {"fired_at__not_isnull": True} if table is Timer else {}


async def test_another_mailbox_that_nobody_confirmed_goes_once_it_cannot_be(office: Office) -> None:
    citizen = await invited(office)
    at = office.clock()
    for nth, confirmed in enumerate((None, at)):
        box = AddedMailbox(town=TOWN.slug, citizen_id=citizen.id, address_id=nth, asked_at=at)
        box.confirmed_at = confirmed
        await box.save()
    await purge_after(office, days=6)
    assert await AddedMailbox.all().count() == 2
    assert (await purge_after(office, days=2))["asked"] == 1
    assert (await AddedMailbox.get()).confirmed_at == at


async def test_a_link_is_known_for_a_while_after_it_expired(office: Office) -> None:
    await lived(office)
    await purge_after(office, days=170)
    assert await PageLink.filter(purpose="invitation").exists()
    await purge_after(office, days=7)
    assert not await PageLink.filter(purpose="invitation").exists()


async def test_a_dry_run_counts_the_same_and_takes_nothing(office: Office) -> None:
    await lived(office)
    office.clock.passes(days=400)
    before = await Journal.all().count()
    seen = await overdue(TOWN.slug, KEPT, office.clock())
    assert await Journal.all().count() == before == seen["journal"]
    counts = await purge(TOWN.slug, KEPT, office.clock(), STAFF)
    assert counts["said"] == seen["said"] > 0
    assert counts["sent"] == seen["sent"] > 0


async def test_what_has_not_left_is_never_purged(office: Office) -> None:
    await lived(office)
    row = await Outbox.all().order_by("-id").first()
    assert row
    await Outbox.filter(id=row.id).update(state=OutboxState.PENDING)
    await purge_after(office, days=500)
    assert [one.id for one in await Outbox.all()] == [row.id]


async def test_a_live_conversation_keeps_its_question(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    menu = chat.question()
    await purge_after(office, days=500)
    assert not await Outbox.filter(state=OutboxState.SENT).exists()
    before = len(chat.heard())
    await chat.press_of(menu, "Réglages")
    assert len(chat.heard()) > before
    said = chat.heard()[-1].text
    assert "panne" not in said.lower()


async def test_the_token_of_a_purged_mail_says_nothing_more(office: Office) -> None:
    citizen = await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("oui")
    await office.page_sets_identifiers(citizen, "violette-cabane-73-nuage")
    old = mailbox.mails()[-1]
    await purge_after(office, days=500)
    said = await mailbox.answer("menu", to=old, aligned=True)
    assert said
    assert await Journal.filter(kind="trouble").count() == 0


async def test_a_message_put_aside_loses_its_words_then_its_mark(office: Office) -> None:
    await lived(office)
    await office.deliver(Channel.TELEGRAM, "700", heard("des mots perdus"), "parked")
    await Inbox.filter(external_id="parked").update(state=InboxState.PARKED)
    await purge_after(office, days=179)
    assert (await Inbox.get(external_id="parked")).body
    counts = await purge_after(office, days=2)
    assert counts["parked"] == 1
    assert not await Inbox.filter(external_id="parked").exists()


async def test_a_message_whose_address_is_gone_is_emptied(office: Office) -> None:
    await lived(office)
    await office.deliver(Channel.TELEGRAM, "900", heard("des mots perdus"), "lost")
    await Address.filter(external_id="900").delete()
    await purge_after(office, hours=1)
    assert (await Inbox.get(external_id="lost")).state is InboxState.NEW
    await purge_after(office, days=2)
    row = await Inbox.get(external_id="lost")
    assert (row.state, row.body) == (InboxState.DONE, {})


async def test_a_stranger_who_never_came_back_is_forgotten(office: Office) -> None:
    await lived(office)
    await office.chat(801).say("bonjour")
    await office.mailbox("passant@exemple.example").write("bonjour")
    office.clock.passes(days=181)
    gone = await forget_strangers(TOWN.slug, office.clock() - KEPT.messages)
    assert gone == 2
    left = await Address.filter(town=TOWN.slug).values_list("external_id", flat=True)
    assert {MAIL, "700"} <= set(left)
    assert not {"801", "passant@exemple.example"} & set(left)
    assert await office.chat(801).say("bonjour"), "they are answered like anybody new"


async def test_a_stranger_for_whom_something_waits_is_not_forgotten(office: Office) -> None:
    await office.chat(801).say("bonjour")
    office.clock.passes(days=181)
    await office.receive(Channel.TELEGRAM, "801", heard("me revoilà"))
    assert await forget_strangers(TOWN.slug, office.clock() - KEPT.messages) == 0


async def test_a_linked_chat_is_never_a_stranger(office: Office) -> None:
    citizen = await lived(office)
    await purge_after(office, days=2000)
    assert await Address.filter(external_id="700").exists()
    assert await Conversation.filter(citizen_id=citizen).exists()


async def test_another_town_is_left_alone(office: Office) -> None:
    await lived(office)
    await Journal.all().update(town="ailleurs")
    counts = await purge_after(office, days=500)
    assert counts["journal"] == 0
    assert await Journal.filter(town="ailleurs").exists()


async def test_that_it_was_done_is_written_down(office: Office) -> None:
    await lived(office)
    counts = await purge_after(office, days=500)
    act = await StaffAct.get(town=TOWN.slug, deed="purge")
    assert (act.by, act.reason, act.citizen_id) == ("agent", "échéances", None)
    assert act.counts == counts
    assert act.finished_at


async def test_more_than_a_batch_goes_in_several_transactions(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.privacy.batches.BATCH", 3)
    await lived(office)
    told: list[int] = []
    office.clock.passes(days=500)
    counts = await purge(TOWN.slug, KEPT, office.clock(), STAFF, told.append)
    assert counts["journal"] > 6
    assert max(told) <= 3
    assert sum(told) == counts.total()


async def test_the_program_purges_each_town_once_a_day(office: Office) -> None:
    await lived(office)
    office.clock.passes(days=500)
    assert await purge_due(office.counter, KEPT) > 0
    assert await purge_due(office.counter, KEPT) == 0
    assert await StaffAct.filter(deed="purge", by="guichet").count() == 1
    office.clock.passes(days=1)
    await purge_due(office.counter, KEPT)
    assert await StaffAct.filter(deed="purge").count() == 2


@pytest.mark.parametrize(
    ("last", "now", "purges"),
    [
        (None, "2026-06-09T21:00", True),
        ("2026-06-09T01:00", "2026-06-09T21:00", False),
        ("2026-06-09T01:00", "2026-06-10T00:30", False),
        ("2026-06-09T01:00", "2026-06-10T01:00", True),
        ("2026-06-08T01:00", "2026-06-09T22:30", True),
        ("2026-06-07T01:00", "2026-06-09T00:10", True),
    ],
)
def test_a_day_begins_at_three_in_the_morning_in_paris(
    last: str | None, now: str, *, purges: bool
) -> None:
    before = datetime.fromisoformat(last).replace(tzinfo=UTC) if last else None
    assert due(before, datetime.fromisoformat(now).replace(tzinfo=UTC)) is purges


async def test_a_purge_that_fails_is_tried_again_and_says_no_word(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: object) -> int:
        raise ConnectionError("les mots d'une requête")

    monkeypatch.setattr("desk.privacy.daily.purge_due", fails)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await purge_daily(office.counter, KEPT, look=0.05)
    assert caplog.text.count("ConnectionError") > 1
    assert "requête" not in caplog.text


async def lived(office: Office) -> int:
    """A whole journey, a reminder that rang, a question that waits. The citizen's number."""
    citizen = await invited(office)
    await office.remind(days=4)
    chat = await at_home(office)
    await chat.say("mes factures")
    return citizen.id


async def purge_after(office: Office, **later: float) -> dict[str, int]:
    office.clock.passes(**later)
    return dict(await purge(TOWN.slug, KEPT, office.clock(), STAFF))
