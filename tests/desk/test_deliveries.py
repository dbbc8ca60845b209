"""What became of our mails: five words for staff, and no mail any more where nobody is."""

import pytest

from desk.deliveries import state_after
from desk.door import RefusedError
from desk.journal.sentences import sentence
from desk.received import Held, Refused
from flows.here import Channel
from flows.note import Note, NoteKind
from models.conversation import Address
from models.family import Citizen, MailState
from models.journal import Journal
from tests.desk.office import MAIL, TOWN, Office, at_home, invited, spaced


async def bounce(
    office: Office, reason: str, *, permanent: bool = True, forged: bool = False
) -> None:
    token = "a" * 26 if forged else office.mailbox(MAIL).mails()[-1].token
    refused = Refused(reason=reason, permanent=permanent, tokens=(token,))
    await office.receive(Channel.MAIL, MAIL, refused)
    await office.work()


async def state() -> MailState:
    return (await Citizen.get(mail=MAIL)).mail_state


def told_staff(office: Office) -> int:
    return len(office.mailbox(TOWN.contact).mails())


@pytest.mark.parametrize(
    ("reason", "permanent", "word"),
    [
        ("bounce 5.1.1", True, MailState.ABSENT),
        ("bounce 5.1.10", True, MailState.ABSENT),
        ("bounce 5.2.1", True, MailState.ABSENT),
        ("bounce 5.2.2", True, MailState.REFUSED),
        ("bounce 4.2.2", False, MailState.REFUSED),
        ("bounce 5.7.1", True, MailState.REFUSED),
        ("bounce 5.4.1", True, MailState.FAILED),
        ("bounce", True, MailState.FAILED),
        ("bounce 4.4.7", False, None),
    ],
)
def test_each_refusal_has_its_word(reason: str, permanent: bool, word: MailState | None) -> None:
    assert state_after(Refused(reason=reason, permanent=permanent, tokens=())) is word


async def test_a_mail_that_was_taken_is_delivered(office: Office) -> None:
    await invited(office)
    assert await state() is MailState.DELIVERED


async def test_an_address_that_is_not_there_gets_no_more_mail_and_staff_know(
    office: Office,
) -> None:
    await invited(office)
    await bounce(office, "bounce 5.1.1")
    assert await state() is MailState.ABSENT
    assert told_staff(office) == 1
    before = len(office.mailbox(MAIL).mails())
    await office.mailbox(MAIL).write("bonjour")
    assert len(office.mailbox(MAIL).mails()) == before


async def test_another_hard_bounce_is_believed_the_second_time(office: Office) -> None:
    await invited(office)
    await bounce(office, "bounce 5.7.1")
    assert await state() is MailState.REFUSED
    assert (await Address.get(external_id=MAIL)).refused_at is None
    await bounce(office, "bounce 5.7.1")
    assert (await Address.get(external_id=MAIL)).refused_at is not None
    assert told_staff(office) == 1
    await bounce(office, "bounce 5.7.1")
    assert told_staff(office) == 1


async def test_a_delay_stops_nothing(office: Office) -> None:
    await invited(office)
    for _ in range(5):
        await bounce(office, "bounce 4.4.7", permanent=False)
    assert await state() is MailState.DELIVERED
    assert (await Address.get(external_id=MAIL)).refused_at is None


async def test_a_bounce_of_nothing_of_ours_changes_nothing(office: Office) -> None:
    await invited(office)
    await bounce(office, "bounce 5.1.1", forged=True)
    assert await state() is MailState.DELIVERED
    assert told_staff(office) == 0


async def test_a_bounce_that_names_nobody_is_that_of_the_mail_it_answers(office: Office) -> None:
    await invited(office)
    token = office.mailbox(MAIL).mails()[-1].token
    nameless = Refused(reason="bounce 5.1.1", tokens=(token,), nameless=True)
    await office.receive(Channel.MAIL, "mailer-daemon@relais.example", nameless)
    await office.work()
    assert await state() is MailState.ABSENT


