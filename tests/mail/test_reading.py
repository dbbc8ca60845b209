"""One mail as bytes, and what the desk is told of it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.received import Automatic, Heard, Held, Received, Refused, What
from flows.events import Carries
from mail_ingest.reading import Boxes, Handed, read
from tests.mail.wire import BOX, NOON, TOKEN, TOWNS

BOXES = Boxes(towns=TOWNS)
JEANNE = "From: Jeanne <Jeanne@Courrier.example>"


def received(
    *headers: str, body: str = "Oui", to: str = BOX, sender: str = "jeanne@courrier.example"
) -> Received | None:
    raw = "\r\n".join([*headers, "", body, ""]).encode()
    return read(Handed(sender=sender, recipient=to, raw=raw, at=NOON), BOXES)


def what(*headers: str, **others: str) -> What:
    found = received(*headers, **others)
    assert found is not None
    return found.what


def test_an_answer_is_heard_with_all_that_places_it() -> None:
    found = received(
        JEANNE,
        "Subject: Re: Votre espace",
        "Message-ID: <7@courrier.example>",
        f"In-Reply-To: <guichet.{TOKEN}@valbrume.example>",
        to=f"mairie+{TOKEN}@valbrume.example",
    )
    assert found is not None
    assert (found.town, found.address, found.at) == ("valbrume", "jeanne@courrier.example", NOON)
    assert found.what == Heard(
        text="Oui",
        tokens=(TOKEN,),
        message_id="7@courrier.example",
        subject="Re: Votre espace",
    )


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_client_that_drops_the_plus_is_known_by_its_thread(header: str) -> None:
    heard = what(JEANNE, f"{header}: <x@y.example> <guichet.{TOKEN}@valbrume.example>")
    assert isinstance(heard, Heard)
    assert heard.tokens == (TOKEN,)


def test_the_token_of_another_town_is_not_looked_at() -> None:
    heard = what(JEANNE, f"In-Reply-To: <guichet.{TOKEN}@ker-loch.example>")
    assert isinstance(heard, Heard)
    assert heard.tokens == ()


def test_the_same_bytes_are_the_same_event_and_other_bytes_another() -> None:
    first, again, other = (received(JEANNE, body=body) for body in ("Oui", "Oui", "Non"))
    assert first
    assert again
    assert other
    assert first.external_id == again.external_id != other.external_id
    assert len(first.external_id) <= 128


def test_nobody_is_heard_where_nobody_can_be_answered() -> None:
    assert received("From: personne", sender="") is None
    assert received(f"From: {BOX}") is None
    assert received(f"From: mairie+{TOKEN}@valbrume.example") is None
    assert received(f"From: {'a' * 250}@courrier.example") is None
    assert received(JEANNE, to="maire@valbrume.example") is None
    assert received("From: MAILER-DAEMON@courrier.example", sender="<>") is None


def test_a_mail_without_a_from_is_its_envelopes() -> None:
    found = received("Subject: x", sender="jeanne@courrier.example")
    assert found is not None
    assert found.address == "jeanne@courrier.example"


def test_a_machine_is_noted_and_nothing_of_what_it_says() -> None:
    assert what(JEANNE, "Auto-Submitted: auto-replied") == Automatic(reason="auto-submitted")


def part(*headers: str, body: str = "AAAA") -> str:
    return "\r\n".join(["--b", *headers, "", body])


PHOTO = part("Content-Type: image/jpeg", 'Content-Disposition: attachment; filename="p.jpg"')
PASTED = part("Content-Type: image/jpeg", "Content-ID: <1>", body="A" * 200_000)
LOGO = part("Content-Type: image/png", "Content-ID: <logo>", "Content-Disposition: inline")
PAPER = part("Content-Type: application/pdf", 'Content-Disposition: attachment; filename="r.pdf"')
NOTHING = part("Content-Type: text/plain", body="")
WORDS = part("Content-Type: text/plain", body="Voici")


@pytest.mark.parametrize(
    ("parts", "carries"),
    [
        ([NOTHING, PHOTO], Carries.PICTURE),
        ([NOTHING, PASTED], Carries.PICTURE),
        ([NOTHING, PAPER], Carries.FILE),
        ([NOTHING, LOGO, PAPER], Carries.FILE),
        ([NOTHING, LOGO], Carries.WORDS),
        ([WORDS, PHOTO], Carries.WORDS),
        ([WORDS, LOGO], Carries.WORDS),
    ],
)
def test_a_picture_is_one_only_where_nothing_was_written(
    parts: list[str], carries: Carries
) -> None:
    body = "\r\n".join([*parts, "--b--"])
    heard = what(JEANNE, 'Content-Type: multipart/mixed; boundary="b"', body=body)
    assert isinstance(heard, Heard)
    assert heard.carries is carries


def bounce(token: str = TOKEN, recipient: str = "Jeanne@Courrier.example") -> list[str]:
    return [
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; relais.example",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: <guichet.{token}@valbrume.example>",
        "",
        "--b--",
    ]


REPORT = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'


def test_a_bounce_is_about_the_citizen_and_proves_which_mail_came_back() -> None:
    other = "a" * 26
    found = received(
        "From: MAILER-DAEMON@relais.example",
        REPORT,
        body="\r\n".join(bounce()),
        to=f"mairie+{other}@valbrume.example",
        sender="",
    )
    assert found is not None
    assert found.address == "jeanne@courrier.example"
    assert found.what == Refused(reason="bounce 5.1.1", permanent=True, tokens=(TOKEN, other))


def test_a_bounce_of_nothing_of_ours_proves_nothing() -> None:
    refused = what("From: x@relais.example", REPORT, body="\r\n".join(bounce(token="é <x")))
    assert isinstance(refused, Refused)
    assert refused.tokens == ()


NAMELESS = "Votre message n'a pas pu etre remis : la boite du destinataire est pleine."


def test_a_bounce_that_names_nobody_is_kept_under_its_writer() -> None:
    daemon = "From: MAILER-DAEMON@relais.example", "Subject: Undelivered Mail Returned to Sender"
    tied = what(*daemon, f"References: <guichet.{TOKEN}@valbrume.example>", body=NAMELESS)
    assert isinstance(tied, Refused)
    assert (tied.nameless, tied.tokens) == (True, (TOKEN,))
    found = received(*daemon, body=NAMELESS)
    assert found is not None
    assert found.address == "mailer-daemon@relais.example"


def test_a_report_without_a_recipient_is_one() -> None:
    lines = [one for one in bounce() if not one.startswith("Final-Recipient")]
    refused = what("From: x@relais.example", REPORT, body="\r\n".join(lines))
    assert isinstance(refused, Refused)
    assert (refused.nameless, refused.reason, refused.tokens) == (True, "bounce 5.1.1", (TOKEN,))


def test_a_responder_that_names_nobody_is_no_bounce() -> None:
    absent = "Auto-Submitted: auto-replied", "Subject: Undelivered: j'ai quitte la mairie"
    assert isinstance(what(JEANNE, *absent, body=NAMELESS), Automatic)


def test_a_bounce_of_a_mail_to_ourselves_concerns_nobody() -> None:
    body = "\r\n".join(bounce(recipient=BOX))
    assert received("From: x@relais.example", REPORT, body=body) is None


def test_a_mail_of_a_thousand_tokens_is_read_with_bounds() -> None:
    tokens = ["a" * 23 + "".join(end) for end in product("abcdefghij", repeat=3)]
    heard = what(JEANNE, "To: " + ", ".join(f"mairie+{one}@valbrume.example" for one in tokens))
    assert isinstance(heard, Heard)
    assert len(heard.tokens) <= 20


@settings(max_examples=200)
@given(st.binary(max_size=200), st.binary(max_size=60), st.text(max_size=60))
def test_whatever_comes_can_be_written_down(head: bytes, tail: bytes, sender: str) -> None:
    raw = b"From: j" + tail + b"@courrier.example\r\n" + head + b"\r\n\r\n" + tail
    found = read(Handed(sender=sender, recipient=BOX, raw=raw, at=NOON), BOXES)
    written = repr(found)
    assert written.encode()
    assert "\\x00" not in written
    assert found is None or len(found.address) <= 254


def test_a_page_that_an_antispam_wants_opened_is_handed_on_and_nothing_else() -> None:
    page = "https://app.mailinblack.example/invite/?id=7&lang=fr"
    body = f"Votre message est en attente. Cliquez ici pour vous authentifier : {page}."
    headers = ["From: noreply@mailinblack.example", "Subject: Authentifiez-vous"]
    tied = f"In-Reply-To: <guichet.{TOKEN}@valbrume.example>"
    asked = what(*headers, tied, body=body)
    assert asked == Held(host="app.mailinblack.example", link=page, tokens=(TOKEN,))
    assert page not in repr(asked)
    assert received(*headers, body=body) is None


def test_a_link_that_is_no_link_is_not_handed_on() -> None:
    body = "Votre message est en attente : cliquez sur javascript:alert(1) pour le valider"
    asked = what(JEANNE, "Auto-Submitted: auto-replied", body=body)
    assert asked == Held()


SIGNED = part("Content-Type: application/pkcs7-signature", "Content-Disposition: attachment")


@pytest.mark.parametrize(
    ("parts", "beside"),
    [
        ([WORDS], False),
        ([WORDS, PAPER], True),
        ([WORDS, PHOTO], True),
        ([WORDS, LOGO, SIGNED], False),
        ([NOTHING, PAPER], False),  # no words: it is told as what came in their place
    ],
)
def test_a_file_beside_words_is_seen(parts: list[str], *, beside: bool) -> None:
    body = "\r\n".join([*parts, "--b--"])
    heard = what(JEANNE, 'Content-Type: multipart/mixed; boundary="b"', body=body)
    assert isinstance(heard, Heard)
    assert heard.beside is beside


def test_an_attached_logo_that_the_page_shows_is_no_file() -> None:
    shown = part("Content-Type: text/html", body='<p>Voici</p><img src="cid:logo@x">')
    logo = part(
        "Content-Type: image/png",
        "Content-ID: <logo@x>",
        'Content-Disposition: attachment; filename="logo.png"',
    )
    body = "\r\n".join([shown, logo, "--b--"])
    heard = what(JEANNE, 'Content-Type: multipart/related; boundary="b"', body=body)
    assert isinstance(heard, Heard)
    assert (heard.text, heard.beside) == ("Voici", False)


async def test_the_files_of_a_mail_are_offered_and_decoded_when_asked() -> None:
    pdf = part(
        "Content-Type: application/octet-stream",
        'Content-Disposition: attachment; filename="r.pdf"',
        "Content-Transfer-Encoding: base64",
        body="JVBERi0xLjQ=",
    )
    body = "\r\n".join([WORDS, LOGO, SIGNED, pdf, "--b--"])
    found = received(JEANNE, 'Content-Type: multipart/mixed; boundary="b"', body=body)
    assert found is not None
    (offer,) = found.offers
    assert (offer.name, offer.size) == ("r.pdf", 8)
    assert await offer.fetch(100) == b"%PDF-1.4"
    assert await offer.fetch(5) == b"%PDF-"
    assert "JVBER" not in repr(found)


def test_of_a_mail_of_a_hundred_files_ten_are_offered() -> None:
    body = "\r\n".join([*[PAPER] * 100, "--b--"])
    found = received(JEANNE, 'Content-Type: multipart/mixed; boundary="b"', body=body)
    assert found is not None
    assert len(found.offers) == 10
