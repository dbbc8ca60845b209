"""A turn becomes one mail, and an address that no mail can have is refused."""

from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest

from desk.door import Button, Option, Parcel, RefusedError, Spoken
from flows.message import Kind
from mail_ingest import DELIMITER, END, read_letter
from mail_ingest.html_text import html_to_text
from mail_send.carrier import Posting
from mail_send.door import MailDoor
from mail_send.envelope import END as WRITTEN_END
from mail_send.policy import WIRE
from tests.desk.office import NOON, TOWN
from tests.mail.wire import TOKEN
from words.typography import spaced

OTHER = "a" * 26
HINT = "Pour répondre à ce message, écrivez le numéro ou les mots de votre choix :"
MENU = Spoken(
    text="Que voulez-vous voir ?",
    subject="Votre espace",
    kind=Kind.QUESTION,
    options=(
        Option(number=1, key="factures", label="Mes factures"),
        Option(number=2, key="aide", label="Aide"),
    ),
    turn=4,
)
NOTICE = Spoken(text="Ce message est écrit par un automate.")
PAGE = Button(label="Choisir mon mot de passe", url="https://val-fleuri.example/lien/x")


@dataclass
class Bag:
    """A carrier that keeps what it is given."""

    mails: list[tuple[EmailMessage, str, str]] = field(default_factory=list)

    async def carry(self, posting: Posting) -> None:
        mail = message_from_bytes(posting.raw, policy=WIRE)
        assert isinstance(mail, EmailMessage)
        self.mails.append((mail, posting.sender, posting.to))


def parcel(*spoken: Spoken, **others: Any) -> Parcel:
    given: dict[str, Any] = {
        "town": TOWN,
        "to": "jeanne@courrier.example",
        "to_name": "Jeanne Martin",
        "token": TOKEN,
        "thread": (),
        "is_reply": True,
        "at": NOON,
        **others,
    }
    return Parcel(spoken=spoken or (MENU,), **given)


async def sent(one: Parcel) -> tuple[EmailMessage, str, str]:
    bag = Bag()
    await MailDoor(carrier=bag, delimiter=DELIMITER, hints={TOWN.slug: HINT}).send(one)
    [(mail, sender, to)] = bag.mails
    return mail, sender, to


async def text(one: Parcel) -> str:
    mail, _, _ = await sent(one)
    return read_letter(mail.as_bytes()).text or ""


async def lines(one: Parcel) -> list[str]:
    return [line for line in (await text(one)).split("\n") if line]


async def test_the_token_stands_wherever_an_answer_may_bring_it_back() -> None:
    mail, sender, to = await sent(parcel(answers="<7@courrier.example>", thread=(OTHER,)))
    assert sender == f"guichet+{TOKEN}@val-fleuri.example"
    assert mail["Reply-To"].addresses[0].addr_spec == sender
    assert mail["Message-ID"] == f"<guichet.{TOKEN}@val-fleuri.example>"
    assert mail["In-Reply-To"] == "<7@courrier.example>"
    assert mail["References"].split() == [
        f"<guichet.{OTHER}@val-fleuri.example>",
        "<7@courrier.example>",
    ]
    assert to == "jeanne@courrier.example"
    assert str(mail["From"]) == "Mairie de Val-Fleuri <guichet@val-fleuri.example>"


async def test_what_we_begin_is_not_an_answer() -> None:
    assert (await sent(parcel()))[0]["Auto-Submitted"] == "auto-replied"
    assert (await sent(parcel(is_reply=False)))[0]["Auto-Submitted"] == "auto-generated"


async def test_a_resent_parcel_is_the_same_mail() -> None:
    first, again = [(await sent(parcel()))[0].as_bytes() for _ in range(2)]
    assert first == again


async def test_the_receipt_is_as_stable_and_opens_nothing() -> None:
    door = MailDoor(carrier=Bag(), delimiter=DELIMITER, hints={TOWN.slug: HINT})
    first, again, other = [await door.send(parcel(token=token)) for token in (TOKEN, TOKEN, OTHER)]
    assert first == again != other
    assert first.startswith("@")  # the desk tidies nothing behind a mail
    assert TOKEN not in first


async def test_the_choices_follow_their_question_and_say_how_to_answer() -> None:
    said = await lines(parcel(MENU, NOTICE))
    at = said.index(spaced(MENU.text))
    assert said[at + 1 : at + 5] == [spaced(HINT), "1. Mes factures", "2. Aide", NOTICE.text]


