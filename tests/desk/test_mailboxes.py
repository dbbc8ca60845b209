"""Another mailbox of a citizen: asked for with a proof, confirmed by who reads it, told, taken away again."""

import pytest

from desk.privacy.erasing import erase
from models.conversation import Address
from models.family import Citizen
from models.journal import Journal
from models.mailbox import AddedMailbox
from tests.desk.office import MAIL, TOWN, Chat, Office, at_home, family, invited
from tests.privacy.family import STAFF

WORK = "c.testa@travail.example"


async def asked(office: Office, other: str = WORK) -> Chat:
    """Claire is at home, and has answered one of our mails from another mailbox."""
    await invited(office)
    chat = await at_home(office)
    await writes(office, other)
    return chat


async def writes(office: Office, other: str) -> None:
    await office.mailbox(other).write("bonjour", tokens=(office.mailbox(MAIL).mails()[-1].token,))
    office.clock.passes(days=2)


async def added(office: Office, other: str = WORK) -> Chat:
    chat = await asked(office, other)
    await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    assert "C’est fait" in await office.mailbox(other).answer("OUI")
    return chat


async def noted() -> set[str]:
    return {line.detail for line in await Journal.all()}


async def test_both_mailboxes_say_so_before_anything_is_shown(office: Office) -> None:
    await asked(office)
    mine, other = office.mailbox(MAIL), office.mailbox(WORK)
    assert "AJOUTER" in mine.last()
    assert "Nous venons d’écrire à l’autre adresse" in await mine.answer("Ajouter", aligned=True)
    assert "Testa" not in other.last()
    assert MAIL not in other.last()
    assert not await AddedMailbox.filter(confirmed_at__isnull=False).exists()
    assert "C’est fait" in await other.answer("OUI")
    await other.write("mes coordonnées")
    assert "10 rue Creuse" in await other.answer("oui")
    assert {"mailbox_asked", "mailbox_added"} <= await noted()


async def test_a_mail_to_the_one_on_file_may_be_answered_from_the_other(office: Office) -> None:
    await added(office)
    await office.mailbox(MAIL).write("bonjour")
    said = await office.mailbox(WORK).write(
        "mes coordonnées", tokens=(office.mailbox(MAIL).mails()[-1].token,)
    )
    assert "10 rue Creuse" in said


async def test_the_one_on_file_and_the_chats_are_told_and_may_say_not_me(office: Office) -> None:
    chat = await added(office)
    assert "PAS MOI" in office.mailbox(MAIL).last()
    assert "vient d’être ajoutée" in chat.heard()[-1].text
    assert WORK not in office.mailbox(MAIL).last()
    await office.mailbox(MAIL).answer("pas moi", aligned=True)
    await office.mailbox(MAIL).answer("oui", aligned=True)
    assert not await AddedMailbox.exists()
    assert "10 rue Creuse" not in await office.mailbox(WORK).answer("mes coordonnées")


async def test_without_the_proof_that_changes_nothing_is_added(office: Office) -> None:
    await asked(office)
    assert "Rien n’a été ajouté" in await office.mailbox(MAIL).answer("AJOUTER")
    assert not await AddedMailbox.exists()
    assert "mailbox_unproved" in await noted()


@pytest.mark.parametrize("answer", ["NON", "non merci"])
async def test_whoever_reads_the_other_mailbox_may_refuse(office: Office, answer: str) -> None:
    await asked(office)
    await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    assert "à aucun espace" in await office.mailbox(WORK).answer(answer)
    assert not await AddedMailbox.exists()


async def test_said_again_yes_is_still_yes_and_a_no_takes_it_away(office: Office) -> None:
    await added(office)
    other = office.mailbox(WORK)
    question = other.mails()[-2]
    assert "C’est fait" in await other.answer("oui merci", to=question)
    assert "à aucun espace" in await other.answer("NON", to=question)
    assert not await AddedMailbox.exists()
    office.clock.passes(hours=2)
    await other.write("mes coordonnées")
    assert "10 rue Creuse" not in await other.answer("oui")


async def test_asked_for_once_it_is_there_it_says_so(office: Office) -> None:
    await added(office)
    question = next(
        mail for mail in office.mailbox(MAIL).mails() if "AJOUTER" in mail.spoken[0].text
    )
    before = len(office.mailbox(WORK).mails())
    said = await office.mailbox(MAIL).answer("AJOUTER", to=question, aligned=True)
    assert "est déjà ajoutée" in said
    assert len(office.mailbox(WORK).mails()) == before


async def test_a_confirmation_that_comes_too_late_adds_nothing(office: Office) -> None:
    await asked(office)
    await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    office.clock.passes(days=8)
    assert "à aucun espace" in await office.mailbox(WORK).answer("OUI")
    assert not await AddedMailbox.filter(confirmed_at__isnull=False).exists()


async def test_the_confirmation_counts_from_that_mailbox_alone(office: Office) -> None:
    await asked(office)
    await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    token = office.mailbox(WORK).mails()[-1].token
    await office.mailbox("voleur@ailleurs.example").write("OUI", tokens=(token,))
    assert not await AddedMailbox.filter(confirmed_at__isnull=False).exists()


