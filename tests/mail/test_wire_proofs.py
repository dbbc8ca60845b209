"""Who speaks, over the wire: a real relay, a real door, and what forgers put in their mails."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from desk.reception import receive
from flows.here import Channel
from mail_ingest import DELIMITER
from mail_ingest.authenticity import Trust
from mail_ingest.smtp import MailIn, listening
from mail_send.door import MailDoor
from mail_send.policy import WIRE
from models.family import Citizen, MailState
from tests.desk.office import TOWN, Office
from tests.mail import replies
from tests.mail.relays import Provider, relay_at, relaying
from tests.mail.test_round_trip import HINT, JEANNE, Street, activated_by, invited

OURS = "mx.val-fleuri.example"


@pytest.fixture
async def street(office: Office) -> AsyncIterator[Street]:
    """The same street, whose server stamps the mails that it takes."""
    provider = Provider()
    async with relaying(provider) as relay_port, relay_at(relay_port) as relay:
        door = MailDoor(carrier=relay, delimiter=DELIMITER, hints={TOWN.slug: HINT})
        office.doors[Channel.MAIL] = door  # type: ignore[assignment]  # the real one
        mail = MailIn(
            host="127.0.0.1",
            port=0,
            towns={TOWN.mail_address: TOWN.slug},
            trust=Trust(servers=[OURS]),
        )
        async with listening(mail, partial(receive, office.counter), office.clock) as port:
            yield Street(office, provider, port)


def stamped(raw: bytes, results: str, server: str = OURS) -> bytes:
    return f"Authentication-Results: {server}; {results}\r\n".encode() + raw


async def test_an_answer_that_our_server_disavows_activates_nothing(street: Street) -> None:
    await invited(street)
    answer = replies.gmail(street.last(), "oui").as_bytes(policy=WIRE)
    await street.deliver(stamped(answer, "dmarc=fail header.from=courrier.example"))
    assert await activated_by() == ""


async def test_an_answer_that_our_server_vouches_for_activates(street: Street) -> None:
    await invited(street)
    answer = replies.gmail(street.last(), "oui").as_bytes(policy=WIRE)
    await street.deliver(stamped(answer, "dmarc=pass header.from=courrier.example"))
    assert await activated_by() == "mail"


async def test_a_pass_that_the_forger_wrote_does_not_undo_our_servers_no(street: Street) -> None:
    await invited(street)
    answer = replies.gmail(street.last(), "oui").as_bytes(policy=WIRE)
    forged = stamped(answer, "dmarc=pass header.from=courrier.example")
    await street.deliver(stamped(forged, "dmarc=fail header.from=courrier.example"))
    assert await activated_by() == ""


async def test_a_token_from_another_address_writes_to_the_one_on_file(street: Street) -> None:
    await invited(street)
    answer = replies.gmail(street.last(), "oui").as_bytes(policy=WIRE)
    thief = answer.replace(JEANNE.encode(), b"voleur@ailleurs.example")
    await street.deliver(thief, sender="voleur@ailleurs.example")
    told = {to[0]: raw for _, to, raw in street.provider.kept[1:]}
    assert set(told) == {JEANNE, "voleur@ailleurs.example"}
    assert b"Jeanne" not in told["voleur@ailleurs.example"]
    assert await activated_by() == ""


async def test_a_bounce_in_words_alone_is_about_the_mail_it_repeats(street: Street) -> None:
    await invited(street)
    ours = street.last()
    notice = (
        f"From: MAILER-DAEMON@orange.example\r\nTo: {ours.header('return-path').strip('<>')}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n\r\n"
        f"<{JEANNE}>: 550 5.1.1 Adresse d au moins un destinataire invalide. OFR_416\r\n\r\n"
        f"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <{ours.message_id}>\r\n"
    )
    await street.deliver(notice.encode(), sender="")
    assert (await Citizen.get(mail=JEANNE)).mail_state is MailState.ABSENT
    assert [to for _, to, _ in street.provider.kept] == [[JEANNE], [TOWN.contact]]
