"""Our mails say the same twice, hold together, and come back readable."""

import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from mail_ingest import automatic, clues, read_letter, reply_text
from mail_ingest.html_text import html_to_text
from mail_send import (
    Envelope,
    Footer,
    Link,
    Mailbox,
    Occasion,
    Option,
    Thread,
    UnsendableError,
    compose,
)
from mail_send.envelope import File

TOKEN = "mzxw6ytboi3dmnrvgq2tkojs"
LONG = f"{'A' * 70}@{'b' * 40}.prod.exemple.example"
INVITATION = Envelope(
    sender=Mailbox("mairie@valbrume.example", "Mairie de Valbrume"),
    to=Mailbox("jeanne@courrier.example", "Jeanne Martin"),
    reply_to=f"mairie+{TOKEN}@valbrume.example",
    subject="Création de votre espace",
    date=datetime(2026, 3, 10, 9, 12, tzinfo=ZoneInfo("Europe/Paris")),
    thread=Thread(f"guichet.{TOKEN}@valbrume.example", LONG, ("a@b.example", LONG)),
    text="Bonjour Jeanne Martin,\n\nVoici :\n- un <b>\n- deux & trois\n\nhttps://valbrume.example/?a=1&b=2",
    hint="Voulez-vous activer votre espace ?",
    options=(Option(1, "Oui"), Option(2, "Non, merci", "https://valbrume.example/non")),
    links=(Link("Activer sur la page", "https://valbrume.example/activer"),),
    footer=Footer("Mairie de Valbrume", "02 99 00 00 00", "le matin", "https://valbrume.example"),
    end="Fin du message de la mairie",
    occasion=Occasion.NOTICE,
    unsubscribe=("mailto:mairie@valbrume.example?subject=STOP",),
)


def bodies(mail: EmailMessage) -> tuple[str, str]:
    letter = read_letter(mail.as_bytes())
    assert letter.text is not None
    assert letter.html is not None
    return letter.text, letter.html


def test_text_and_html_say_the_same() -> None:
    text, html = bodies(compose(INVITATION))
    seen = {
        *re.findall(r"[\w@:/.?=&<>-]+", html_to_text(html)),
        *re.findall(r'href="([^"]+)"', html),
    }
    assert set(re.findall(r"[\w@:/.?=&<>-]+", text)) - seen <= {"1.", "2.", ":", "-"}


def test_our_line_opens_the_mail_and_our_last_line_closes_it() -> None:
    for body in (bodies(compose(INVITATION))[0], html_to_text(bodies(compose(INVITATION))[1])):
        lines = [one for one in body.strip().split("\n") if one]
        assert lines[0] == "Répondez au-dessus de cette ligne"
        assert lines[-1] == "Fin du message de la mairie"


def test_a_choice_is_a_link_that_answers() -> None:
    html = bodies(compose(INVITATION))[1]
    subject = "Re%3A%20Cr%C3%A9ation%20de%20votre%20espace"
    assert f'href="mailto:mairie+{TOKEN}@valbrume.example?subject={subject}&amp;body=1"' in html
    assert 'href="https://valbrume.example/non"' in html


def test_what_is_said_cannot_become_markup() -> None:
    html = bodies(compose(INVITATION))[1]
    assert "un &lt;b&gt;" in html
    assert "deux &amp; trois" in html


def test_nothing_is_fetched_from_afar() -> None:
    html = bodies(compose(INVITATION))[1]
    assert not re.search(r"<(?:img|link|script|iframe|object)|src=|url\(|@import", html)
    assert '<html lang="fr">' in html


def test_ids_stay_whole_so_that_threads_hold() -> None:
    wire = compose(INVITATION).as_bytes()
    read = message_from_bytes(wire)
    assert read["In-Reply-To"] == f"<{LONG}>"
    assert read["References"].split() == ["<a@b.example>", f"<{LONG}>"]
    assert read["Message-ID"] == f"<guichet.{TOKEN}@valbrume.example>"