async def test_asked_twice_the_other_mailbox_gets_one_mail(office: Office) -> None:
    await asked(office)
    question = office.mailbox(MAIL).mails()[-1]
    for _ in range(3):
        await office.mailbox(MAIL).answer("AJOUTER", to=question, aligned=True)
    told = [one.text for mail in office.mailbox(WORK).mails() for one in mail.spoken]
    assert sum("Confirmez" in text or "Est-ce vous" in text for text in told) == 1


async def test_a_space_has_three_other_mailboxes_at_most(office: Office) -> None:
    await asked(office)
    await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    for nth in range(3):
        await writes(office, f"autre{nth}@x.example")
        said = await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    assert "déjà trois" in said
    assert await AddedMailbox.all().count() == 3


async def test_a_mailbox_that_somebody_else_has_on_file_stays_theirs(office: Office) -> None:
    marc = await family("marc.t", "marc@exemple.example", given_name="Marc")
    await added(office, "marc@exemple.example")
    shared = office.mailbox("marc@exemple.example")
    said = await shared.write("mes coordonnées", tokens=(office.mailbox(MAIL).mails()[-1].token,))
    assert "10 rue Creuse" in said, "a token of Claire speaks for Claire"
    led = await Address.get(external_id="marc@exemple.example")
    assert led.conversation_id is not None
    assert "testa65" not in await shared.write("mes réglages"), "without one, it is Marc"
    await marc.refresh_from_db()
    assert marc.mail == "marc@exemple.example"


async def test_the_towns_own_mailbox_is_nobodys(office: Office) -> None:
    await asked(office, TOWN.contact)
    await office.mailbox(MAIL).answer("AJOUTER", aligned=True)
    assert not await AddedMailbox.exists()


async def test_one_is_added_from_the_chat_once_a_code_of_the_one_on_file_is_given(
    office: Office,
) -> None:
    await invited(office)
    chat = await at_home(office)
    await chat.say("ajouter une adresse")
    await chat.say(office.mailbox(MAIL).code())
    assert "Nous venons d’écrire à cette adresse" in await chat.say(WORK)
    assert "Testa" not in office.mailbox(WORK).last()
    assert "C’est fait" in await office.mailbox(WORK).answer("OUI")
    assert "PAS MOI" in office.mailbox(MAIL).last()


async def test_one_is_added_from_a_mail_that_proves_enough(office: Office) -> None:
    await invited(office)
    await at_home(office)
    mine = office.mailbox(MAIL)
    await mine.answer("ajouter une adresse", aligned=True)
    assert "déjà une adresse de votre espace" in await mine.answer(MAIL, aligned=True)
    await mine.answer("ajouter une adresse", aligned=True)
    assert "Nous venons d’écrire" in await mine.answer(WORK, aligned=True)
    assert "C’est fait" in await office.mailbox(WORK).answer("oui")


async def test_the_towns_own_mailboxes_and_more_than_three_a_week_are_not_asked(
    office: Office,
) -> None:
    await invited(office)
    await at_home(office)
    mine = office.mailbox(MAIL)

    async def ask(mail: str) -> str:
        await mine.answer("ajouter une adresse", aligned=True)
        return await mine.answer(mail, aligned=True)

    assert "nous ne pouvons pas écrire" in await ask(TOWN.mail_address)
    for number in range(3):
        assert "Nous venons d’écrire" in await ask(f"c{number}@travail.example")
    await mine.answer("retirer mes adresses", aligned=True)
    assert "trois autres adresses" in await ask(WORK)
    assert office.mailbox(WORK).mails() == []


async def test_the_settings_list_them_and_take_them_away(office: Office) -> None:
    chat = await added(office)
    chat_said = await chat.say("mes réglages")
    assert "autre courriel : c" in chat_said
    assert WORK not in chat_said
    said = await chat.say("retirer mes adresses")
    if "code" in said:
        said = await chat.say(office.mailbox(MAIL).digits())
    await chat.press("Oui")
    assert not await AddedMailbox.exists()
    assert "de nouveau la seule" in office.mailbox(MAIL).last()
    assert "10 rue Creuse" not in await office.mailbox(WORK).answer("mes coordonnées")


async def test_an_erasure_takes_them_too(office: Office) -> None:
    await added(office)
    citizen = await Citizen.get(mail=MAIL)
    await erase(office.counter, citizen, STAFF)
    assert not await AddedMailbox.exists()
    assert not await Address.exists(external_id=WORK)


async def test_once_taken_away_an_old_mail_opens_nothing_from_there(office: Office) -> None:
    chat = await added(office)
    other = office.mailbox(WORK)
    await other.write("bonjour")
    await other.answer("oui")
    ours = other.mails()[-1]
    assert "10 rue Creuse" in await other.answer("mes coordonnées")
    said = await chat.say("retirer mes adresses")
    if "code" in said:
        await chat.say(office.mailbox(MAIL).digits())
    await chat.press("Oui")
    office.clock.passes(hours=2)
    assert "10 rue Creuse" not in await other.answer("mes coordonnées", to=ours, aligned=True)


async def test_a_mailbox_that_takes_itself_away_is_nobodys(office: Office) -> None:
    await added(office)
    other = office.mailbox(WORK)
    await other.write("bonjour")
    await other.answer("oui", aligned=True)
    await other.answer("retirer mes adresses", aligned=True)
    await other.answer("oui", aligned=True)
    assert not await AddedMailbox.exists()
    assert "10 rue Creuse" not in await other.answer("mes coordonnées", aligned=True)
