"""A chat is linked from a page: once, soon, in one chat; whoever shares the space is told, and can undo it."""

import asyncio

import pytest

from desk.chats import chats_of
from desk.pages import offer, unlink_chat
from desk.pages.session import open_session, visitor
from desk.privacy.acts import Staff
from desk.privacy.unlocking import unlock
from models.conversation import Address
from models.family import Citizen
from models.post import Outbox
from portal import identity_link
from portal.identity_link import Account
from tests.desk.office import MAIL, Chat, Office, at_home, family, invited, spaced

PRIVATE = "10 rue Creuse"


async def resident(office: Office) -> tuple[Citizen, Chat]:
    """Claire, at home in the chat 700."""
    citizen = await invited(office)
    return citizen, await at_home(office)


async def opened(office: Office, chat: Chat, citizen: Citizen) -> tuple[str, str]:
    """What `chat` is told when it opens a new link of her page; and the code that the page shows."""
    link = await offer(office.counter, citizen)
    assert link is not None
    return await chat.say(f"/start {token_of(link.telegram)}"), link.match


def token_of(address: str) -> str:
    return address.rpartition("start=")[2]


async def numbers(citizen: Citizen) -> list[str]:
    return [chat.external_id for chat in await chats_of(citizen)]


async def test_the_page_and_the_chat_show_the_same_code(office: Office) -> None:
    citizen, _ = await resident(office)
    second = office.chat(701)
    said, match = await opened(office, second, citizen)
    assert f"montre ce code : {match}" in said
    assert len(match) == 4
    await second.press("Oui")
    assert PRIVATE in await second.say("mes coordonnées")
    assert await numbers(citizen) == ["700", "701"]


async def test_each_link_has_a_code_of_its_own(office: Office) -> None:
    citizen, _ = await resident(office)
    made = [await offer(office.counter, citizen) for _ in range(5)]
    assert len({link.match for link in made if link}) == 5


async def test_replayed_the_link_opens_nothing_more(office: Office) -> None:
    citizen, _ = await resident(office)
    link = await offer(office.counter, citizen)
    assert link
    second, third = office.chat(701), office.chat(702)
    await second.say(f"/start {token_of(link.telegram)}")
    await second.press("Oui")
    said = await third.say(f"/start {token_of(link.telegram)}")
    assert "ne relie plus rien" in said
    assert "testa65" not in said
    assert await numbers(citizen) == ["700", "701"]


async def test_replayed_in_the_chat_that_it_linked_it_says_so(office: Office) -> None:
    citizen, _ = await resident(office)
    link = await offer(office.counter, citizen)
    assert link
    second = office.chat(701)
    await second.say(f"/start {token_of(link.telegram)}")
    await second.press("Oui")
    assert "déjà reliée" in await second.say(f"/start {token_of(link.telegram)}")


async def test_stolen_while_she_hesitates_it_answers_nobody_else(office: Office) -> None:
    citizen, _ = await resident(office)
    link = await offer(office.counter, citizen)
    assert link
    hers, thief = office.chat(701), office.chat(702)
    await hers.say(f"/start {token_of(link.telegram)}")
    said = await thief.say(f"/start {token_of(link.telegram)}")
    assert "ouvert dans une autre conversation" in said
    assert "testa65" not in said
    await thief.say("oui")
    await hers.press("Oui")
    assert PRIVATE not in await thief.say("mes coordonnées")
    assert await numbers(citizen) == ["700", "701"]


async def test_an_invitation_waits_a_quarter_of_an_hour_for_the_chat_that_opened_it(
    office: Office,
) -> None:
    citizen = await invited(office)
    token, code = token_of(office.mailbox(MAIL).link("start=")), office.mailbox(MAIL).code()
    first, second = office.chat(700), office.chat(701)
    said = await first.say(f"/start {token}")
    assert "C’est bien vous" in said
    assert "S’il en porte un autre, ou si quelqu’un vous a envoyé ce lien, répondez non" in said
    for opened_by in (f"/start {token}", code):
        said = await second.say(opened_by)
        assert "ouvert dans une autre conversation" in said
        assert "testa65" not in said
    office.clock.passes(minutes=15)
    assert "C’est bien vous" in await second.say(f"/start {token}")
    assert "ne relie plus rien" in await first.press("Oui")
    await second.press("Oui")
    assert await numbers(citizen) == ["701"]


