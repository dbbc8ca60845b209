"""Reminders stop by one button, of a page or of the mail program; answers never offer it."""

from email import message_from_bytes
from email.message import EmailMessage

import httpx

from desk.received import Heard
from mail_ingest.reading import Boxes, Handed, read
from mail_send.compose import compose
from mail_send.door import envelope_of
from mail_send.policy import WIRE
from tests.desk.office import NOON, TOWN, Office, family
from tests.web.browser import Browser
from tests.web.people import MAIL, invited, tables

BUTTON = "Ne plus recevoir de rappel"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stop_page(office: Office) -> str:
    return office.mailbox(MAIL).mails()[-1].stop


async def stopped(office: Office) -> bool:
    await office.work()
    before = len(office.mailbox(MAIL).mails())
    await office.remind(days=1)
    await office.remind(days=7)
    return len(office.mailbox(MAIL).mails()) == before


async def test_an_invitation_says_how_to_stop_and_an_answer_does_not(office: Office) -> None:
    await invited(office)
    assert stop_page(office).startswith(f"{office.counter.public_url}/{TOWN.slug}/stop/")
    await office.mailbox(MAIL).answer("oui")
    assert stop_page(office) == ""


async def test_a_reminder_says_how_to_stop(office: Office) -> None:
    await invited(office)
    await office.remind(days=1)
    assert "rappel" in office.mailbox(MAIL).last()
    assert stop_page(office)


async def test_without_it_reminders_do_come(office: Office) -> None:
    await invited(office)
    assert not await stopped(office)


async def test_opening_the_page_stops_nothing(office: Office, web: Browser) -> None:
    await invited(office)
    before = await tables()
    page = await web.open(stop_page(office))
    assert page.buttons == [BUTTON]
    assert await tables() == before
    assert not await stopped(office)


async def test_the_button_stops_reminders_and_a_mail_confirms_it(
    office: Office, web: Browser
) -> None:
    await invited(office)
    page = await web.press(await web.open(stop_page(office)), BUTTON)
    assert page.heading == "Vous ne recevrez plus de rappel"
    assert await stopped(office)
    assert "REPRENDRE" in office.mailbox(MAIL).last().upper()


async def test_one_press_in_the_mail_program_stops_them_without_a_cookie(
    office: Office, web: Browser
) -> None:
    await invited(office)
    answer = await web.client.post(stop_page(office), data=ONE_CLICK)
    assert answer.status_code == 200
    assert await stopped(office)


async def test_a_mail_program_may_post_in_several_parts(office: Office, web: Browser) -> None:
    await invited(office)
    parts = httpx.Request("POST", "http://x", files={"List-Unsubscribe": (None, "One-Click")})
    kind = parts.headers["content-type"]
    body = parts.read()
    answer = await web.client.post(stop_page(office), content=body, headers={"content-type": kind})
    assert answer.status_code == 200
    assert await stopped(office)


async def test_a_post_that_says_nothing_stops_nothing(office: Office, web: Browser) -> None:
    await invited(office)
    for body in ({}, {"List-Unsubscribe": "no"}, {"jeton": "x"}):
        assert (await web.client.post(stop_page(office), data=body)).status_code == 403
    assert not await stopped(office)


async def test_months_later_at_a_mailbox_that_two_people_share_it_still_stops_hers(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    await family("paul.m", MAIL, given_name="Paul", household=await citizen.household)
    office.clock.passes(days=100)
    await web.client.post(stop_page(office), data=ONE_CLICK)
    await office.work()
    await citizen.refresh_from_db()
    assert citizen.stopped_at is not None


async def test_a_body_that_no_mail_program_posts_is_refused(office: Office, web: Browser) -> None:
    await invited(office)
    answer = await web.client.post(stop_page(office), data=dict.fromkeys("abcdefghijklmnopqr", "x"))
    assert answer.status_code == 400


async def test_a_link_serves_once(office: Office, web: Browser) -> None:
    await invited(office)
    url = stop_page(office)
    await web.client.post(url, data=ONE_CLICK)
    await office.work()
    await office.mailbox(MAIL).answer("reprendre")
    mails = len(office.mailbox(MAIL).mails())
    await web.client.post(url, data=ONE_CLICK)
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == mails
    assert (await web.open(url)).heading == "Ce lien a déjà servi"


async def test_a_token_that_we_never_made_is_not_found(office: Office, web: Browser) -> None:
    await invited(office)
    mail = office.mailbox(MAIL).mails()[-1]
    for token in ("a" * 26, mail.token, "x"):
        url = f"/{TOWN.slug}/stop/{token}"
        assert (await web.open(url)).status == 404
        assert (await web.client.post(url, data=ONE_CLICK)).status_code == 404
    other = stop_page(office).replace(TOWN.slug, "autre-ville")
    assert (await web.client.post(other, data=ONE_CLICK)).status_code == 404


async def test_the_mail_that_a_program_writes_in_her_place_stops_them_too(office: Office) -> None:
    await invited(office)
    parcel = office.mailbox(MAIL).mails()[-1]
    header = compose(envelope_of(parcel, "Répondez au-dessus", ""))["List-Unsubscribe"]
    page, mail = (one.strip(" <>") for one in header.split(","))
    assert page == parcel.stop
    to, _, asked = mail.removeprefix("mailto:").partition("?")
    assert asked == "subject=STOP&body=STOP"
    written = EmailMessage(policy=WIRE)
    written["From"], written["To"], written["Subject"] = MAIL, to, "STOP"
    for body in ("STOP", ""):
        written.set_content(body)
        raw = written.as_bytes()
        assert message_from_bytes(raw)["Subject"] == "STOP"
        found = read(
            Handed(sender=MAIL, recipient=to, raw=raw, at=NOON),
            Boxes(towns={TOWN.mail_address: TOWN.slug}),
        )
        assert found is not None
        assert isinstance(found.what, Heard)
        assert (found.what.text, found.what.tokens) == ("STOP", (parcel.token,))
        await office.mailbox(MAIL).write(found.what.text, tokens=found.what.tokens)
    assert await stopped(office)
