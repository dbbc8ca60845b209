"""An end to what is kept about a person; what the law has us keep stays, apart; the others lose nothing."""

from datetime import datetime
from pathlib import Path

import pytest
from tortoise.transactions import in_transaction

from desk.inbox import put
from desk.pages import asked_of, not_me
from desk.privacy.account import close_account
from desk.privacy.erasing import erase, outlook
from desk.privacy.exporting import export
from desk.privacy.forgetting import forget, remember
from flows.here import Channel
from models.conversation import Address, Conversation
from models.dashboard import CitizenRequest, Invoice
from models.family import Child, Citizen, Household
from models.imported import Imported
from models.journal import Journal, Utterance
from models.link import PageLink
from models.post import Inbox, InboxState, Outbox
from models.staff import KeptIdentity, StaffAct
from models.terms import Acceptance
from portal.credentials import login_free
from portal.erasure import erased
from tests.desk.office import MAIL, TOWN, Office, at_home, family, heard, invited
from tests.privacy.family import CHILD, STAFF, spouse, ward, with_a_space


async def test_what_will_go_and_what_will_stay_is_said_first(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    seen = await outlook(office.counter, citizen)
    assert seen.kept == {"acceptances": 1, "invoices": 1, "requests": 1, "tickets": 1}
    assert seen.erased["conversations"] == 1
    assert seen.erased["addresses"] == 2
    assert min(seen.erased[name] for name in ("said", "sent", "links", "journal")) > 0
    assert await Utterance.all().exists(), "looking changes nothing"


async def test_nothing_leads_to_the_person_any_more(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    await erase(office.counter, citizen, STAFF)
    for table in (Utterance, Outbox, PageLink, Address, Conversation):
        assert not await table.all().exists(), table
    [row] = await Citizen.filter(id=citizen.id)
    assert erased(row)
    assert (row.given_name, row.family_name, row.mail, row.phone) == ("", "", "", "")
    assert (row.birth_date, row.password_hash) == (None, "")


async def test_what_the_town_was_told_of_a_suspended_space_goes_too(office: Office) -> None:
    citizen = await invited(office)
    query = office.mailbox(MAIL).link("Validation").partition("?")[2]
    await not_me(office.counter, asked_of(TOWN.slug, query))
    await office.work()
    assert citizen.login in office.mailbox(TOWN.contact).last()
    await erase(office.counter, citizen, STAFF)
    assert not await Outbox.all().exists()


async def test_the_proof_stays_with_a_name_beside_it(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    await erase(office.counter, citizen, STAFF)
    for table in (Invoice, CitizenRequest, Acceptance):
        assert await table.filter(citizen_id=citizen.id).count() == 1, table
    kept = await KeptIdentity.get(citizen_id=citizen.id)
    assert (kept.login, kept.given_name, kept.family_name) == ("testa65", "Claire", "Testa")


async def test_without_anything_to_prove_no_name_is_kept(office: Office) -> None:
    citizen = await invited(office)
    await erase(office.counter, citizen, STAFF)
    assert not await KeptIdentity.all().exists()


async def test_the_journal_still_counts_and_says_nothing_of_whom(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    lines = await Journal.all().count()
    await erase(office.counter, citizen, STAFF)
    story = await Journal.filter(kind__not="staff")
    assert len(story) == lines
    assert {(one.conversation_id, one.address_id) for one in story} == {(None, None)}
    [pseudonym] = {one.citizen_id for one in story}
    assert pseudonym
    assert pseudonym < 0


async def test_that_it_was_done_is_written_down(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    counts = await erase(office.counter, citizen, STAFF)
    act = await StaffAct.get(deed="erase")
    assert (act.citizen_id, act.by, act.reason) == (citizen.id, "agent", "demande au guichet")
    assert act.finished_at
    assert act.counts == dict(counts)
    assert await Journal.filter(kind="staff", detail="erase", citizen_id=citizen.id).count() == 1


async def test_whoever_writes_afterwards_is_a_stranger(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    mailbox, chat = office.mailbox(MAIL), office.chat()
    old = mailbox.mails()[-1]
    await erase(office.counter, citizen, STAFF)
    said = await chat.say("mes factures")
    assert "F-2026-051" not in said
    assert "Testa" not in said
    said = await mailbox.answer("mes factures", to=old, aligned=True)
    assert "F-2026-051" not in said
    assert "Testa" not in said
    assert not await Conversation.exclude(citizen_id=None).exists()


async def test_the_other_adult_of_the_home_loses_nothing(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    other = await spouse(citizen, "marc@exemple.example")
    await ward(other, "enfant-1", CHILD)
    await erase(office.counter, citizen, STAFF)
    assert await Child.filter(external_id="enfant-1").exists()
    assert await Household.filter(id=other.household_id, street="10 rue Creuse").exists()
    assert not await Citizen.filter(household_id=other.household_id).exclude(id=other.id).exists()


async def test_a_child_for_whom_nobody_else_answers_goes_with_the_home(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    await erase(office.counter, citizen, STAFF)
    assert not await Child.all().exists()
    assert [home.street for home in await Household.all()] == [""]


async def test_the_fingerprints_of_the_last_import_go_too(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    names = {"adult": "testa65", "child": "enfant-1", "household": "h-testa65"}
    for kind, name in {**names, "news": "n-1"}.items():
        mark = Imported(town=TOWN.slug, kind=kind, external_id=name, marks={"phone": "0a1b"})
        await mark.save()
    await erase(office.counter, citizen, STAFF)
    assert await Imported.all().values_list("kind", flat=True) == ["news"]


async def test_a_shared_mailbox_stays_the_others(office: Office) -> None:
    citizen = await invited(office)
    other = await spouse(citizen, MAIL)
    mailbox = office.mailbox(MAIL)
    await mailbox.write("identifiant oublié")
    await mailbox.write(MAIL)
    await erase(office.counter, citizen, STAFF)
    address = await Address.get(town=TOWN.slug, external_id=MAIL)
    left = await Outbox.filter(address_id=address.id)
    assert not [row for row in left if row.message["params"].get("login") == "testa65"]
    await other.refresh_from_db()
    assert "marc.testa" in await mailbox.write("identifiant") + other.login


async def test_a_chat_that_was_theirs_and_is_nobodys_goes_too(office: Office) -> None:
    citizen = await invited(office)
    chat = await at_home(office)
    await chat.say("délier")
    await chat.press("Oui")
    await citizen.refresh_from_db()
    await erase(office.counter, citizen, STAFF)
    assert not await Address.filter(channel=Channel.TELEGRAM).exists()


async def test_another_citizen_of_the_same_name_is_left_alone(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    other = await family(login="testa66", mail="claire.autre@exemple.example")
    await office.mailbox("claire.autre@exemple.example").write("bonjour, c'est moi")
    said = await Utterance.filter(text="bonjour, c'est moi").count()
    await erase(office.counter, citizen, STAFF)
    assert await Utterance.filter(text="bonjour, c'est moi").count() == said == 1
    await other.refresh_from_db()
    assert other.mail == "claire.autre@exemple.example"


async def test_words_that_wait_are_emptied_and_their_mark_stays(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    await office.deliver(Channel.TELEGRAM, "700", heard("pas encore joué"), "late")
    await erase(office.counter, citizen, STAFF)
    row = await Inbox.get(external_id="late")
    assert (row.state, row.body) == (InboxState.DONE, {})
    await office.deliver(Channel.TELEGRAM, "700", heard("pas encore joué"), "late")
    await office.work()
    assert not await Utterance.all().exists()


async def test_stopped_in_the_middle_it_is_begun_again(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    async with in_transaction():
        await close_account(citizen, office.clock())
    await citizen.refresh_from_db()
    assert citizen.login == "testa65"
    assert not erased(citizen)
    await erase(office.counter, citizen, STAFF)
    assert await KeptIdentity.all().count() == 1
    assert not await Address.all().exists()


async def test_its_login_is_free_again(office: Office) -> None:
    citizen = await at_home_with_a_space(office)
    await erase(office.counter, citizen, STAFF)
    other = await family(login="autre.personne", mail="autre@exemple.example")
    assert await login_free(TOWN.slug, "testa65", other)


async def test_what_is_kept_can_still_be_given(office: Office, tmp_path: Path) -> None:
    citizen = await at_home_with_a_space(office)
    await erase(office.counter, citizen, STAFF)
    await citizen.refresh_from_db()
    made = await export(office.counter, citizen, tmp_path, STAFF)
    assert "F-2026-051" in made.text.read_text("utf-8")


async def test_a_message_stored_as_the_address_goes_is_answered(office: Office) -> None:
    chat = office.chat(801)
    await chat.say("bonjour")
    address = await Address.get(external_id="801")
    async with in_transaction():
        await forget([address])
    at: datetime = office.clock()
    await put(address, account="test", external_id="race", at=at, what=heard("il y a quelqu'un ?"))
    async with in_transaction():
        assert await remember([address]) == 1
    before = len(chat.heard())
    await office.work()
    assert len(chat.heard()) > before


@pytest.mark.parametrize("times", [2])
async def test_the_same_address_comes_back_once(office: Office, times: int) -> None:
    await office.chat(801).say("bonjour")
    address = await Address.get(external_id="801")
    for _ in range(times):
        assert await remember([address]) == 0


async def at_home_with_a_space(office: Office) -> Citizen:
    """A whole journey on Telegram, begun by mail."""
    citizen = await invited(office)
    await with_a_space(citizen)
    chat = await at_home(office)
    await chat.say("mes factures")
    await citizen.refresh_from_db()
    return citizen