async def test_a_yes_to_an_invitation_that_comes_too_late_is_said_again_after_one_more_tap(
    office: Office,
) -> None:
    citizen = await invited(office)
    token = token_of(office.mailbox(MAIL).link("start="))
    chat = office.chat(700)
    await chat.say(f"/start {token}")
    office.clock.passes(days=3)
    assert "vous aviez un quart d’heure" in await chat.press("Oui")
    assert await numbers(citizen) == []
    office.clock.passes(days=60)
    await chat.say(f"/start {token}")
    await chat.press("Oui")
    assert await numbers(citizen) == ["700"]


async def test_who_answers_no_gives_the_invitation_back_at_once(office: Office) -> None:
    citizen = await invited(office)
    token = token_of(office.mailbox(MAIL).link("start="))
    spouse, hers = office.chat(701), office.chat(700)
    await spouse.say(f"/start {token}")
    await spouse.press("Non")
    await hers.say(f"/start {token}")
    await hers.press("Oui")
    assert await numbers(citizen) == ["700"]


async def test_an_invitation_links_one_chat_once_even_after_that_chat_was_unlinked(
    office: Office,
) -> None:
    citizen = await invited(office)
    token, code = token_of(office.mailbox(MAIL).link("start=")), office.mailbox(MAIL).code()
    chat = office.chat(700)
    await chat.say(f"/start {token}")
    await chat.press("Oui")
    assert await unlink_chat(office.counter, citizen, (await chats_of(citizen))[0].number)
    for again in (chat, office.chat(701)):
        for opened_by in (f"/start {token}", code):
            said = await again.say(opened_by)
            assert "déjà servi" in said
            assert "testa65" not in said
    assert await numbers(citizen) == []


@pytest.mark.parametrize("minutes", [15, 60])
async def test_after_a_quarter_of_an_hour_it_is_too_late(office: Office, minutes: int) -> None:
    citizen, _ = await resident(office)
    link = await offer(office.counter, citizen)
    assert link
    office.clock.passes(minutes=minutes)
    assert "ne relie plus rien" in await office.chat(701).say(f"/start {token_of(link.telegram)}")


async def test_a_yes_that_comes_too_late_links_nothing(office: Office) -> None:
    citizen, _ = await resident(office)
    second = office.chat(701)
    await opened(office, second, citizen)
    office.clock.passes(minutes=15)
    assert "ne relie plus rien" in await second.press("Oui")
    assert await numbers(citizen) == ["700"]


async def test_a_newer_link_makes_the_older_one_void(office: Office) -> None:
    citizen, _ = await resident(office)
    older = await offer(office.counter, citizen)
    assert older
    await offer(office.counter, citizen)
    assert "ne relie plus rien" in await office.chat(701).say(f"/start {token_of(older.telegram)}")


async def test_forwarded_it_says_whose_space_it_is_and_no_links_nothing(office: Office) -> None:
    citizen, _ = await resident(office)
    other = office.chat(701)
    said, _ = await opened(office, other, citizen)
    assert "Mme T." in said
    assert "répondez non" in said
    assert "Rien n’a été relié" in await other.press("Non")
    assert await numbers(citizen) == ["700"]


async def test_crossed_each_of_two_people_gets_what_the_link_says_and_is_asked_first(
    office: Office,
) -> None:
    claire, chat = await resident(office)
    paul = await family("paul.m", "paul@exemple.example", given_name="Paul", family_name="Martin")
    await Citizen.filter(id=paul.id).update(
        activated_at=office.clock(), identifiers_set_at=office.clock()
    )
    other = office.chat(701)
    said, match = await opened(office, chat, paul)
    assert f"code : {match}" in said
    assert "ne sera plus reliée à l’espace testa65" in said
    await chat.press("Non")
    said, _ = await opened(office, other, claire)
    assert "paul.m" not in said
    await other.press("Oui")
    assert (await numbers(claire), await numbers(paul)) == (["700", "701"], [])


async def test_the_mailbox_and_the_chats_of_before_are_told(office: Office) -> None:
    citizen, first = await resident(office)
    second = office.chat(701)
    await opened(office, second, citizen)
    before = len(first.heard())
    await second.press("Oui")
    told = spaced("\n".join(one.text for one in first.heard()[before:]))
    assert "Une autre conversation Telegram vient d’être reliée" in told
    assert "PAS MOI" in office.mailbox(MAIL).last()
    assert not any("Une autre conversation" in one.text for one in second.heard())


async def test_not_me_from_the_chat_of_before_unlinks_the_new_one_and_locks(office: Office) -> None:
    citizen, first = await resident(office)
    thief = office.chat(701)
    await opened(office, thief, citizen)
    await thief.press("Oui")
    await first.say("ce n’est pas moi")
    await first.press("Oui")
    await citizen.refresh_from_db()
    assert citizen.frozen_at
    assert await numbers(citizen) == ["700"]
    assert PRIVATE not in await thief.say("mes coordonnées")


