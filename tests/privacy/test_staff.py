"""What staff do for one person: send again, open again, unlink; the conversation learns of it."""

import pytest

from desk.privacy.resending import Resent, resend
from desk.privacy.unlinking import chats_of, unlink
from desk.privacy.unlocking import Unlocked, unlock
from models.conversation import Address
from models.family import Citizen
from models.journal import Journal
from models.link import PageLink
from models.post import Outbox, Timer
from models.staff import StaffAct
from portal import credentials
from tests.desk.office import MAIL, Office, at_home, at_the_terms, family, invited
from tests.privacy.family import STAFF


async def test_whoever_lost_the_invitation_gets_a_new_one(office: Office) -> None:
    citizen = await invited(office)
    mailbox, first = office.mailbox(MAIL), office.mailbox(MAIL).code()
    office.clock.passes(minutes=11)
    answer = await resend(office.counter, citizen, STAFF)
    assert (answer.what, answer.mail) == (Resent.INVITATION, "c…a@exemple.example")
    await office.work()
    assert mailbox.code() != first
    assert await noted("resend") == 1


async def test_whoever_stopped_half_way_gets_the_step_where_they_are(office: Office) -> None:
    citizen = await invited(office)
    await office.mailbox(MAIL).answer("oui")
    office.clock.passes(minutes=11)
    answer = await resend(office.counter, citizen, STAFF)
    assert answer.what is Resent.JOURNEY
    before = len(office.mailbox(MAIL).mails())
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == before + 1
    assert "/lien/" in office.mailbox(MAIL).link("lien")


async def test_whoever_is_in_service_gets_a_link_for_a_new_password(office: Office) -> None:
    citizen = await invited(office)
    await at_home(office)
    office.clock.passes(minutes=11)
    assert (await resend(office.counter, citizen, STAFF)).what is Resent.RESET
    await office.work()
    assert "/lien/" in office.mailbox(MAIL).link("lien")


async def test_nothing_leaves_twice_in_ten_minutes(office: Office) -> None:
    citizen = await invited(office)
    assert (await resend(office.counter, citizen, STAFF)).what is Resent.TOO_SOON
    office.clock.passes(minutes=11)
    assert (await resend(office.counter, citizen, STAFF)).done
    assert (await resend(office.counter, citizen, STAFF)).what is Resent.TOO_SOON
    assert await StaffAct.filter(deed="resend").count() == 1


async def test_without_a_mailbox_nothing_leaves(office: Office) -> None:
    citizen = await family(mail="")
    assert (await resend(office.counter, citizen, STAFF)).what is Resent.NO_MAIL
    assert not await StaffAct.all().exists()


async def test_a_mailbox_that_another_household_gave_too_gets_nothing(office: Office) -> None:
    citizen = await family(mail=MAIL)
    await family("paul.m", MAIL, given_name="Paul")
    assert (await resend(office.counter, citizen, STAFF)).what is Resent.SHARED
    assert not await StaffAct.all().exists()


async def test_a_frozen_account_gets_nothing_until_it_is_opened(office: Office) -> None:
    citizen = await frozen(office)
    office.clock.passes(minutes=11)
    assert (await resend(office.counter, citizen, STAFF)).what is Resent.FROZEN


async def test_after_not_me_the_invitation_is_asked_again_with_links_that_work(
    office: Office,
) -> None:
    citizen = await frozen(office)
    mailbox = office.mailbox(MAIL)
    void = mailbox.code()
    assert await unlock(office.counter, citizen, STAFF) is Unlocked.UNFROZEN
    await office.work()
    assert "Voulez-vous activer votre espace" in mailbox.last()
    assert mailbox.code() != void
    await citizen.refresh_from_db()
    assert (citizen.frozen_at, citizen.frozen_why) == (None, "")
    await mailbox.answer("oui")
    await citizen.refresh_from_db()
    assert citizen.activated_at
    assert await noted("unlock") == 1


