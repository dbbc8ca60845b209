"""Mails that are odd, broken or somebody else's: what is read of each."""

import base64

import pytest

from desk.received import Automatic, Heard
from flows.events import Carries
from mail_ingest import read_letter, reply_text
from mail_ingest.explain import explain_mail
from mail_ingest.kind import Kind
from tests.mail.test_reading import JEANNE, part, what

MIXED = 'Content-Type: multipart/mixed; boundary="b"'
TNEF = part(
    'Content-Type: application/ms-tnef; name="winmail.dat"',
    "Content-Transfer-Encoding: base64",
    body=base64.b64encode(b"\x78\x9f\x3e\x22Oui, dit le fichier").decode(),
)
SAID = part("Content-Type: text/plain; charset=utf-8", body="Oui")
SILENCE = part("Content-Type: text/plain; charset=utf-8", body="")
REPLY = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR"


def words(raw: bytes) -> str:
    return reply_text(read_letter(raw)).text


def heard(*parts: str) -> Heard:
    found = what(JEANNE, MIXED, "Subject: Re: x", body="\r\n".join([*parts, "--b--"]))
    assert isinstance(found, Heard)
    return found


def test_the_wrapping_of_outlook_is_a_file_and_no_words() -> None:
    assert heard(SILENCE, TNEF).carries is Carries.FILE
    assert heard(SILENCE, TNEF).text == ""
    assert (heard(SAID, TNEF).text, heard(SAID, TNEF).carries) == ("Oui", Carries.WORDS)


@pytest.mark.parametrize(
    "kind",
    [
        "Content-Type: text/calendar; charset=utf-8; method=REPLY",
        'Content-Type: text/calendar; method=REPLY; name="invite.ics"',
        "Content-Type: text/calendar; method=DECLINECOUNTER; component=VEVENT",
    ],
)
def test_the_answer_of_a_calendar_is_a_machine_s(kind: str) -> None:
    body = "\r\n".join([part("Content-Type: text/plain", body="Accepté"), part(kind, body=REPLY)])
    found = what(JEANNE, MIXED, "Subject: Accepté : réunion", body=f"{body}\r\n--b--")
    assert found == Automatic(reason="calendar")


def test_a_calendar_that_a_person_attaches_is_a_file() -> None:
    paper = part('Content-Type: text/calendar; name="vacances.ics"', body="BEGIN:VCALENDAR")
    assert heard(SAID, paper).text == "Oui"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1\n\nDéjà payé".encode(), "Déjà payé"),
        ("Content-Type: text/plain; charset=us-ascii\n\nDéjà payé".encode("cp1252"), "Déjà payé"),
        ("Content-Type: text/plain; charset=x-inconnu\n\nDéjà payé".encode(), "Déjà payé"),
        ("Content-Type: text/plain; charset\n\nDéjà payé".encode("cp1252"), "Déjà payé"),
        ("Content-Type: text/plain; charset=utf-16\n\nDéjà payé".encode(), "Déjà payé"),
        ("Content-Type: text/plain; charset=utf-8\n\nDéjà\x00 payé".encode(), "Déjà payé"),
        ("Content-Type: plain\n\nDéjà payé".encode(), "Déjà payé"),
        ("Déjà payé".encode(), "Déjà payé"),
        (b"\xef\xbb\xbfContent-Type: text/plain\n\nOui", "Oui"),
        (b"Content-Transfer-Encoding: base64\n\nT3VpLCBtZXJjaQ", "Oui, merci"),
        (b"Content-Transfer-Encoding: quoted-printable\n\nOui=\n, m=65rci =ZZ", "Oui, merci =ZZ"),
    ],
    ids=lambda one: repr(one)[:60],
)
def test_a_wrong_charset_or_coding_loses_no_word(raw: bytes, said: str) -> None:
    assert words(b"Subject: Re: x\n" + raw if not raw.startswith(b"\xef") else raw) == said


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("Subject: Ma facture de mars : payée", "Ma facture de mars : payée"),
        ("Subject: =?utf-8?Q?pay=C3=A9e", "=?utf-8?Q?pay=C3=A9e"),
        ("Subject: =?inconnu?B?cGF56Q==?=", "payé"),
    ],
)
def test_a_subject_of_raw_bytes_is_read(head: str, shown: str) -> None:
    for charset in ("utf-8", "cp1252"):
        assert read_letter(f"{head}\n\nOui".encode(charset)).subject == shown


@pytest.mark.parametrize(
    "raw",
    [
        b'Content-Type: multipart/mixed; boundary="autre"\n\n--b\nContent-Type: text/plain\n\nOui\n--b--',
        b"Content-Type: multipart/mixed\n\n--bbbb\nContent-Type: text/plain\n\nOui\n--bbbb--",
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nOui',
        b'Content-Type: multipart/mixed; boundary="b"\n\nsans fronti\xe8re : Oui',
        b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\nOui\n--b\n',
    ],
)
def test_broken_boundaries_hide_no_word(raw: bytes) -> None:
    assert "Oui" in words(b"Subject: Re: x\n" + raw)


def test_words_under_forty_multiparts_are_found() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(40)
    )
    assert "Oui" in words(b"Subject: Re: x\n" + deep + b"\nOui\n")


def test_a_mail_of_headers_alone_or_of_nothing_is_no_answer() -> None:
    for raw in (b"From: a@b.example\n", b"\n\n\n", b"\0\0\0", b"From: a@b.example\n\n\0\n"):
        assert words(raw) == ""
    assert explain_mail(b"").kind is Kind.REFUSED


def test_an_attached_mail_is_not_the_answer_and_hands_on_what_it_is() -> None:
    inner = "From: mairie@x.example\nSubject: Facture\n\nPayez avant mardi"
    carried = part("Content-Type: message/rfc822", body=inner)
    raw = "\n".join([JEANNE, MIXED, "Subject: Pour vous", "", SAID, carried, "--b--"]).encode()
    assert words(raw) == "Oui"
    assert explain_mail(raw).kind is Kind.FORWARD