async def test_not_me_by_mail_closes_every_way_in_even_once_staff_reopen_the_space(
    office: Office,
) -> None:
    citizen, first = await resident(office)
    thief = office.chat(701)
    await opened(office, thief, citizen)
    await thief.press("Oui")
    page = await open_session(office.counter, citizen)
    await identity_link.link(citizen, Account("issuer", "sub"), office.clock())
    await office.mailbox(MAIL).answer("PAS MOI")
    await office.mailbox(MAIL).answer("oui")
    assert await numbers(citizen) == []
    await unlock(office.counter, citizen, Staff(by="test"))
    await office.work()
    for chat in (first, thief):
        assert PRIVATE not in await chat.say("mes coordonnées")
    assert await visitor(office.counter, citizen.town, page) is None
    assert await identity_link.linked_since(citizen) is None


async def test_several_chats_are_listed_and_the_others_unlinked_from_one(office: Office) -> None:
    citizen, first = await resident(office)
    second = office.chat(701)
    await opened(office, second, citizen)
    await second.press("Oui")
    said = await second.say("réglages")
    assert said.count("conversation Telegram reliée n°") == 2
    assert said.count("(celle-ci)") == 1
    await second.say("délier")
    await second.press("Les autres")
    assert "C’est fait" in await second.press("Oui")
    assert await numbers(citizen) == ["701"]
    assert PRIVATE not in await first.say("mes coordonnées")
    assert "n’est plus reliée" in office.mailbox(MAIL).last()


async def test_a_chat_whose_proof_is_old_must_prove_itself_to_unlink_the_others(
    office: Office,
) -> None:
    citizen, first = await resident(office)
    second = office.chat(701)
    await opened(office, second, citizen)
    await second.press("Oui")
    office.clock.passes(days=2)
    await first.say("délier")
    await first.press("Les autres")
    assert await numbers(citizen) == ["700", "701"]
    await first.say(office.mailbox(MAIL).digits())
    await first.press("Oui")
    assert await numbers(citizen) == ["700"]


async def test_by_mail_every_chat_can_be_unlinked(office: Office) -> None:
    citizen, chat = await resident(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.answer("délier")
    await mailbox.answer("oui")
    assert await numbers(citizen) == []
    assert PRIVATE not in await chat.say("mes coordonnées")
    assert "rien à changer" in await mailbox.answer("délier")


async def test_unlinking_a_chat_from_itself_is_told_to_the_mailbox(office: Office) -> None:
    _, chat = await resident(office)
    await chat.say("délier")
    await chat.press("Oui")
    assert "n’est plus reliée" in office.mailbox(MAIL).last()


async def test_once_a_chat_has_left_an_old_mail_still_answers_no_question_but_its_own(
    office: Office,
) -> None:
    _, chat = await resident(office)
    mailbox = office.mailbox(MAIL)
    invitation = mailbox.mails()[0]
    await chat.say("délier")
    await chat.press("Oui")
    await mailbox.write("bonjour")
    assert "question plus ancienne" in await mailbox.answer("1", to=invitation, aligned=True)


async def test_asleep_for_ninety_days_a_chat_wakes_with_a_code_sent_to_the_mail(
    office: Office,
) -> None:
    _, chat = await resident(office)
    office.clock.passes(days=91)
    assert PRIVATE not in await chat.say("mes coordonnées")
    assert PRIVATE in await chat.say(office.mailbox(MAIL).digits())
    office.clock.passes(days=89)
    assert PRIVATE in await chat.say("mes coordonnées")


async def test_two_chats_that_open_it_and_say_yes_at_the_same_moment_are_not_both_linked(
    office: Office,
) -> None:
    citizen, _ = await resident(office)
    link = await offer(office.counter, citizen)
    assert link
    chats = [office.chat(701), office.chat(702)]
    await asyncio.gather(*(chat.say(f"/start {token_of(link.telegram)}") for chat in chats))
    await office.work()
    asked = [chat for chat in chats if "C’est bien vous" in chat.heard()[-1].text]
    assert len(asked) == 1
    await asyncio.gather(*(chat.say("oui") for chat in chats))
    await office.work()
    assert len(await numbers(citizen)) == 2


async def test_no_table_holds_a_token_of_a_link(office: Office) -> None:
    citizen, _ = await resident(office)
    link = await offer(office.counter, citizen)
    assert link
    await office.chat(701).say(f"/start {token_of(link.telegram)}")
    kept = [str(row) for row in [*await Outbox.all().values(), *await Address.all().values()]]
    assert not any(token_of(link.telegram) in row for row in kept)
