"""A mailbox that several people gave: each mail names its person; two households get nothing personal there."""

from desk.addresses import mailbox_of
from desk.invitations import invite
from models.family import Citizen, Household
from models.post import Outbox, OutboxState
from tests.desk.office import Office, family

BOX = "famille@exemple.example"


async def parents(*, separated: bool) -> tuple[Citizen, Citizen]:
    """Paul and Hélène, who gave the same mailbox."""
    paul = await family("paul.m", BOX, civility="M.", given_name="Paul")
    home = None if separated else await Household.get(id=paul.household_id)
    helene = await family("helene.m", BOX, given_name="Hélène", household=home)
    return paul, helene


async def test_subject_first_line_and_buttons_name_the_person(office: Office) -> None:
    paul, _ = await parents(separated=False)
    await invite(office.counter, paul, office.clock())
    await office.work()
    [mail] = office.mailbox(BOX).mails()
    spoken = mail.spoken[0]
    assert spoken.subject.endswith("(Paul Testa)")
    assert spoken.text.startswith("Pour Paul Testa")
    assert {button.label for button in spoken.buttons} == {
        "Activer mon espace (Paul Testa)",
        "Continuer sur Telegram (Paul Testa)",
    }
    await office.mailbox(BOX).answer("oui")
    assert office.mailbox(BOX).mails()[-1].subject.endswith("(Paul Testa)")


async def test_a_mailbox_of_ones_own_names_nobody(office: Office) -> None:
    await invite(office.counter, await family(), office.clock())
    await office.work()
    [mail] = office.mailbox("claire.testa@exemple.example").mails()
    assert "(" not in mail.spoken[0].subject


async def test_two_households_get_no_invitation_no_code_and_no_login(office: Office) -> None:
    paul, _ = await parents(separated=True)
    assert await mailbox_of(paul) is None
    assert not await invite(office.counter, paul, office.clock())
    chat = office.chat()
    await chat.say("rien reçu", BOX)
    mailbox = office.mailbox(BOX)
    assert "plusieurs personnes" in await mailbox.write("bonjour")
    await mailbox.answer("paul.m")
    await chat.say("identifiant oublié")
    assert "Si cette adresse est connue" in await chat.say(BOX)
    said = " ".join(one.text for mail in mailbox.mails() for one in mail.spoken)
    assert "Testa" not in said
    assert "provisoire" not in said


async def test_a_mail_sent_before_the_other_household_came_says_nothing_any_more(
    office: Office,
) -> None:
    paul = await family("paul.m", BOX, given_name="Paul")
    await invite(office.counter, paul, office.clock())
    await office.work()
    await family("helene.m", BOX, given_name="Hélène")
    assert "plusieurs personnes" in await office.mailbox(BOX).answer("oui")
    await paul.refresh_from_db()
    assert paul.activated_at is None


async def test_what_was_about_to_leave_does_not(office: Office) -> None:
    paul = await family("paul.m", BOX, given_name="Paul")
    await invite(office.counter, paul, office.clock())
    await office._play()
    await family("helene.m", BOX, given_name="Hélène")
    await office.work()
    assert office.mailbox(BOX).mails() == []
    assert await Outbox.filter(state=OutboxState.DEAD, error="shared").exists()


async def test_with_an_address_of_her_own_each_is_written_to(office: Office) -> None:
    paul, helene = await parents(separated=True)
    helene.mail = "helene@exemple.example"
    await helene.save()
    for one in (paul, helene):
        assert await invite(office.counter, one, office.clock())
    await office.work()
    assert len(office.mailbox(BOX).mails()) == 1
    assert len(office.mailbox("helene@exemple.example").mails()) == 1
