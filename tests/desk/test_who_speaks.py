"""What a sender proved decides what is told; nothing personal goes where it is not on file."""

import asyncio

from tortoise.transactions import in_transaction

from desk.addresses import address_of, conversation_of
from desk.invitations import invite
from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen, Household
from tests.desk.office import MAIL, Office, at_home, family, invited


async def test_a_mail_in_a_citizens_name_gets_a_mail_that_must_be_answered(office: Office) -> None:
    await invited(office)
    await at_home(office)
    mailbox = office.mailbox(MAIL)
    said = await mailbox.write("mes coordonnées")
    assert "10 rue Creuse" not in said
    said = await mailbox.write("oui")
    assert "10 rue Creuse" not in said
    assert "10 rue Creuse" in await mailbox.answer("oui")


async def test_a_token_is_useless_from_another_mailbox(office: Office) -> None:
    citizen = await invited(office)
    stranger = office.mailbox("inconnu@ailleurs.example")
    await stranger.write("oui", tokens=(office.mailbox(MAIL).mails()[-1].token,))
    await citizen.refresh_from_db()
    assert citizen.activated_at is None


async def test_an_unknown_mailbox_learns_nothing(office: Office) -> None:
    await invited(office)
    stranger = office.mailbox("inconnu@ailleurs.example")
    said = await stranger.write("mes factures")
    assert "Testa" not in said


async def couple() -> tuple[Citizen, Citizen]:
    """Two adults of one household, and one mailbox."""
    paul = await family("paul.m", "famille@exemple.example", given_name="Paul")
    home = await Household.get(id=paul.household_id)
    helene = await family(
        "helene.m", "famille@exemple.example", given_name="Hélène", household=home
    )
    return paul, helene


async def test_a_couple_that_shares_a_mailbox_is_asked_who_writes(office: Office) -> None:
    _, helene = await couple()
    mailbox = office.mailbox("famille@exemple.example")
    said = await mailbox.write("bonjour")
    assert "plusieurs personnes" in said
    await invite(office.counter, helene, office.clock())
    office.clock.passes(hours=1)
    before = len(mailbox.mails())
    await mailbox.answer("helene.m", to=mailbox.mails()[0])
    mails = mailbox.mails()[before:]
    assert any("Hélène" in mail.to_name for mail in mails)


async def test_each_mail_to_a_shared_mailbox_names_its_person_and_its_token_decides(
    office: Office,
) -> None:
    paul, helene = await couple()
    for one in (paul, helene):
        await invite(office.counter, one, office.clock())
    await office.work()
    mailbox = office.mailbox("famille@exemple.example")
    to_paul = next(mail for mail in mailbox.mails() if mail.to_name.startswith("Paul"))
    await mailbox.answer("oui", to=to_paul)
    await paul.refresh_from_db()
    await helene.refresh_from_db()
    assert paul.activated_at is not None
    assert helene.activated_at is None


async def test_a_chat_that_signed_out_proves_itself_with_a_code_by_mail(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    await chat.say("me déconnecter")
    said = await chat.say("mes coordonnées")
    assert "10 rue Creuse" not in said
    assert "10 rue Creuse" in await chat.say(office.mailbox(MAIL).digits())


async def test_a_wrong_proof_opens_nothing_and_five_stop_it(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    await chat.say("me déconnecter")
    await chat.say("mes coordonnées")
    for _ in range(6):
        said = await chat.say("000000")
    assert "10 rue Creuse" not in said
    assert "10 rue Creuse" not in await chat.say(office.mailbox(MAIL).digits())


async def test_a_linked_chat_reads_for_ninety_days_then_wakes_with_a_code(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    office.clock.passes(days=89)
    assert "10 rue Creuse" in await chat.say("mes coordonnées")
    office.clock.passes(days=91)
    assert "10 rue Creuse" not in await chat.say("mes coordonnées")


async def test_a_code_linked_to_one_chat_is_useless_from_another(office: Office) -> None:
    await invited(office)
    code = office.mailbox(MAIL).code()
    first = office.chat(700)
    await first.say("/start")
    await first.say(code)
    await first.press("Oui")
    second = office.chat(701)
    await second.say("/start")
    said = await second.say(code)
    assert "déjà" in said
    assert "testa65" not in said


async def test_the_mailbox_on_file_is_told_of_a_new_chat(office: Office) -> None:
    await invited(office)
    await at_home(office)
    told = [one.text for mail in office.mailbox(MAIL).mails() for one in mail.spoken]
    assert any("Telegram" in text and "PAS MOI" in text for text in told)


async def test_unlinking_makes_the_chat_nobodys(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    before = (await address_of(office.slug, Channel.TELEGRAM, chat.address)).conversation_id
    await chat.say("délier")
    await chat.press("Oui")
    said = await chat.say("mes coordonnées")
    assert "10 rue Creuse" not in said
    assert (await Address.get(external_id=chat.address)).conversation_id != before


async def test_too_many_wrong_codes_make_one_wait_until_a_date(office: Office) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    for _ in range(6):
        said = await chat.say("ZZZZ-9999")
    assert "12 h" in said
    assert "testa65" not in await chat.say(office.mailbox(MAIL).code())
    office.clock.passes(hours=1)
    assert "testa65" in await chat.say(office.mailbox(MAIL).code())


async def test_two_first_messages_at_the_same_moment_meet_in_one_conversation(
    office: Office,
) -> None:
    citizen = await family()

    async def first() -> Conversation:
        async with in_transaction():
            return await conversation_of(citizen)

    met = await asyncio.gather(*(first() for _ in range(4)))
    assert len({one.id for one in met}) == 1
    assert await conversation_of(citizen) == met[0]
