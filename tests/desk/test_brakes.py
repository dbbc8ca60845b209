"""Two machines that write to each other stop, and a citizen is not taken for one."""

from collections.abc import Callable

import pytest

from models.journal import Journal
from tests.desk.office import MAIL, Mailbox, Office, at_home, invited

UNKNOWN = "inconnu@ailleurs.example"


async def silences() -> list[str]:
    found = Journal.filter(detail__startswith="silence_").order_by("id")
    return list(await found.values_list("detail", flat=True))  # type: ignore[arg-type]


async def ping_pong(machine: Mailbox, says: Callable[[int], str], rounds: int = 12) -> int:
    """A machine that answers each of our mails. How many we wrote to it."""
    before = len(machine.mails())
    for nth in range(rounds):
        seen = len(machine.mails())
        await machine.answer(says(nth))
        if len(machine.mails()) == seen:
            break
    return len(machine.mails()) - before


@pytest.mark.parametrize(
    "says",
    [
        lambda _: "Bonjour, merci de votre message. Votre demande est en cours de traitement.",
        lambda nth: (
            f"Ticket n° {4000 + nth} : votre demande a bien été enregistrée par le support."
        ),
    ],
    ids=["the same sentence", "a number that changes"],
)
async def test_an_assistant_that_answers_everything_stops_within_three_exchanges(
    office: Office, says: Callable[[int], str]
) -> None:
    await invited(office)
    await at_home(office)
    machine = office.mailbox(MAIL)
    assert await ping_pong(machine, says) <= 3
    assert await silences()


async def test_thanks_are_not_thanked_for_ever(office: Office) -> None:
    await invited(office)
    await at_home(office)
    assert await ping_pong(office.mailbox(MAIL), lambda _: "merci") <= 3


async def test_a_machine_that_nobody_knows_stops_within_three_exchanges(office: Office) -> None:
    machine = office.mailbox(UNKNOWN)
    await machine.write("Bonjour")
    assert await ping_pong(machine, lambda nth: f"Ticket {nth} : nous avons bien reçu ceci.") <= 3
    assert await silences()


async def test_the_silence_ends_with_the_hour(office: Office) -> None:
    await invited(office)
    await at_home(office)
    machine = office.mailbox(MAIL)
    await ping_pong(machine, lambda nth: f"Ticket {nth} : nous avons bien reçu ceci.")
    before = len(machine.mails())
    office.clock.passes(hours=2)
    await machine.answer("menu")
    assert len(machine.mails()) == before + 1


async def test_words_that_are_understood_are_answered_at_once(office: Office) -> None:
    await invited(office)
    await at_home(office)
    machine = office.mailbox(MAIL)
    await ping_pong(machine, lambda nth: f"Ticket {nth} : nous avons bien reçu ceci.")
    before = len(machine.mails())
    await machine.answer("menu")
    assert len(machine.mails()) == before + 1


async def test_no_more_than_so_many_mails_an_hour(office: Office) -> None:
    await invited(office)
    await at_home(office)
    machine = office.mailbox(MAIL)
    says = ("menu", "mes coordonnées")
    assert await ping_pong(machine, lambda nth: says[nth % 2], rounds=40) <= 20
    assert "silence_hour" in await silences()


async def test_an_unknown_sender_gets_one_mail_a_day(office: Office) -> None:
    stranger = office.mailbox(UNKNOWN)
    for nth in range(4):
        await stranger.write(f"Bonjour, question {nth}")
    assert len(stranger.mails()) == 1
    assert set(await silences()) == {"silence_unknown"}
    office.clock.passes(days=1, hours=1)
    await stranger.write("Bonjour ?")
    assert len(stranger.mails()) == 2


async def test_an_unknown_person_who_answers_our_mail_goes_on(office: Office) -> None:
    stranger = office.mailbox(UNKNOWN)
    await stranger.write("Bonjour")
    assert await stranger.answer("aide")


async def test_a_citizen_who_reads_page_after_page_is_no_machine(office: Office) -> None:
    await invited(office)
    await at_home(office)
    mailbox = office.mailbox(MAIL)
    for words in ("menu", "mes factures", "menu", "mes coordonnées", "aide", "menu"):
        assert await mailbox.answer(words)
    assert await silences() == []
