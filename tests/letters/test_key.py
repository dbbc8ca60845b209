"""The key of a letter opens the space, with a day that the letter does not hold, on each channel."""

from datetime import date, timedelta

import pytest

from desk import letters
from desk.keys import Keys
from desk.letters import MOST_FACTS
from flows.codes import letter_key
from flows.dates import birth_date
from models.family import MailState
from models.link import PageLink, Purpose
from tests.desk.office import MAIL, PASSWORD, TOWN, Office, family
from tests.letters.people import letter_of, without_mail


async def test_on_telegram_the_key_then_the_day_open_the_space(office: Office) -> None:
    citizen = await without_mail()
    key, chat = await letter_of(office, citizen), office.chat()
    assert "date de naissance" in await chat.say(key)
    assert "espace de Mme T." in await chat.say("12/03/2019")
    assert "identifiant est testa65" in await chat.press("Oui")
    await chat.press("Garder")
    assert "mot de passe est enregistré" in await chat.say(PASSWORD)
    await citizen.refresh_from_db()
    assert (citizen.activated_by, bool(citizen.identifiers_set_at)) == ("telegram", True)
    assert "déjà servi" in await office.chat(701).say(f"{key} 12/03/2019")


async def test_by_mail_they_open_it_and_the_mailbox_becomes_the_one_on_file(office: Office) -> None:
    citizen = await without_mail()
    key, mailbox = await letter_of(office, citizen), office.mailbox("claire@maison.example")
    said = await mailbox.write(
        f"Bonjour, ma clé est {key}, ma fille est née le 12 mars 2019. Merci"
    )
    assert "va devenir celle de l’espace de Mme T." in said
    said = await mailbox.write("oui")
    await citizen.refresh_from_db()
    assert (citizen.mail, citizen.activated_at) == ("", None)
    await mailbox.answer("oui", to=mailbox.mails()[0])
    await citizen.refresh_from_db()
    assert (citizen.mail, citizen.activated_by) == ("claire@maison.example", "mail")
    assert "/lien/" in mailbox.link("/lien/")


async def test_a_mailbox_of_somebody_else_does_not_become_hers(office: Office) -> None:
    await family("marc", MAIL)
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    said = await office.mailbox(MAIL).write(f"{key} 12/03/2019")
    assert "celle d’un autre espace" in said
    await citizen.refresh_from_db()
    assert citizen.mail == ""


async def test_a_mailbox_on_file_that_works_is_asked_instead(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    citizen.mail, citizen.mail_state = MAIL, MailState.DELIVERED
    await citizen.save()
    said = await office.mailbox("autre@ailleurs.example").write(f"{key} 12/03/2019")
    assert "l’adresse que la mairie connaît" in said
    assert office.mailbox(MAIL).mails()


async def test_the_same_is_said_whatever_is_wrong(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    answers = set()
    for chat, (said, day) in enumerate(((key, "13/03/2019"), ("ACDE-3467-FHJK", "12/03/2019"))):
        first = await office.chat(700 + chat).say(said)
        answers.add((first, await office.chat(700 + chat).say(day)))
    assert len(answers) == 1
    assert "ne vont pas ensemble" in answers.pop()[1]


async def test_a_key_guessed_at_five_times_is_dead_even_with_the_right_day(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    for guess in range(MOST_FACTS):
        await office.chat(700 + guess).say(f"{key} 0{guess + 1}/01/2019")
    assert "ne vont pas ensemble" in await office.chat(800).say(f"{key} 12/03/2019")
    assert await letter_of(office, citizen) != key


async def test_one_chat_that_guesses_must_wait(office: Office) -> None:
    chat = office.chat()
    for guess in range(1, 6):
        said = await chat.say(f"ACDE-3467-FHJK 0{guess}/01/2019")
    assert "vous pourrez essayer de nouveau" in said


async def test_who_has_no_child_gives_her_own_birth(office: Office) -> None:
    citizen = await family(mail="", birth_date=date(1950, 2, 1))
    key = await letter_of(office, citizen)
    assert "espace de Mme T." in await office.chat().say(f"{key} 1er février 1950")


async def test_whose_child_is_known_does_not_open_it_with_her_own(office: Office) -> None:
    citizen = await without_mail(birth_date=date(1990, 2, 1))
    key = await letter_of(office, citizen)
    assert "ne vont pas ensemble" in await office.chat().say(f"{key} 01/02/1990")


async def test_a_reprint_says_the_same_and_only_a_hash_is_stored(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    office.clock.passes(days=30)
    assert await letter_of(office, citizen) == key
    row = await PageLink.get(purpose=Purpose.LETTER)
    assert key.replace("-", "") not in repr(dict(row))
    renewed = Keys(b"a newer key of the tests, 32 byte", (b"a key for the tests only, 32 byte",))
    assert renewed.letter_key(row.id, row.code_hash) == key
    assert row.code_hash in renewed.code_hashes(key)


async def test_after_ninety_days_it_opens_nothing_and_another_is_printed(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    office.clock.passes(days=91)
    assert "trop ancien" in await office.chat().say(f"{key} 12/03/2019")
    assert await letter_of(office, citizen) != key


async def test_half_an_hour_later_the_key_is_the_proof_again(office: Office) -> None:
    citizen = await without_mail()
    key, chat = await letter_of(office, citizen), office.chat()
    await chat.say(f"{key} 12/03/2019")
    await chat.press("Oui")
    office.clock.passes(hours=2)
    assert "reprenez la lettre" in await chat.say("menu")
    await chat.say(f"{key} 12/03/2019")
    await chat.press("Garder")
    assert "mot de passe est enregistré" in await chat.say(PASSWORD)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("ACDE-3467-FHJK", "ACDE3467FHJK"),
        ("acde 3467 fhjk", "ACDE3467FHJK"),
        ("Bonjour, voici ma clé : ACDE-3467-FHJK. Merci", "ACDE3467FHJK"),
        ("ACDE3467FHJK 12/03/2019", "ACDE3467FHJK 2019-03-12"),
        ("ACDE-3467-FHJK\nné le 12 mars 2019", "ACDE3467FHJK 2019-03-12"),
        ("KX7P-4MND", None),
        ("ACDE-3467-FHJK ou ACDE-3467-FHJC", None),
        ("12/03/2019", None),
        ("bonjour à tous les amis", None),
    ],
)
def test_how_a_key_is_read(said: str, key: str | None) -> None:
    assert letter_key(said) == key


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12/03/2019", "2019-03-12"),
        ("12-3-19", "2019-03-12"),
        ("le 12 mars 2019", "2019-03-12"),
        ("1er août 2019", "2019-08-01"),
        ("2019-03-12", "2019-03-12"),
        ("12032019", "2019-03-12"),
        ("3.4.84", "1984-04-03"),
        ("31/02/2019", None),
        ("bientôt", None),
    ],
)
def test_how_a_day_is_read(said: str, day: str | None) -> None:
    assert birth_date(said) == day


async def test_a_letter_of_another_town_is_nobodys(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    assert await letters.find(office.counter, "autre-ville", key) is None
    assert await letters.find(office.counter, TOWN.slug, key.lower()) is not None
    assert timedelta(days=90) == office.counter.limits.invitation