async def test_a_bounce_that_names_nobody_and_nothing_of_ours_is_written_down(
    office: Office,
) -> None:
    await invited(office)
    nameless = Refused(reason="bounce 5.1.1", tokens=(), nameless=True)
    await office.receive(Channel.MAIL, "mailer-daemon@relais.example", nameless)
    await office.work()
    assert await state() is MailState.DELIVERED
    assert await Journal.filter(kind="delivery", detail="delayed:bounce 5.1.1").count() == 1
    assert office.mailbox("mailer-daemon@relais.example").mails() == []


async def test_the_conversation_goes_on_in_the_chat(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    before = len(chat.heard())
    await bounce(office, "bounce 5.1.1")
    assert len(chat.heard()) > before


async def test_a_mailbox_that_answers_is_there_again(office: Office) -> None:
    await invited(office)
    await bounce(office, "bounce 5.1.1")
    assert await office.mailbox(MAIL).answer("oui")
    assert (await Address.get(external_id=MAIL)).refused_at is None
    assert await state() is MailState.DELIVERED


async def test_a_relay_that_says_nobody_is_there_counts_at_once(office: Office) -> None:
    office.mail_post.trouble = [RefusedError("smtp 550", gone=True)]
    await invited(office)
    await office.work()
    assert await state() is MailState.ABSENT
    assert await Journal.filter(detail="returned:smtp 550").exists()


async def held(office: Office, address: str = MAIL, *, forged: bool = False) -> None:
    token = "a" * 26 if forged else office.mailbox(MAIL).mails()[-1].token
    asked = Held(
        host="app.filtre.example", link="https://app.filtre.example/x?t=1", tokens=(token,)
    )
    await office.receive(Channel.MAIL, address, asked)
    await office.work()


async def test_a_mail_held_by_an_antispam_is_told_to_staff_with_its_page(office: Office) -> None:
    await invited(office)
    await held(office)
    assert await state() is MailState.REFUSED
    assert "https://app.filtre.example/x?t=1" in office.mailbox(TOWN.contact).last()
    assert (await Address.get(external_id=MAIL)).refused_at is None
    line = await Journal.get(detail="held:app.filtre.example")
    assert "t=1" not in line.detail
    told = sentence(Note(kind=NoteKind(line.kind), detail=line.detail))
    assert told == "courriel retenu par l'antispam du destinataire (app.filtre.example)"


async def test_the_service_that_writes_itself_is_known_by_our_token(office: Office) -> None:
    await invited(office)
    await held(office, "noreply@filtre.example")
    assert await state() is MailState.REFUSED
    assert not await Address.exists(external_id="noreply@filtre.example")


async def test_a_held_mail_is_told_once_a_day_and_goes_on_in_the_chat(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    await held(office)
    assert any("retient nos messages" in spaced(one.text) for one in chat.heard())
    before = len(chat.heard()), told_staff(office)
    await held(office)
    assert (len(chat.heard()), told_staff(office)) == before
    office.clock.passes(days=2)
    await held(office)
    assert told_staff(office) == before[1] + 1


async def test_a_stranger_cannot_have_staff_open_a_page(office: Office) -> None:
    await invited(office)
    await held(office, forged=True)
    await held(office, "inconnu@ailleurs.example", forged=True)
    assert await state() is MailState.DELIVERED
    assert told_staff(office) == 0


async def test_a_redirection_that_fails_is_the_citizens_whose_mail_it_was(office: Office) -> None:
    await invited(office)
    token = office.mailbox(MAIL).mails()[-1].token
    gone = Refused(reason="bounce 5.1.1", tokens=(token,))
    await office.receive(Channel.MAIL, "claire@ancien-travail.example", gone)
    await office.work()
    assert await state() is MailState.FAILED
    assert (await Address.get(external_id=MAIL)).refused_at is None
    assert not await Address.exists(external_id="claire@ancien-travail.example")
