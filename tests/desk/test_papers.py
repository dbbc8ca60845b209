"""A paper that the town asks for: kept aside, handed over, never opened; everything else is left where it was."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from desk.papers.gathering import MOST_A_DAY, MOST_BYTES, MOST_BYTES_TOGETHER, MOST_TOGETHER
from desk.papers.naming import clean
from desk.papers.sniffing import kind_of
from desk.privacy.purging import purge
from desk.privacy.retention import Retention
from desk.received import Heard, Offer
from flows.events import Carries
from flows.here import Channel
from models.journal import Journal, Utterance
from models.paper import Paper, PaperKind
from models.post import Inbox, Outbox
from tests.desk.office import MAIL, TOWN, Chat, Office, at_home, heard, invited
from tests.privacy.family import STAFF
from words.texts import Texts

PDF = b"%PDF-1.7\n" + b"canari-de-papier" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 60
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40
CONTACT = TOWN.contact


@dataclass
class File:
    """A file in the hands of a citizen; `asked` counts how often it was fetched."""

    content: bytes | None
    name: str = "attestation.pdf"
    announced: int | None = None
    asked: list[int] = field(default_factory=list)

    def offer(self) -> Offer:
        size = len(self.content or b"") if self.announced is None else self.announced
        return Offer(name=self.name, size=size, fetch=self._fetch)

    async def _fetch(self, most: int) -> bytes | None:
        self.asked.append(most)
        return None if self.content is None else self.content[:most]


def offered(content: bytes | None, name: str = "attestation.pdf") -> Offer:
    return File(content, name).offer()


async def reader(office: Office) -> Chat:
    """Claire, at the menu of her space."""
    await invited(office)
    return await at_home(office)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, PaperKind.PDF),
        (JPEG, PaperKind.JPEG),
        (PNG, PaperKind.PNG),
        (HEIC, PaperKind.HEIC),
        (b"\0\0\0\x18ftypisom" + b"\0" * 40, None),  # a film begins with the same box
        (b"MZ\x90\0" + PDF, None),
        (b" " + PDF, None),
        (b"PK\x03\x04", None),
        (b"<html>%PDF-", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_kind_is_told_by_the_content_alone(content: bytes, kind: PaperKind | None) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Été 2026.pdf.exe", "Ete-2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ("", "piece.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("a\r\nBcc: x@y.example", "a-Bcc-x-y.pdf"),
        ("é" * 5000 + ".pdf", "e" * 60 + ".pdf"),
        ("照片.pdf", "piece.pdf"),
    ],
)
def test_a_name_is_letters_digits_and_the_ending_of_its_content(sent: str, kept: str) -> None:
    assert clean(sent, PaperKind.PDF) == kept


async def test_a_photo_sent_in_the_chat_reaches_the_town_and_its_answer_comes_back(
    office: Office,
) -> None:
    chat = await reader(office)
    assert "pièce d’identité" in await chat.say("envoyer un document")
    said = await chat.send(offered(JPEG, "IMG 7.jpeg"), caption="pour la cantine")
    assert "nous transmettons sans l’ouvrir" in said
    mail = office.mailbox(CONTACT).mails()[-1]
    assert [(one.name, one.media_type, one.content) for one in mail.enclosed] == [
        ("IMG-7.jpg", "image/jpeg", JPEG)
    ]
    told = office.mailbox(CONTACT).last()
    assert "pour la cantine" in told
    assert "testa65" in told
    await office.mailbox(CONTACT).answer("C’est complet, merci.")
    assert "C’est complet, merci." in chat.heard()[-1].text
    assert (await Paper.get()).handed_at is not None


async def test_a_mail_with_two_papers_is_one_mail_to_the_town(office: Office) -> None:
    await reader(office)
    mailbox = office.mailbox(MAIL)
    await mailbox.write("envoyer un document")
    await mailbox.answer("oui")  # a mail proves first who writes
    before = len(office.mailbox(CONTACT).mails())
    said = await mailbox.send(offered(PDF), offered(PNG, "b"), text="Voici les deux pages")
    assert "nous transmettons sans l’ouvrir" in said
    (mail,) = office.mailbox(CONTACT).mails()[before:]
    assert [one.name for one in mail.enclosed] == ["attestation.pdf", "b.png"]
    assert "Voici les deux pages" in office.mailbox(CONTACT).last()
    assert "C’est noté" in await mailbox.answer("c'est tout")


async def test_the_journal_has_a_number_and_a_size_and_no_name(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    await chat.send(offered(PDF, "canari-martin.pdf"))
    line = await Journal.get(detail="papers:1")
    assert line.length == len(PDF)
    every = [repr(row) for row in await Journal.all().values()]
    assert not [row for row in every if "canari" in row]


async def test_nothing_is_fetched_where_no_question_wants_it(office: Office) -> None:
    chat = await reader(office)
    photo = File(JPEG)
    assert "envoyer un document" in await chat.send(photo.offer())
    assert photo.asked == []
    assert not await Paper.exists()


async def test_a_picture_at_a_secret_step_is_erased_and_never_fetched(office: Office) -> None:
    chat = await reader(office)
    await chat.say("changer de mot de passe")
    photo = File(JPEG)
    await chat.send(photo.offer())
    assert photo.asked == []
    assert not await Paper.exists()
    assert office.telegram_post.tidied


async def test_a_stranger_has_nothing_kept(office: Office) -> None:
    photo = File(JPEG)
    await office.chat(999).send(photo.offer())
    await office.receive(Channel.MAIL, "inconnu@x.example", Heard(text=""), [photo.offer()])
    await office.work()
    assert photo.asked == []
    assert not await Paper.exists()


async def test_what_is_refused_is_said_with_what_is_accepted(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    assert "à cause de son format. Sont acceptés les PDF" in await chat.send(offered(b"MZ\x90"))
    assert "trop lourd" in await chat.send(File(PDF, announced=MOST_BYTES + 1).offer())
    assert "trop lourd" in await chat.send(File(b"%PDF-" + b"0" * MOST_BYTES, announced=1).offer())
    assert "vide" in await chat.send(offered(b""))
    assert "n’est pas arrivé" in await chat.send(offered(None))
    assert not await Paper.exists()
    assert not [one for one in office.mailbox(CONTACT).mails() if one.enclosed]


async def test_too_large_a_file_is_not_even_fetched(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    film = File(PDF, announced=MOST_BYTES + 1)
    await chat.send(film.offer())
    assert film.asked == []


async def test_a_message_brings_five_files_and_a_day_twenty(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    for nth in range(5):
        files = [offered(PDF) for _ in range(MOST_TOGETHER + (nth == 0))]
        told = heard("", carries=Carries.FILE)
        await office.receive(Channel.TELEGRAM, chat.address, told, files)
        await office.work()
    assert await Paper.all().count() == MOST_A_DAY
    said = " ".join(one.text for one in chat.heard())
    assert "cinq fichiers, de 15" in said
    assert "vingt depuis hier" in said
    office.clock.passes(days=2)
    await Paper.all().update(received_at=office.clock() - timedelta(days=2))
    await chat.send(offered(PDF))
    assert await Paper.all().count() == MOST_A_DAY + 1


def test_the_sentences_say_the_bounds_that_hold(texts: Texts) -> None:
    around = {"channel": "telegram", "town": TOWN, "link": {}, "secret": {}}
    said = texts.say("paper.unkept.many", {}, **around)
    assert f"{MOST_BYTES_TOGETHER // 2**20}\u00a0Mo" in said.replace(" Mo", "\u00a0Mo")
    assert MOST_TOGETHER == 5
    assert MOST_A_DAY == 20
    said = texts.say("paper.unkept.size", {}, **around)
    assert f"{MOST_BYTES // 2**20}\u00a0Mo" in said.replace(" Mo", "\u00a0Mo")


async def test_a_file_delivered_twice_is_kept_once(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    told, file = heard("", carries=Carries.FILE), File(PDF)
    for _ in range(2):
        await office.deliver(Channel.TELEGRAM, chat.address, told, "same", [file.offer()])
    await office.work()
    assert await Paper.all().count() == 1
    assert len(file.asked) == 1


async def test_a_file_is_committed_before_its_message_is_acknowledged(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    told = heard("", carries=Carries.FILE)
    await office.receive(Channel.TELEGRAM, chat.address, told, [offered(PDF)])
    (paper,) = await Paper.all()
    waiting = await Inbox.filter(state="new").first()
    assert waiting is not None
    assert waiting.body["papers"] == [paper.id]
    assert "canari" not in repr(waiting.body)


async def test_papers_wait_for_the_proof_that_they_need(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    office.clock.passes(days=100)
    await chat.send(offered(PDF))
    before = len(office.mailbox(CONTACT).mails())
    await chat.say(office.mailbox(MAIL).digits())
    told = office.mailbox(CONTACT).mails()[before:]
    assert [len(one.enclosed) for one in told] == [1]
    assert office.mailbox(MAIL).digits() not in office.mailbox(CONTACT).last()


async def test_no_byte_of_a_paper_is_anywhere_but_in_its_row(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    await chat.send(offered(PDF))
    for table in (Inbox, Outbox, Journal, Utterance):
        assert "canari-de-papier" not in repr(await table.all().values())


async def test_what_was_handed_over_goes_in_a_month_and_the_rest_in_a_day(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    await chat.send(offered(PDF))
    handed = await Paper.get()
    lost = await Paper.get()
    lost.id, lost.handed_at, lost._saved_in_db = None, None, False
    await lost.save()
    office.clock.passes(days=2)
    counts = await purge(TOWN.slug, Retention(), office.clock(), STAFF)
    assert (counts["papers"], counts["not_handed"]) == (0, 1)
    assert [one.id for one in await Paper.all()] == [handed.id]
    office.clock.passes(days=30)
    counts = await purge(TOWN.slug, Retention(), office.clock(), STAFF)
    assert counts["papers"] == 1
    assert not await Paper.exists()


async def test_a_paper_erased_before_it_left_is_no_longer_in_the_mail(office: Office) -> None:
    chat = await reader(office)
    await chat.say("envoyer un document")
    told = heard("", carries=Carries.FILE)
    await office.receive(Channel.TELEGRAM, chat.address, told, [offered(PDF)])
    await Paper.all().delete()
    assert "n’est plus là" in await chat.say("voilà")
