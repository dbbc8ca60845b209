"""The first contact on each channel says who answers for the data; the next ones do not repeat it."""

from desk.addresses import mailbox_of
from desk.telling import tell, unlinked
from models.family import Citizen
from tests.desk.office import MAIL, TOWN, Office, at_home, invited, spaced

NOTICE = "responsable de vos données"


def told(texts: list[str]) -> int:
    return sum(NOTICE in text for text in texts)


async def test_once_by_mail_and_once_on_telegram(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    await office.mailbox(MAIL).write("bonjour")
    mails = [one.text for mail in office.mailbox(MAIL).mails() for one in mail.spoken]
    assert (told(mails), told([one.text for one in chat.heard()])) == (1, 1)


async def test_a_mailbox_first_told_of_something_done_in_a_chat_gets_it_too(office: Office) -> None:
    citizen = await invited(office)
    citizen.mail = "nouvelle@exemple.example"
    await citizen.save()
    chat = await at_home(office)
    mailbox = office.mailbox("nouvelle@exemple.example")
    first = " ".join(one.text for one in mailbox.mails()[0].spoken)
    assert NOTICE in first
    await chat.say("me déconnecter")
    await chat.say("mes coordonnées")
    assert told([one.text for mail in mailbox.mails() for one in mail.spoken]) == 1


async def test_a_mailbox_first_told_of_something_done_elsewhere_gets_it_once(
    office: Office,
) -> None:
    citizen = await invited(office)
    await at_home(office)
    await Citizen.filter(id=citizen.id).update(mail="neuve@exemple.example")
    await citizen.refresh_from_db()
    for _ in range(2):
        message = unlinked(citizen, 1, office.clock())
        mailbox = await mailbox_of(citizen)
        await tell(citizen, mailbox, message, at=office.clock(), key=f"unlink:{office.clock()}")
        await office.work()
    first, second = office.mailbox("neuve@exemple.example").mails()
    assert [told([one.text for one in mail.spoken]) for mail in (first, second)] == [1, 0]


async def test_the_towns_own_people_are_not_told(office: Office) -> None:
    await office.chat().say("une personne")
    mails = office.mailbox(TOWN.contact).mails()
    assert mails
    assert told([one.text for mail in mails for one in mail.spoken]) == 0


async def test_a_request_for_a_letter_reaches_the_town_with_its_words(office: Office) -> None:
    chat = office.chat()
    for said in (
        "bonjour",
        "rien reçu",
        "a@b.example",
        "toujours rien",
        "a@b.example",
        "une lettre",
    ):
        await chat.say(said)
    assert "a reçu votre demande" in spaced(await chat.say("Claire Testa, 10 rue Creuse"))
    assert "Claire Testa, 10 rue Creuse" in office.mailbox(TOWN.contact).last()
    await office.mailbox(TOWN.contact).answer("Votre lettre part demain.")
    assert "Votre lettre part demain." in " ".join(one.text for one in chat.heard())
