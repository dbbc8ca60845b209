"""The demo's mail reader: a mail is read, answered by real SMTP, and understood by the real door."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope

from demo.mailbox import Server, routes
from desk.invitations import invite
from desk.received import Heard
from flows.here import Channel
from mail_ingest import DELIMITER
from mail_ingest.reading import Boxes, Handed, read
from mail_send.door import MailDoor
from mail_send.spool import Maildir
from models.family import Household
from tests.desk.office import TOWN, Office, family
from tests.web.browser import Browser, browser
from tests.web.people import MAIL, invited


@dataclass
class Town:
    """The town's SMTP door, which only writes down."""

    received: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.received.append(envelope)
        return "250 OK"


def lay_in(office: Office, folder: Path) -> None:
    """From now on the office's mails are files."""
    door = MailDoor(
        carrier=Maildir(folder), delimiter=DELIMITER, hints={TOWN.slug: "Pour répondre :"}
    )
    office.doors[Channel.MAIL] = door  # type: ignore[assignment]  # a real door for a Post


@dataclass
class Reader:
    """The reader's browser, and what the town received."""

    web: Browser
    town: Town


@pytest.fixture
async def reader(office: Office, tmp_path: Path) -> AsyncIterator[Reader]:
    """A reader over the Maildir where the office lays its mails."""
    lay_in(office, tmp_path / "mail")
    town = Town()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(town), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    extra = routes(tmp_path / "mail", Server("127.0.0.1", port), [TOWN])
    async with listening, browser(office.counter, extra=extra) as web:
        yield Reader(web, town)


async def invitation(office: Office, reader: Reader) -> str:
    """The address where Claire reads her invitation."""
    await invited(office)
    box = await reader.web.open(f"/courrier/boite/{MAIL}")
    return next(link for link in box.links if re.fullmatch(r"/courrier/[0-9a-f]{20}", link))


async def test_mails_are_listed_by_box_and_one_is_shown(office: Office, reader: Reader) -> None:
    assert "Rien encore" in (await reader.web.open("/courrier")).text
    url = await invitation(office, reader)
    index = await reader.web.open("/courrier")
    assert f"/courrier/boite/{MAIL}" in {link.replace("%40", "@") for link in index.links}
    assert "Claire Testa" in index.text
    page = await reader.web.open(url)
    assert page.heading
    assert "Claire Testa" in page.text
    assert "frame-src 'self'" in page.answer.headers["content-security-policy"]


async def test_the_mail_itself_stands_in_a_frame_without_scripts(
    office: Office, reader: Reader
) -> None:
    url = await invitation(office, reader)
    shown = await reader.web.client.get(f"{url}/corps")
    assert shown.headers["content-security-policy"].startswith("sandbox ")
    assert "allow-scripts" not in shown.headers["content-security-policy"]
    assert '<base target="_top">' in shown.text
    assert "mailto:" not in shown.text
    assert "CompteCitoyen/Validation" in shown.text


async def test_an_answer_leaves_by_smtp_and_the_real_door_reads_it(
    office: Office, reader: Reader
) -> None:
    page = await reader.web.open(await invitation(office, reader))
    back = await reader.web.press(page, "Envoyer", texte="Oui, d’accord\nmerci")
    assert back.status == 303
    [envelope] = reader.town.received
    assert envelope.mail_from == MAIL
    [recipient] = envelope.rcpt_tos
    assert recipient.startswith("guichet+")
    assert isinstance(envelope.content, bytes)
    handed = Handed(sender=MAIL, recipient=recipient, raw=envelope.content, at=office.clock())
    received = read(handed, Boxes(towns={TOWN.mail_address: TOWN.slug}))
    assert received is not None
    assert received.address == MAIL
    assert isinstance(received.what, Heard)
    assert received.what.text == "Oui, d’accord\nmerci"
    assert received.what.tokens
    said = message_from_bytes(envelope.content, policy=policy.default).get_content()
    assert (
        "Le mar. 9 juin 2026 à 12:00, Mairie de Val-Fleuri <guichet@val-fleuri.example> a écrit :"
        in said
    )
    assert "> " in said


async def test_a_numbered_choice_of_the_mail_opens_its_page(office: Office, reader: Reader) -> None:
    url = await invitation(office, reader)
    shown = (await reader.web.client.get(f"{url}/corps")).text
    choice = re.findall(r'href="([^"]*/choix/[^"]*)"', shown)[0]
    page = await reader.web.open(choice)
    assert page.buttons == ["Envoyer ma réponse"]


async def test_a_stranger_writes_too_and_only_to_the_town(office: Office, reader: Reader) -> None:
    page = await reader.web.open("/courrier/ecrire")
    typed = {"de": "inconnu@exemple.example", "vers": TOWN.mail_address, "texte": "Bonjour"}
    assert (await reader.web.press(page, "Envoyer", **typed)).status == 303
    elsewhere = await reader.web.press(page, "Envoyer", **typed | {"vers": "a@dehors.example"})
    assert "n’écrit qu’aux mairies" in elsewhere.text
    nobody = await reader.web.press(page, "Envoyer", **typed | {"de": "personne"})
    assert nobody.status == 422
    assert len(reader.town.received) == 1


async def test_a_town_that_does_not_answer_is_told_and_the_words_are_kept(
    office: Office, tmp_path: Path
) -> None:
    lay_in(office, tmp_path / "mail")
    extra = routes(tmp_path / "mail", Server("127.0.0.1", 1), [TOWN])
    async with browser(office.counter, extra=extra) as web:
        page = await web.open(await invitation(office, Reader(web, Town())))
        failed = await web.press(page, "Envoyer", texte="Mes mots")
    assert "n’est pas parti" in failed.text
    assert "Mes mots" in failed.answer.text


async def test_two_people_of_one_mailbox_are_both_named(office: Office, reader: Reader) -> None:
    claire = await invited(office)
    home = await Household.get(id=claire.household_id)
    other = await family(login="marc", mail=MAIL, given_name="Marc", household=home)
    await invite(office.counter, other, office.clock())
    await office.work()
    page = await reader.web.open(f"/courrier/boite/{MAIL}")
    assert "Marc Testa" in page.heading
    assert "Claire Testa" in page.heading


async def test_a_mail_that_is_not_there_is_told_kindly(reader: Reader) -> None:
    assert (await reader.web.open("/courrier/rien")).status == 404
