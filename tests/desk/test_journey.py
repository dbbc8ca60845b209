"""From the invitation to « voici vos factures », by Telegram, by mail, and from one to the other."""

from models.family import Citizen
from models.terms import Acceptance
from portal.standing import Standing, standing
from tests.desk.office import MAIL, PASSWORD, Chat, Office, at_home, at_the_terms, invited


async def test_a_citizen_walks_the_whole_way_on_telegram(office: Office) -> None:
    citizen = await invited(office)
    chat = await at_the_terms(office)
    said = await read_to_the_end(chat)
    assert "2026-1" in said
    assert "Mme Testa" in said
    assert await stands(citizen) is Standing.READY
    proof = await Acceptance.get(citizen_id=citizen.id)
    assert (proof.channel, proof.manner) == ("telegram", "parts")


async def test_a_citizen_walks_the_whole_way_by_mail(office: Office) -> None:
    citizen = await invited(office)
    mailbox = office.mailbox(MAIL)
    said = await mailbox.answer("OK merci")
    assert "testa65" in said
    assert "/lien/" in mailbox.link("lien")
    await office.page_sets_identifiers(citizen, PASSWORD)
    assert "Article 3" in mailbox.last()
    said = await mailbox.answer(f"J'accepte {mailbox.end_code()}")
    assert "2026-1" in said
    assert await stands(citizen) is Standing.READY
    proof = await Acceptance.get(citizen_id=citizen.id)
    assert (proof.channel, proof.manner) == ("mail", "code")
    assert "factures" in await mailbox.answer("mes factures")


async def test_whoever_stops_at_the_terms_on_telegram_answers_an_old_mail_and_is_there(
    office: Office,
) -> None:
    citizen = await invited(office)
    mailbox = office.mailbox(MAIL)
    invitation = mailbox.mails()[0]
    chat = await at_the_terms(office)
    said = await mailbox.answer("continuer", to=invitation)
    assert "Article 1" in said
    assert "Article 3" in said
    await mailbox.answer(f"j’accepte {mailbox.end_code()}")
    assert await stands(citizen) is Standing.READY
    assert "Que voulez-vous voir" in await chat.say("menu")


async def test_an_answer_to_an_old_mail_is_never_applied_to_the_present_question(
    office: Office,
) -> None:
    citizen = await invited(office)
    mailbox = office.mailbox(MAIL)
    invitation = mailbox.mails()[0]
    await at_the_terms(office)
    said = await mailbox.answer("1", to=invitation)
    assert "Article 1" in said
    assert await stands(citizen) is Standing.SECURED


async def test_a_button_of_an_older_question_changes_nothing(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    welcome = next(one for one in chat.heard() if one.turn)
    before = len(chat.heard())
    await chat.press_of(welcome, "Je n’ai rien reçu")
    said = "\n".join(one.text for one in chat.heard()[before:])
    assert "Que voulez-vous voir" in said


async def test_a_button_pressed_twice_speaks_once(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    menu = chat.question()
    await chat.press_of(menu, "Réglages")
    before = len(chat.heard())
    await chat.press_of(menu, "Réglages")
    assert chat.heard()[before:] == []


async def test_three_short_messages_in_a_row_get_one_answer(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    before = len(chat.heard())
    await chat.say("bonjour", "mes coordonnées", "s'il vous plaît")
    questions = [one for one in chat.heard()[before:] if one.turn]
    assert len(questions) == 1
    assert any("10 rue Creuse" in one.text for one in chat.heard()[before:])


async def test_thanks_get_no_mail_back(office: Office) -> None:
    await invited(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("oui")
    before = len(mailbox.mails())
    await mailbox.answer("Merci beaucoup !")
    assert len(mailbox.mails()) == before


async def read_to_the_end(chat: Chat) -> str:
    while not any(one.label.startswith("J’accepte") for one in chat.question().options):
        await chat.press("Suite")
    return await chat.press("J’accepte")


async def stands(citizen: Citizen) -> Standing:
    await citizen.refresh_from_db()
    return await standing(citizen)
