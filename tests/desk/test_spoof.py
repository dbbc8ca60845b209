"""Nobody speaks in a citizen's name: each forged combination, and what it gets."""

import pytest

from desk.addresses import address_of
from desk.received import Heard
from desk.verdicts import TABLE, Allowed, Domain, Token
from flows.here import Channel, Level
from models.journal import Journal
from tests.desk.office import MAIL, TOWN, Mailbox, Office, at_home, invited, spaced

STREET = "10 rue Creuse"
THIEF = "voleur@ailleurs.example"


async def forged(
    office: Office, text: str, *, address: str = MAIL, own: bool = True, disavowed: bool = False
) -> None:
    """A mail that claims to come from `address`, with the token of Claire's last mail."""
    tokens = (office.mailbox(MAIL).mails()[-1].token,) if own else ()
    heard = Heard(text=text, tokens=tokens, disavowed=disavowed)
    await office.receive(Channel.MAIL, address, heard)
    await office.work()


def everything(mailbox: Mailbox) -> str:
    return spaced("\n".join(one.text for mail in mailbox.mails() for one in mail.spoken))


async def details() -> list[str]:
    return list(await Journal.all().values_list("detail", flat=True))  # type: ignore[arg-type]


def test_every_verdict_has_its_row_and_only_an_own_token_opens_something() -> None:
    assert set(TABLE) == {(token, domain) for token in Token for domain in Domain}
    opened = {key for key, may in TABLE.items() if may.level > Level.PUBLIC}
    assert opened == {(Token.OWN, Domain.VOUCHES), (Token.OWN, Domain.SILENT)}
    assert all(may == Allowed() for (_, domain), may in TABLE.items() if domain is Domain.DISAVOWS)


async def test_a_from_alone_activates_nothing(office: Office) -> None:
    citizen = await invited(office)
    await forged(office, "oui", own=False)
    await citizen.refresh_from_db()
    assert citizen.activated_at is None


async def test_a_from_alone_gets_a_mail_to_the_address_on_file_at_most(office: Office) -> None:
    await invited(office)
    await at_home(office)
    await forged(office, "mes coordonnées", own=False)
    assert STREET not in everything(office.mailbox(MAIL))


async def test_a_live_token_of_its_own_address_reads(office: Office) -> None:
    await invited(office)
    await at_home(office)
    await forged(office, "mes coordonnées")
    assert STREET in everything(office.mailbox(MAIL))


async def test_a_live_token_that_the_domain_disavows_opens_nothing(office: Office) -> None:
    await invited(office)
    await at_home(office)
    await forged(office, "mes coordonnées", disavowed=True)
    assert STREET not in everything(office.mailbox(MAIL))


async def test_a_disavowed_yes_activates_nothing(office: Office) -> None:
    citizen = await invited(office)
    await forged(office, "oui", disavowed=True)
    await citizen.refresh_from_db()
    assert citizen.activated_at is None


async def test_an_old_token_opens_nothing(office: Office) -> None:
    await invited(office)
    await at_home(office)
    office.clock.passes(days=91)
    await forged(office, "mes coordonnées")
    assert STREET not in everything(office.mailbox(MAIL))


@pytest.mark.parametrize("disavowed", [False, True])
async def test_a_token_from_another_address_shows_nothing_to_it(
    office: Office, disavowed: bool
) -> None:
    citizen = await invited(office)
    for _ in range(3):
        await forged(office, "oui", address=THIEF, disavowed=disavowed)
    told = office.mailbox(THIEF)
    assert len(told.mails()) <= 1
    assert all(word not in everything(told) for word in ("Testa", "testa65", STREET, MAIL))
    await citizen.refresh_from_db()
    assert citizen.activated_at is None


async def test_the_address_on_file_is_asked_once_a_day(office: Office) -> None:
    await invited(office)
    mine = office.mailbox(MAIL)
    token = mine.mails()[-1].token
    for _ in range(3):
        await office.mailbox(THIEF).write("oui", tokens=(token,))
    assert everything(mine).count("Est-ce vous ?") == 1
    assert THIEF not in everything(mine)
    assert "elsewhere" in await details()


@pytest.mark.parametrize(
    ("said", "answer", "noted"),
    [
        ("Oui, c’est moi", "Écrivez-nous depuis cette adresse-ci", "elsewhere_mine"),
        ("NON", "Rien n’a été montré", "elsewhere_not_mine"),
    ],
)
async def test_the_address_on_file_says_whether_it_was_its_own(
    office: Office, said: str, answer: str, noted: str
) -> None:
    await invited(office)
    mine = office.mailbox(MAIL)
    await office.mailbox(THIEF).write("oui", tokens=(mine.mails()[-1].token,))
    assert answer in await mine.answer(said)
    assert noted in await details()


async def test_not_me_still_freezes_after_the_question(office: Office) -> None:
    citizen = await invited(office)
    mine = office.mailbox(MAIL)
    await office.mailbox(THIEF).write("oui", tokens=(mine.mails()[-1].token,))
    await mine.answer("pas moi")
    await mine.answer("oui")
    await citizen.refresh_from_db()
    assert citizen.frozen_at is not None


@pytest.mark.parametrize(
    "alike",
    [
        MAIL.replace("claire", "cl\u0430ire"),  # a Cyrillic а
        MAIL.replace("claire", "\uff43laire"),  # a full-width c
        MAIL.replace("exemple.", "e\u0445emple."),  # a Cyrillic х in the domain
        MAIL.replace("s", "\u017f"),  # the long s, one spelling with s
    ],
)
async def test_a_look_alike_is_another_mailbox(office: Office, alike: str) -> None:
    await invited(office)
    await at_home(office)
    stranger = office.mailbox(alike)
    await stranger.write("mes coordonnées")
    if stranger.mails():
        await stranger.answer("oui")
        await stranger.answer("mes coordonnées")
    assert all(word not in everything(stranger) for word in ("Testa", "testa65", STREET))
    mine = await address_of(office.slug, Channel.MAIL, MAIL)
    theirs = await address_of(office.slug, Channel.MAIL, alike)
    assert mine.conversation_id != theirs.conversation_id


async def test_a_disavowed_mail_of_the_town_reaches_no_citizen(office: Office) -> None:
    await invited(office)
    chat = await at_home(office)
    await chat.say("une personne")
    contact = office.mailbox(TOWN.contact)
    before = len(chat.heard())
    token = contact.mails()[-1].token
    heard = Heard(text="Votre mot est passé, venez", tokens=(token,), disavowed=True)
    await office.receive(Channel.MAIL, TOWN.contact, heard)
    await office.work()
    assert len(chat.heard()) == before


async def test_an_invitation_that_a_relative_answers_activates_nothing(office: Office) -> None:
    citizen = await invited(office)
    spouse = office.mailbox("paul@ailleurs.example")
    said = await spouse.write("oui", tokens=(office.mailbox(MAIL).mails()[-1].token,))
    assert "l’adresse qui a reçu notre courriel" in said
    await citizen.refresh_from_db()
    assert citizen.activated_at is None