async def test_after_too_many_failures_the_password_is_looked_at_again(office: Office) -> None:
    citizen = await invited(office)
    chat = await at_home(office)
    for _ in range(12):
        await credentials.failed(citizen, office.clock())
    assert credentials.locked(citizen)
    assert await unlock(office.counter, citizen, STAFF) is Unlocked.UNLOCKED
    before = len(chat.heard())
    await office.work()
    assert "de nouveau essayer" in "".join(one.text for one in chat.heard()[before:])
    await citizen.refresh_from_db()
    assert (citizen.failures, citizen.last_failure_at) == (0, None)


async def test_wrong_codes_typed_in_their_chat_are_forgotten_too(office: Office) -> None:
    citizen = await invited(office)
    await at_home(office)
    await Address.filter(external_id="700").update(failures=7, last_failure_at=office.clock())
    assert await unlock(office.counter, citizen, STAFF) is Unlocked.UNLOCKED
    assert (await Address.get(external_id="700")).failures == 0


async def test_an_open_account_is_left_alone(office: Office) -> None:
    citizen = await invited(office)
    assert await unlock(office.counter, citizen, STAFF) is Unlocked.OPEN
    assert not await StaffAct.all().exists()
    assert not await Journal.filter(kind="staff").exists()


async def test_an_unlinked_chat_shows_nothing_more(office: Office) -> None:
    citizen = await invited(office)
    chat = await at_home(office)
    [linked] = await chats_of(citizen)
    assert [one.number for one in await unlink(office.counter, citizen, [linked], STAFF)] == [
        linked.number
    ]
    said = await chat.say("mes coordonnées")
    assert "rue Creuse" not in said
    assert await chats_of(citizen) == []
    assert await noted("unlink") == 1
    assert await unlink(office.counter, citizen, [linked], STAFF) == []
    assert await noted("unlink") == 1


async def test_only_the_chat_that_is_named_is_unlinked(office: Office) -> None:
    citizen = await invited(office)
    await at_home(office)
    other = office.chat(701)
    await other.say("/start")
    await other.say("testa65")
    await Address.filter(external_id="701").update(
        conversation_id=(await Address.get(external_id="700")).conversation_id
    )
    first, second = await chats_of(citizen)
    await unlink(office.counter, citizen, [second], STAFF)
    assert await chats_of(citizen) == [first]


async def test_what_was_about_to_be_said_there_is_not_said(office: Office) -> None:
    citizen = await invited(office)
    chat = await at_the_terms(office)
    [linked] = await chats_of(citizen)
    armed = Timer.filter(address_id=linked.number, fired_at=None)
    assert await armed.exists()
    sent = await Outbox.all().order_by("-id").first()
    assert sent
    await unlink(office.counter, citizen, [linked], STAFF)
    assert not await armed.exists()
    before = len(chat.heard())
    await office.remind(days=5)
    assert not [one for one in chat.heard()[before:] if "Article" in one.text]


@pytest.mark.parametrize("deed", ["resend", "unlock", "unlink"])
async def test_who_asked_and_why_is_kept_apart_from_the_journal(office: Office, deed: str) -> None:
    citizen = await frozen(office) if deed == "unlock" else await invited(office)
    if deed == "unlink":
        await at_home(office)
    office.clock.passes(minutes=11)
    if deed == "resend":
        await resend(office.counter, citizen, STAFF)
    elif deed == "unlock":
        await unlock(office.counter, citizen, STAFF)
    else:
        await unlink(office.counter, citizen, await chats_of(citizen), STAFF)
    act = await StaffAct.get(deed=deed)
    assert (act.by, act.reason, act.citizen_id) == ("agent", "demande au guichet", citizen.id)
    lines = await Journal.filter(kind="staff").values()
    assert "demande au guichet" not in repr(lines)


async def frozen(office: Office) -> Citizen:
    """« Ce n'est pas moi », and every link is void."""
    citizen = await invited(office)
    await office.mailbox(MAIL).answer("pas moi")
    await office.mailbox(MAIL).answer("oui")
    await citizen.refresh_from_db()
    assert citizen.frozen_at
    assert not await PageLink.filter(revoked_at=None, used_at=None).exists()
    return citizen


async def noted(detail: str) -> int:
    return await Journal.filter(kind="staff", detail=detail).count()
