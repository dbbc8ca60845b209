"""A choice of a mail is a page: asked once more, then said, and never more than the mail itself may do."""

from desk.door import Parcel
from desk.flood import MOST_A_MINUTE
from desk.invitations import invite
from desk.received import Pressed, Received
from flows.here import Channel
from models.family import Citizen
from models.journal import Journal
from models.post import Inbox
from tests.desk.office import TOWN, Office, at_home, family, spaced
from tests.web.browser import Browser, Page
from tests.web.people import MAIL, invited, tables

SEND = "Envoyer ma réponse"


def page_of(mail: Parcel, label: str) -> str:
    """The address of that choice, as the mail holds it."""
    options = [one for said in mail.spoken for one in said.options]
    return next(one.page for one in options if one.label.startswith(label))


def last_page(office: Office, label: str) -> str:
    return page_of(office.mailbox(MAIL).mails()[-1], label)


async def said(office: Office, web: Browser, url: str) -> Page:
    """Opened, confirmed, and what follows played."""
    page = await web.press(await web.open(url), SEND)
    await office.work()
    return page


async def test_a_choice_is_shown_with_its_question_before_anything_is_said(
    office: Office, web: Browser
) -> None:
    await invited(office)
    before = await tables()
    page = await web.open(last_page(office, "Oui"))
    assert page.heading == "Confirmer votre réponse"
    assert "Oui" in page.text
    assert "Mme T." in page.text
    assert page.buttons == [SEND]
    assert await tables() == before


