"""Mails that came back without a report: in words, with the codes of the French providers."""

import pytest

from mail_ingest import bounce
from tests.mail.letters import letter
from tests.mail.notices import BOX, JEANNE, NOTICES, OURS, Notice


@pytest.mark.parametrize("notice", NOTICES, ids=lambda one: one.name)
def test_words_say_whom_why_and_for_how_long(notice: Notice) -> None:
    found = bounce(letter(f"To: {BOX}", *notice.headers, body=notice.body))
    assert found is not None
    assert (found.recipient, found.status, found.permanent) == (
        JEANNE,
        notice.status,
        notice.permanent,
    )


def test_the_copy_names_the_mail_that_came_back() -> None:
    notice = next(one for one in NOTICES if one.name == "qmail")
    found = bounce(letter(f"To: {BOX}", *notice.headers, body=notice.body))
    assert found is not None
    assert found.message_id == OURS


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (
            ["Subject: Undelivered Mail Returned to Sender"],
            f"Bonjour, j'ai reçu ceci : <{JEANNE}>: 550 User unknown. Que faire ?",
        ),
        (["Subject: Échec"], f"L'adresse {JEANNE} est introuvable"),
        (["From: noreply@boutique.example", "Subject: Votre colis est retardé"], "Bonjour"),
        (["From: MAILER-DAEMON@x.example", "Subject: Votre rapport"], "Tout va bien."),
    ],
)
def test_a_person_who_tells_of_a_failure_is_no_bounce(headers: list[str], body: str) -> None:
    assert bounce(letter(f"To: {BOX}", *headers, body=body)) is None


def test_an_address_of_servers_is_no_status() -> None:
    body = f"<{JEANNE}>: host mx.example[5.39.12.4] said: 450 Greylisted, will retry"
    found = bounce(letter("From: MAILER-DAEMON@x.example", "Subject: Delayed Mail", body=body))
    assert found is not None
    assert found.status.startswith("4.")
    assert not found.permanent