async def test_our_two_lines_frame_every_mail_and_are_the_ones_that_are_read() -> None:
    mail, _, _ = await sent(parcel())
    letter = read_letter(mail.as_bytes())
    for body in (letter.text or "", html_to_text(letter.html or "")):
        said = [line for line in body.split("\n") if line.strip()]
        assert (said[0], said[-1]) == (DELIMITER, END)
    assert END == WRITTEN_END


async def test_a_page_comes_first_where_a_secret_is_asked() -> None:
    choices = (Option(number=1, key="prendre", label="Prendre celui-ci"),)
    secret = Spoken(text="Votre mot de passe ?", kind=Kind.SECRET, options=choices, turn=2)
    said = await text(parcel(replace(secret, buttons=(PAGE,))))
    assert said.index(PAGE.url) < said.index(spaced(HINT)) < said.index("1. Prendre")
    usual = await text(parcel(replace(MENU, buttons=(PAGE,))))
    assert usual.index("1. Mes factures") < usual.index(PAGE.url)


async def test_the_terms_are_accepted_by_their_words_and_by_no_number() -> None:
    choices = (Option(number=1, key="refuser", label="Je refuse"),)
    terms = Spoken(text="…\n\nRépondez J’ACCEPTE 9572", kind=Kind.DOCUMENT, options=choices, turn=3)
    said = await text(parcel(terms))
    assert "J’ACCEPTE 9572" in said
    assert "1." not in said
    assert spaced(HINT) not in said


async def test_a_turn_greets_once_and_says_the_same_once() -> None:
    hello = Spoken(text="Bonjour Mme Martin,\n\nVotre espace est activé.")
    again = Spoken(text="Bonjour Mme Martin,\n\nVoici vos factures.")
    said = await text(parcel(hello, again, NOTICE, NOTICE, MENU))
    assert said.count("Bonjour") == 1
    assert said.count("automate") == 1
    assert "Voici vos factures." in said


async def test_a_mail_without_a_question_is_named_after_its_first_message() -> None:
    linked = Spoken(text="Une conversation vient d'être reliée.", subject="Une conversation")
    told = parcel(linked, replace(NOTICE, subject="Votre espace personnel"))
    assert (await sent(told))[0]["Subject"] == "Une conversation"


async def test_a_page_named_twice_is_shown_once() -> None:
    said = await text(parcel(replace(NOTICE, buttons=(PAGE,)), replace(MENU, buttons=(PAGE,))))
    assert said.count(PAGE.url) == 1


async def test_a_code_is_not_cut_at_the_end_of_a_line() -> None:
    mail, _, _ = await sent(
        parcel(replace(NOTICE, text="Écrivez TJUU-2QZN.\n- ejvy-z2xr-m9kv <b>"))
    )
    html = read_letter(mail.as_bytes()).html or ""
    assert 'nowrap">TJUU-2QZN</span>.' in html
    assert 'nowrap">ejvy-z2xr-m9kv</span> &lt;b&gt;' in html


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jeanne",
        "jeanne@",
        "@courrier.example",
        "a b@courrier.example",
        "a@b@courrier.example",
        '"jeanne martin"@courrier.example',
        "jeanne@[127.0.0.1]",
        "jeanne@courrier..example",
        "jeanne@-courrier.example",
        "jeanne@courrier.example\r\nRCPT TO:<tous@courrier.example>",
        "jeanne@courrier.example>\r\nBcc: x@y.example",
        "jérôme@courrier.example",
        f"{'a' * 65}@courrier.example",
    ],
)
async def test_an_address_that_no_mail_can_have_is_given_up(address: str) -> None:
    with pytest.raises(RefusedError, match="unsendable to") as refusal:
        await sent(parcel(to=address))
    assert refusal.value.gone
    assert not address or address not in str(refusal.value)


async def test_a_town_without_an_address_is_not_the_citizens_fault() -> None:
    with pytest.raises(RefusedError, match="unsendable") as refusal:
        await sent(parcel(town=replace(TOWN, mail_address="guichet")))
    assert not refusal.value.gone


async def test_a_domain_with_accents_is_written_for_the_wire_on_the_envelope_too() -> None:
    _, _, to = await sent(parcel(to="jeanne@mairie-élancé.example"))
    assert to.isascii()
    assert to.startswith("jeanne@xn--")


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\0", "\u2028"])
async def test_no_word_of_anybody_becomes_a_header(sign: str) -> None:
    evil = f"Jeanne{sign}Bcc: tous@courrier.example"
    mail, _, _ = await sent(
        parcel(replace(MENU, subject=evil, text=evil), to_name=evil, answers=f"<{evil}>")
    )
    head = mail.as_bytes().partition(b"\r\n\r\n")[0]
    assert b"\nBcc" not in head
    assert b"\rBcc" not in head
    assert mail["In-Reply-To"] is None