async def test_opening_it_a_hundred_times_as_scanners_do_says_nothing(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    for _ in range(20):
        await web.open(last_page(office, "Oui"))
        await web.client.head(last_page(office, "Oui"))
    await office.work()
    await citizen.refresh_from_db()
    assert citizen.activated_at is None


async def test_a_yes_on_the_page_is_a_yes_by_mail(office: Office, web: Browser) -> None:
    citizen = await invited(office)
    page = await said(office, web, last_page(office, "Oui"))
    assert page.heading == "Votre réponse est envoyée"
    await citizen.refresh_from_db()
    assert citizen.activated_by == "mail"
    assert "testa65" in office.mailbox(MAIL).last()
    assert "testa65" not in page.text


async def test_what_was_not_kept_is_not_said_to_be_sent(office: Office, web: Browser) -> None:
    await invited(office)
    page = await web.open(last_page(office, "Oui"))
    written = Received(
        town=TOWN.slug,
        channel=Channel.MAIL,
        address=MAIL,
        account="mail",
        external_id="",
        at=office.clock(),
        what=Pressed(key="oui", turn=0),
    )
    for _ in range(MOST_A_MINUTE):  # somebody writes in her name, faster than we read
        office.counter.flood.over(written, office.clock())
    page = await web.press(page, SEND)
    assert page.heading == "Confirmer votre réponse"
    assert page.buttons == [SEND]


async def test_what_follows_stays_in_the_thread(office: Office, web: Browser) -> None:
    await invited(office)
    invitation = office.mailbox(MAIL).mails()[-1]
    await said(office, web, page_of(invitation, "Oui"))
    answer = office.mailbox(MAIL).mails()[-1]
    assert invitation.token in answer.thread
    assert answer.subject.startswith("Re: ")


async def test_pressed_twice_it_is_said_once_and_told_kindly(office: Office, web: Browser) -> None:
    await invited(office)
    url = last_page(office, "Oui")
    page = await web.open(url)
    await web.press(page, SEND)
    again = await web.press(page, SEND)
    assert again.heading == "Vous avez déjà répondu"
    await office.work()
    before = len(office.mailbox(MAIL).mails())
    later = await web.press(page, SEND)
    await office.work()
    assert later.heading == "Vous avez déjà répondu"
    assert later.buttons == []
    assert len(office.mailbox(MAIL).mails()) == before


async def test_another_choice_of_a_question_that_was_answered_changes_nothing(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    invitation = office.mailbox(MAIL).mails()[-1]
    other = await web.open(page_of(invitation, "Non"))
    await said(office, web, page_of(invitation, "Oui"))
    web.here = page_of(invitation, "Non")
    page = await web.press(other, SEND)
    await office.work()
    assert page.heading == "Cette question n’attend plus de réponse"
    await citizen.refresh_from_db()
    assert citizen.activated_at is not None


async def test_two_choices_pressed_before_either_is_played_are_one_answer(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    invitation = office.mailbox(MAIL).mails()[-1]
    yes, no = await web.open(page_of(invitation, "Oui")), await web.open(page_of(invitation, "Non"))
    web.here = page_of(invitation, "Oui")
    await web.press(yes, SEND)
    web.here = page_of(invitation, "Non")
    page = await web.press(no, SEND)
    assert page.heading == "Cette question n’attend plus de réponse"
    await office.work()
    await citizen.refresh_from_db()
    assert citizen.activated_at is not None


async def test_a_question_answered_by_mail_is_no_more_asked_on_its_page(
    office: Office, web: Browser
) -> None:
    await invited(office)
    url = last_page(office, "Oui")
    await office.mailbox(MAIL).answer("oui")
    assert (await web.open(url)).heading == "Cette question n’attend plus de réponse"


async def test_an_old_mail_is_told_too_old(office: Office, web: Browser) -> None:
    await invited(office)
    url = last_page(office, "Oui")
    office.clock.passes(days=91)
    page = await web.open(url)
    assert page.heading == "Ce lien est trop ancien"
    assert page.buttons == []


async def test_a_question_asked_again_may_be_answered_again(office: Office, web: Browser) -> None:
    citizen = await invited(office)
    await said(office, web, last_page(office, "Non"))
    await citizen.refresh_from_db()
    assert citizen.activated_at is None
    await said(office, web, last_page(office, "Oui"))
    await citizen.refresh_from_db()
    assert citizen.activated_at is not None


async def test_a_link_that_we_never_made_opens_nothing(office: Office, web: Browser) -> None:
    await invited(office)
    url = last_page(office, "Oui")
    base, _, number = url.rpartition("/")
    token = base.rpartition("/")[2]
    reply = office.mailbox(MAIL).mails()[-1].token
    for wrong in (
        url.replace(token, "a" * 26),
        url.replace(token, reply),
        url.replace("val-fleuri", "autre-ville"),
        f"{base}/9",
        f"{base}/0",
    ):
        page = await web.open(wrong)
        assert page.status == 404, wrong
        assert "Testa" not in page.text
    assert number == "1"


async def test_a_page_of_somebody_else_cannot_press_the_button(
    office: Office, web: Browser
) -> None:
    await invited(office)
    answer = await web.client.post(last_page(office, "Oui"), data={})
    assert answer.status_code == 403
    assert not await Inbox.filter(account="page").exists()


async def test_whoever_got_the_mail_forwarded_learns_nothing_that_it_did_not_hold(
    office: Office, web: Browser
) -> None:
    await invited(office)
    await office.mailbox(MAIL).answer("oui")
    for url in {
        one.page for said in office.mailbox(MAIL).mails()[-1].spoken for one in said.options
    }:
        page = await web.open(url)
        assert "10 rue Creuse" not in page.text
        assert MAIL not in page.text
        assert "claire" not in page.text.lower()


async def test_the_token_of_a_page_answers_no_mail(office: Office, web: Browser) -> None:
    citizen = await invited(office)
    token = last_page(office, "Oui").split("/")[-2]
    await office.mailbox(MAIL).write("oui", tokens=(token,))
    await citizen.refresh_from_db()
    assert citizen.activated_at is None


async def test_a_shared_mailbox_answers_for_the_person_whose_mail_it_was(
    office: Office, web: Browser
) -> None:
    paul = await family("paul.m", MAIL, given_name="Paul")
    home = await paul.household
    helene = await family("helene.m", MAIL, given_name="Hélène", household=home)
    for one in (paul, helene):
        await invite(office.counter, one, office.clock())
    await office.work()
    to_paul = next(one for one in office.mailbox(MAIL).mails() if one.to_name.startswith("Paul"))
    await said(office, web, page_of(to_paul, "Oui"))
    assert (await Citizen.get(id=paul.id)).activated_at is not None
    assert (await Citizen.get(id=helene.id)).activated_at is None


async def test_the_journal_says_what_was_answered_and_no_word_more(
    office: Office, web: Browser
) -> None:
    await invited(office)
    await said(office, web, last_page(office, "Oui"))
    line = await Journal.filter(kind="answered").order_by("-id").first()
    assert line is not None
    assert (line.detail, line.channel) == ("oui", "mail")


async def test_the_proof_that_a_mail_asks_for_is_given_on_its_page(
    office: Office, web: Browser
) -> None:
    await invited(office)
    await at_home(office)
    mailbox = office.mailbox(MAIL)
    assert "10 rue Creuse" not in await mailbox.write("mes coordonnées")
    page = await said(office, web, last_page(office, "Oui"))
    assert "10 rue Creuse" in mailbox.last()
    assert "10 rue Creuse" not in spaced(page.text)
