"""Reminders, people, and channels that refuse."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.door import DelayedError, HeldError, RefusedError
from desk.effects import PERFORMERS
from desk.effects.outcome import Outcome
from desk.received import Refused, Returned
from desk.turn import Turn
from flows.effects import Effect
from flows.here import Channel
from flows.sprint import Wanted
from models.journal import Journal
from models.post import Inbox, InboxState, Outbox, OutboxState
from models.ticket import Asked, Ticket
from portal.tickets import OPEN_FOR, Asker, open_ticket
from tests.desk.office import MAIL, TOWN, Office, at_home, at_the_terms, invited, spaced


async def test_an_invitation_is_recalled_after_a_day_and_after_a_week(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    assert len(mailbox.mails()) == 1
    await office.remind(hours=23)
    assert len(mailbox.mails()) == 1
    await office.remind(hours=2)
    assert len(mailbox.mails()) == 2
    await office.remind(days=7)
    assert len(mailbox.mails()) == 3
    await office.remind(days=30)
    assert len(mailbox.mails()) == 3


async def test_whoever_answered_is_not_recalled(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("non")
    before = len(mailbox.mails())
    await office.remind(days=1, hours=1)
    assert len(mailbox.mails()) == before


async def test_stop_means_no_more_reminders_and_answers_still_come(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("STOP")
    before = len(mailbox.mails())
    await office.remind(days=8)
    assert len(mailbox.mails()) == before
    await mailbox.answer("oui", to=mailbox.mails()[0])
    assert len(mailbox.mails()) == before + 1


async def test_nobody_is_recalled_at_night(office: Office) -> None:
    await invited(office)
    office.clock.passes(days=1)
    await office.remind(hours=9)
    assert len(office.mailbox(MAIL).mails()) == 1
    await office.remind(hours=13)
    assert len(office.mailbox(MAIL).mails()) == 2


async def test_a_person_is_told_where_the_citizen_stands_and_the_answer_comes_back(
    office: Office,
) -> None:
    await invited(office)
    chat = await at_home(office)
    said = await chat.say("je veux parler à une personne")
    assert TOWN.phone in said
    contact = office.mailbox(TOWN.contact)
    assert "Claire Testa" in contact.last()
    assert "je veux parler à une personne" in contact.last()
    before = len(chat.heard())
    await contact.answer("Bonjour, passez mardi au guichet.")
    said = "\n".join(one.text for one in chat.heard()[before:])
    assert "passez mardi au guichet" in said


async def test_a_request_to_a_person_is_acknowledged_once_with_its_number_on_both_channels(
    office: Office,
) -> None:
    await invited(office)
    chat, contact = await at_home(office), office.mailbox(TOWN.contact)
    said = spaced(await chat.say("une personne"))
    number = (await Ticket.get()).reference
    assert f"Elle porte le numéro {number}." in said
    assert "a reçu votre demande le mardi 9 juin 2026 à" in said
    assert TOWN.contact in said
    assert number in contact.last()
    assert number in contact.mails()[-1].spoken[0].subject
    said = spaced(await office.mailbox(MAIL).write("une personne"))
    assert f"Votre demande n° {number}, reçue le mardi 9 juin 2026 à" in said
    assert "Elle porte le numéro" not in said
    assert "demande de nouveau à parler" in contact.last()
    noted = Journal.filter(detail__contains=number).order_by("id")
    assert await noted.values_list("detail", flat=True) == [
        f"acknowledged:{number}",
        f"asked_again:{number}",
    ]


async def test_once_answered_or_after_two_months_asking_makes_another_number(
    office: Office,
) -> None:
    chat, contact = office.chat(), office.mailbox(TOWN.contact)
    await chat.say("une personne")
    await contact.answer("Bonjour, passez mardi au guichet.")
    await chat.say("une personne")
    office.clock.passes(days=OPEN_FOR.days + 1)
    await chat.say("une personne")
    assert len(set(await Ticket.all().values_list("reference", flat=True))) == 3
    assert await Ticket.filter(answered_at=None).count() == 2


async def test_who_asked_before_being_known_keeps_the_number(office: Office) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("une personne")
    number = (await Ticket.get()).reference
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    assert number in await chat.say("une personne")
    assert (await Ticket.get()).citizen_id is not None


async def test_a_number_that_is_taken_is_drawn_again(office: Office) -> None:
    drawn = iter([0, 0, 7])
    office.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # in Paris, the year is new
    asked = [
        await open_ticket(
            Asker(town=TOWN.slug, address_id=n, citizen=None),
            Asked.LETTER,
            office.clock(),
            lambda _: next(drawn),
        )
        for n in range(2)
    ]
    assert [ticket.reference for ticket, _ in asked] == ["2027-10000", "2027-10007"]


async def test_not_me_freezes_the_account_and_tells_the_town(office: Office) -> None:
    citizen = await invited(office)
    mailbox = office.mailbox(MAIL)
    said = await mailbox.answer("Ce n'est pas moi")
    assert TOWN.phone in said
    await citizen.refresh_from_db()
    assert citizen.frozen_at is not None
    assert "testa65" in office.mailbox(TOWN.contact).last()


async def test_when_the_bot_is_blocked_the_question_is_asked_by_mail(office: Office) -> None:
    await invited(office)
    chat = await at_the_terms(office)
    before = len(office.mailbox(MAIL).mails())
    await office.receive(Channel.TELEGRAM, chat.address, Refused(reason="blocked"))
    await office.work()
    mails = office.mailbox(MAIL).mails()[before:]
    assert len(mails) == 1
    assert "Article 3" in mails[0].spoken[-1].text
    await office.receive(Channel.TELEGRAM, chat.address, Returned())
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == before + 1


async def test_a_false_bounce_changes_nothing(office: Office) -> None:
    await invited(office)
    await office.receive(
        Channel.MAIL, MAIL, Refused(reason="bounce 5.1.1", tokens=("a" * 26, "nothing"))
    )
    await office.work()
    assert "testa65" in await office.mailbox(MAIL).answer("oui")


async def test_what_could_not_leave_is_tried_again_in_order(office: Office) -> None:
    await invited(office)
    chat = office.chat()
    office.telegram_post.trouble = [DelayedError("timeout"), DelayedError("timeout")]
    await chat.say("/start")
    assert chat.heard() == []
    office.clock.passes(minutes=1)
    await office.work()
    office.clock.passes(minutes=1)
    await office.work()
    assert "Où en êtes-vous" in chat.question().text


async def test_a_mail_whose_turn_is_not_yet_waits_without_an_attempt(office: Office) -> None:
    chat = office.chat()
    office.telegram_post.trouble = [HeldError("pace", timedelta(minutes=5)) for _ in range(30)]
    await chat.say("/start")
    for _ in range(29):
        office.clock.passes(minutes=5)
        await office.work()
    assert chat.heard() == []
    assert set(await Outbox.all().values_list("attempts", flat=True)) == {0}
    office.clock.passes(minutes=5)
    await office.work()
    assert "Où en êtes-vous" in chat.question().text


async def test_what_is_refused_for_good_is_kept_as_a_dead_letter(office: Office) -> None:
    chat = office.chat()
    office.telegram_post.trouble = [RefusedError("too long")]
    await chat.say("/start")
    assert await Outbox.filter(state=OutboxState.DEAD, error="too long").count() == 1
    assert chat.heard()


async def test_a_message_that_always_fails_is_put_aside_with_an_apology(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await invited(office)
    chat = await at_home(office)
    monkeypatch.setitem(PERFORMERS, Effect.INVOICES, broken)
    await chat.say("mes factures")
    for _ in range(5):
        office.clock.passes(minutes=1)
        await office.work()
    said = spaced("\n".join(one.text for one in chat.heard()[-3:]))
    assert TOWN.phone in said
    assert await Inbox.filter(state=InboxState.PARKED).count() == 1
    assert "10 rue Creuse" in await chat.say("mes coordonnées")


async def broken(_turn: Turn, _wanted: Wanted) -> Outcome:
    raise ZeroDivisionError
