"""Machines are recognised, and people are not taken for machines."""

import pytest

from mail_ingest import automatic, bounce, is_nobody, read_letter
from tests.mail.letters import letter


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("Auto-Submitted: auto-generated; x=y", "auto-submitted"),
        ("Precedence: bulk", "precedence"),
        ("Precedence: auto_reply", "precedence"),
        ("X-Autoreply: yes", "x-autoreply"),
        ("X-Autorespond: x", "x-autorespond"),
        ("X-Loop: mairie@ville.example", "x-loop"),
        ("Feedback-ID: a:b:c", "feedback-id"),
        ("List-Id: <parents.ecole.example>", "list"),
        ("List-Unsubscribe: <mailto:x@y.example>", "list"),
        ("Return-Path: <>", "null sender"),
        ("From: MAILER-DAEMON@x.example", "nobody"),
        ("From: noreply@x.example", "nobody"),
        ("From: ne-pas-repondre@x.example", "nobody"),
        ("From: nepasrepondre_@x.example", "nobody"),
        ("Content-Type: multipart/report; report-type=delivery-status", "report"),
        ("Content-Type: text/calendar; method=REPLY", "calendar"),
        ("X-Failed-Recipients: x@y.example", "report"),
    ],
)
def test_a_machine_betrays_itself(header: str, reason: str) -> None:
    assert automatic(letter(header), None) == reason


def test_a_null_envelope_sender_is_a_machine() -> None:
    assert automatic(letter(), "<>") == "null sender"
    assert automatic(letter(), "") == "null sender"
    assert automatic(letter(), "jeanne@courrier.example") is None


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Subject: Absence de mon fils jeudi"], "Bonjour, il est malade."),
        (["Subject: Absence", "X-Auto-Response-Suppress: All"], "Léo sera absent jeudi."),
        (["Subject: Re: Réponse automatique ?"], "Pourquoi ce message ?"),
        (["X-Auto-Response-Suppress: DR, OOF"], "Oui"),
        (["Auto-Submitted: no"], "Oui"),
        (["Precedence: normal"], "Oui"),
        (
            ["Subject: En congés la semaine prochaine"],
            "Je suis en congés, mon fils ne mangera pas.",
        ),
        (["From: Norbert <norbert.replyon@x.example>"], "Oui"),
    ],
)
def test_a_citizen_is_not_a_machine(headers: list[str], body: str) -> None:
    assert automatic(letter(*headers, body=body), None) is None


@pytest.mark.parametrize(
    "subject",
    ["Réponse automatique : Espace", "Absence du bureau", "Automatic reply: x", "Out of office"],
)
def test_an_absence_is_a_machine_with_a_second_sign(subject: str) -> None:
    away = "Bonjour, je suis absente jusqu'au 12 mars."
    assert automatic(letter(f"Subject: {subject}", body=away), None) == "subject"
    assert automatic(letter(f"Subject: {subject}", body="Que veut dire ceci ?"), None) is None


def test_nobody_reads_some_addresses() -> None:
    assert is_nobody("postmaster@x.example")
    assert is_nobody("bounces+12@x.example")
    assert not is_nobody("jeanne.postmaster@x.example")


REPORT = """Content-Type: multipart/report; report-type=delivery-status; boundary="b"
Subject: Undelivered

--b

Not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; Jeanne@Courrier.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown

--b
Content-Type: text/rfc822-headers

Message-ID: <guichet.aaaabbbbccccdddd@ville.example>
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [("failed", "5.1.1", True), ("delayed", "4.4.1", False), ("failed", "4.2.2", False)],
)
def test_a_bounce_says_whom_and_whether_for_good(action: str, status: str, permanent: bool) -> None:
    found = bounce(read_letter(REPORT.format(action=action, status=status).encode()))
    assert found is not None
    assert (found.recipient, found.status, found.permanent) == (
        "jeanne@courrier.example",
        status,
        permanent,
    )
    assert found.message_id == "guichet.aaaabbbbccccdddd@ville.example"


def test_a_delivery_that_worked_is_no_bounce() -> None:
    assert bounce(read_letter(REPORT.format(action="delivered", status="2.0.0").encode())) is None
    assert bounce(letter()) is None


def test_a_header_may_say_who_failed() -> None:
    found = bounce(letter("X-Failed-Recipients: x@y.example", body="550 5.1.1 unknown"))
    assert found is not None
    assert (found.recipient, found.status, found.permanent) == ("x@y.example", "5.1.1", True)


HELD = "Votre message est en attente. Cliquez ici pour prouver que vous êtes humain : {link}"


@pytest.mark.parametrize(
    ("headers", "link"),
    [
        (["From: Paul <paul@courrier.example>"], "https://app.mailinblack.example/invite?x=1"),
        (["From: noreply@filtre.example"], "https://filtre.example/c/1"),
        (["Auto-Submitted: auto-replied"], "https://filtre.example/c/1"),
    ],
)
def test_a_service_that_asks_for_a_click_is_recognised(headers: list[str], link: str) -> None:
    asked = letter("Subject: Authentifiez-vous", *headers, body=HELD.format(link=link))
    assert automatic(asked, None) == "challenge"


def test_a_citizen_whose_message_waits_is_no_service() -> None:
    body = "Mon message est en attente depuis lundi, j'ai cliqué sur https://mairie.example/x"
    assert automatic(letter("Subject: Question", body=body), None) is None