def test_a_long_thread_keeps_its_first_and_latest_mails() -> None:
    many = tuple(f"{n}@b.example" for n in range(50))
    mail = compose(replace(INVITATION, thread=Thread("x@y.example", "last@b.example", many)))
    assert mail["References"].split()[0] == "<0@b.example>"
    assert mail["References"].split()[-2:] == ["<49@b.example>", "<last@b.example>"]
    assert len(mail["References"].split()) == 10


def test_lines_are_short_and_seven_bits_whatever_is_said() -> None:
    said = replace(INVITATION, text="é" * 5000 + "\n\n" + "x" * 5000, subject="à" * 300)
    wire = compose(said).as_bytes()
    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert b"\n" not in wire.replace(b"\r\n", b"")


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\0", "\u2028", "\x85"])
def test_no_header_can_be_smuggled_in(sign: str) -> None:
    evil = f"Bonjour{sign}Bcc: tous@courrier.example"
    mail = compose(
        replace(
            INVITATION,
            subject=evil,
            sender=Mailbox("mairie@valbrume.example", evil),
            thread=Thread("x@y.example", evil, (evil,)),
            unsubscribe=(evil, f"mailto:x@y.example{sign}Bcc:z@y.example"),
        )
    )
    read = message_from_bytes(mail.as_bytes())
    assert read["Bcc"] is None
    assert "In-Reply-To" not in read


@pytest.mark.parametrize(
    "address",
    ["", "jeanne", "a b@c.example", "a@b\nBcc: c@d.example", "é@c.example", "a@b,c@d.example"],
)
def test_an_address_that_cannot_stand_in_a_header_is_refused(address: str) -> None:
    with pytest.raises(UnsendableError, match="to"):
        compose(replace(INVITATION, to=Mailbox(address)))


def test_an_address_in_a_french_domain_is_written_for_the_wire() -> None:
    mail = compose(replace(INVITATION, to=Mailbox("jeanne@mairie-élancé.example")))
    assert "xn--" in str(mail["To"])


def test_our_own_mail_coming_back_is_automatic() -> None:
    letter = read_letter(compose(INVITATION).as_bytes())
    assert automatic(letter, None) == "auto-submitted"


def test_a_mail_is_composed_twice_alike() -> None:
    assert compose(INVITATION).as_bytes() == compose(INVITATION).as_bytes()


def test_an_answer_that_quotes_our_mail_is_read_and_placed() -> None:
    text = bodies(compose(INVITATION))[0]
    quoted = "\n".join(f"> {one}" for one in text.split("\n"))
    raw = f"To: mairie+{TOKEN}@valbrume.example\nSubject: Re: x\n\nOui\n\n{quoted}".encode()
    assert reply_text(read_letter(raw)).text == "Oui"
    assert clues(read_letter(raw)).reply_tokens == (TOKEN,)


def test_an_answer_typed_below_our_mail_is_found() -> None:
    text = bodies(compose(INVITATION))[0]
    told = "De : Mairie\nEnvoyé : mardi 10 mars 2026 09:12\nÀ : Jeanne\nObjet : Espace\n\n"
    raw = f"Subject: RE: x\n\n{told}{text}\nOui, merci\n".encode()
    assert reply_text(read_letter(raw), end=INVITATION.end).text == "Oui, merci"


def test_a_file_goes_along_and_the_mail_sent_again_is_the_same() -> None:
    piece = File("piece-1.pdf", "application/pdf", b"%PDF-1.4 \xff\0" * 1000)
    told = replace(INVITATION, files=(piece,))
    raw = compose(told).as_bytes()
    assert raw == compose(told).as_bytes()
    letter = read_letter(raw)
    (attached,) = letter.attachments
    assert (attached.name, attached.content_type, attached.inline) == (
        "piece-1.pdf",
        "application/pdf",
        False,
    )
    assert attached.part is not None
    assert attached.part.content(100_000) == piece.content
    assert "Bonjour Jeanne Martin" in (letter.text or "")
    assert letter.html
