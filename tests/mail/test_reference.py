"""Where an address can have no plus, the mail itself carries what finds its conversation."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest

from desk.received import Heard
from mail_ingest.letter import read_letter
from mail_ingest.reading import Boxes, Handed, read
from mail_ingest.reference import references, without_references
from mail_send.compose import compose, reply_link
from mail_send.door import envelope_of
from mail_send.policy import WIRE
from tests.mail import replies
from tests.mail.test_door import TOWN, parcel

TOKEN = "mzxw6ytboi3dmnrvgq2tkojs"
NOON = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
BARE = replace(TOWN, plus_addressing=False)


def ours() -> EmailMessage:
    return compose(envelope_of(replace(parcel(), town=BARE, token=TOKEN), "Répondez ici", ""))


def heard(raw: bytes) -> Heard:
    handed = Handed(sender=None, recipient=BARE.mail_address, raw=raw, at=NOON)
    found = read(handed, Boxes(towns={BARE.mail_address: BARE.slug}))
    assert found
    assert isinstance(found.what, Heard)
    return found.what


def test_nothing_leads_to_an_address_that_does_not_exist() -> None:
    mail = ours()
    assert "+" not in mail["Reply-To"]
    assert f"guichet.{TOKEN}@" in mail["Message-ID"]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_reference_is_seen_and_found_again(kind: str) -> None:
    body = ours().get_body((kind,))
    assert body
    assert f"Référence : guichet.{TOKEN}" in body.get_content()
    assert set(references(read_letter(ours().as_bytes(policy=WIRE)))) == {TOKEN}


@pytest.mark.parametrize("client", [replies.gmail, replies.apple, replies.outlook])
def test_a_program_that_forgets_the_thread_is_placed_by_the_quote(client: replies.Client) -> None:
    answer = client(read_letter(ours().as_bytes(policy=WIRE)), "Oui")
    del answer["In-Reply-To"], answer["References"]
    told = heard(answer.as_bytes(policy=WIRE))
    assert (told.text, told.tokens) == ("Oui", (TOKEN,))


def test_a_choice_begun_by_its_link_is_placed_and_leaves_no_token_in_the_words() -> None:
    envelope = envelope_of(replace(parcel(), town=BARE, token=TOKEN), "Répondez ici", "")
    [option, *_] = envelope.options
    link = urlsplit(reply_link(envelope, option))
    [body] = parse_qs(link.query)["body"]
    told = heard(f"From: a@b.example\r\nTo: {link.path}\r\n\r\n{body}\r\n".encode())
    assert (told.text, told.tokens) == (str(option.number), (TOKEN,))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Oui\n> Référence : guichet.{TOKEN}", "Oui"),
        (f"Oui, guichet.{TOKEN.upper()} merci", "Oui,  merci"),
        ("J'ai vu le guichet.", "J'ai vu le guichet."),
        ("guichet.mairie", "guichet.mairie"),
    ],
)
def test_only_a_reference_is_taken_out_of_what_was_said(said: str, kept: str) -> None:
    assert without_references(said) == kept
