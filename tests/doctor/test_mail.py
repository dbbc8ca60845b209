"""The door, the relay, the DNS of the mails, and a mail out and back, each with real servers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from desk.received import Received
from guichet.doctor import mail, round_trip
from guichet.finding import State
from mail_ingest.smtp import MailIn, listening
from mail_send.dkim_key import make_key, read_key, record_value
from models.conversation import Address
from models.post import Inbox
from tests.doctor.visits import (
    BOX,
    CONTACT,
    SLUG,
    certificate,
    only,
    serves,
    speaking,
    trusts,
    visit,
)
from tests.doctor.zone import Zone, answering, quoted
from tests.mail.relays import Provider, relaying


def out(port: int, **told: Any) -> dict[str, Any]:
    return {"host": "localhost", "port": port, **told}


async def test_a_door_that_greets_is_good_and_a_shut_one_is_told(tmp_path: Path) -> None:
    async with relaying(Provider()) as port:
        only(await mail.door(visit(tmp_path, mail_in={"port": port})), State.OK)
    told = only(await mail.door(visit(tmp_path, mail_in={"port": port})), State.PROBLEM)
    assert "guichet serve" in told.cure
    only(await mail.door(visit(tmp_path, mail_in={"protocol": "none"})), State.SKIPPED)


@pytest.mark.parametrize(
    ("days", "host", "state", "words"),
    [
        (80, "ville.example", State.OK, "valable"),
        (80, "ailleurs.example", State.WARNING, "au nom de ailleurs.example"),
        (10, "ville.example", State.WARNING, "dans 9 jours"),
        (-1, "ville.example", State.PROBLEM, "valable jusqu'au"),
    ],
)
async def test_the_certificate_of_the_door_is_looked_at(
    tmp_path: Path, days: int, host: str, state: State, words: str
) -> None:
    pem = certificate(tmp_path, days=days, host=host)
    async with relaying(Provider(), starttls=serves(pem)) as port:
        there = visit(tmp_path, mail_in={"port": port, "tls_certificate": str(pem)})
        listens, found = await mail.door(there)
    assert listens.state is State.OK
    assert (found.state, words in found.sentence) == (state, True), found


async def test_a_certificate_renewed_since_the_start_or_never_offered_is_told(
    tmp_path: Path,
) -> None:
    old, new = (certificate(tmp_path, days=days, host="ville.example") for days in (5, 85))
    async with relaying(Provider(), starttls=serves(old)) as port:
        there = visit(tmp_path, mail_in={"port": port, "tls_certificate": str(new)})
        _, found = await mail.door(there)
    assert "a été renouvelé" in found.cure
    async with relaying(Provider()) as port:
        there = visit(tmp_path, mail_in={"port": port, "tls_certificate": str(new)})
        _, found = await mail.door(there)
    assert (found.state, found.sentence) == (State.PROBLEM, "STARTTLS n'est pas offert")


async def test_another_program_at_our_port_is_told(tmp_path: Path) -> None:
    async def greet(_reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        writing.write(b"SSH-2.0\r\n")
        writing.close()

    async with speaking(greet) as port:
        told = only(await mail.door(visit(tmp_path, mail_in={"port": port})), State.PROBLEM)
    assert "un autre programme" in told.sentence


async def test_a_relay_that_takes_us_in_is_good_and_gets_no_mail(tmp_path: Path) -> None:
    pem, provider = certificate(tmp_path, days=80), Provider()
    async with relaying(provider, starttls=serves(pem)) as port:
        told = out(port, tls="starttls", username="mairie", password="bon")
        there = visit(tmp_path, mail_out=told, authorities=trusts(pem))
        assert [one.state for one in await mail.relay(there)] == [State.OK, State.OK]
    assert (provider.kept, provider.signed_in) == ([], ["mairie:bon"])
    assert provider.greeted_by[-1] == "ville.example"


async def test_a_relay_that_refuses_the_password_is_told_without_it(tmp_path: Path) -> None:
    pem = certificate(tmp_path, days=80)
    async with relaying(Provider(), tls=serves(pem)) as port:
        told = out(port, tls="tls", username="mairie", password="MARK")
        there = visit(tmp_path, mail_out=told, authorities=trusts(pem))
        found = only(await mail.relay(there), State.PROBLEM)
    assert "(535)" in found.sentence
    assert "MARK" not in str(found)


@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_a_relay_whose_certificate_expired_is_told(tmp_path: Path, tls: str) -> None:
    pem = certificate(tmp_path, days=-1)
    ways = {"tls": {"tls": serves(pem)}, "starttls": {"starttls": serves(pem)}}
    async with relaying(Provider(), **ways[tls]) as port:
        there = visit(tmp_path, mail_out=out(port, tls=tls), authorities=trusts(pem))
        assert only(await mail.relay(there), State.PROBLEM).sentence == "certificat expiré"


async def test_a_relay_that_is_away_or_speaks_otherwise_is_told(tmp_path: Path) -> None:
    only(await mail.relay(visit(tmp_path, mail_out=out(1))), State.PROBLEM)
    async with relaying(Provider()) as port:
        there = visit(tmp_path, mail_out=out(port, tls="starttls"))
        only(await mail.relay(there), State.PROBLEM)


async def test_mails_that_go_to_a_folder_are_told(tmp_path: Path) -> None:
    only(await mail.relay(visit(tmp_path, mail_out={"host": "", "spool": "sac"})), State.WARNING)


async def test_a_key_that_is_published_is_good_and_another_is_told(tmp_path: Path) -> None:
    pem = make_key()
    (tmp_path / "dkim.pem").write_bytes(pem)
    town = {"dkim_selector": "guichet", "dkim_key": "dkim.pem"}
    where = ("guichet._domainkey.ville.example", "TXT")
    for published, state in ((pem, State.OK), (make_key(), State.PROBLEM)):
        zone: Zone = {where: [quoted(record_value(read_key(published)))]}
        async with answering(zone) as dns:
            found = await mail.records(visit(tmp_path, town=town, dns=dns))
        assert [one.state for one in found if one.what.startswith("DKIM")] == [state]


async def test_mails_that_are_not_signed_and_a_dns_that_is_away_are_told(tmp_path: Path) -> None:
    found = await mail.records(visit(tmp_path))
    assert [one.state for one in found] == [State.WARNING, *[State.PROBLEM] * 3]


async def test_a_key_that_is_lost_or_broken_is_told(tmp_path: Path) -> None:
    town = {"dkim_selector": "guichet", "dkim_key": "dkim.pem"}
    for content in ("", "pas une clé"):
        if content:
            (tmp_path / "dkim.pem").write_text(content)
        found = await mail.records(visit(tmp_path, town=town))
        assert found[0].state is State.PROBLEM


async def store(received: Received) -> None:
    """As the desk's reception does, without playing."""
    address, _ = await Address.get_or_create(
        town=received.town, channel=received.channel.value, external_id=received.address
    )
    await Inbox.create(
        town=received.town,
        account=received.account,
        external_id=received.external_id,
        address_id=address.id,
        received_at=received.at,
        ready_at=received.at,
    )


class Postman:
    """A relay that hands what it takes to our door, as the town's server does."""

    def __init__(self, door: int) -> None:
        self.door = door

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        assert isinstance(envelope.content, bytes)
        await aiosmtplib.send(
            envelope.content,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            hostname="127.0.0.1",
            port=self.door,
        )
        return "250 OK"


@asynccontextmanager
async def town_server(clock: Any) -> AsyncIterator[int]:
    ours = MailIn(host="127.0.0.1", port=0, towns={BOX: SLUG})
    async with listening(ours, store, clock) as door:
        loop = asyncio.get_running_loop()
        relay = await loop.create_server(partial(SMTP, Postman(door)), "127.0.0.1", 0)
        try:
            yield relay.sockets[0].getsockname()[1]
        finally:
            relay.close()


async def test_a_mail_to_our_reply_address_comes_back(database: str, tmp_path: Path) -> None:
    there = visit(tmp_path, database={"url": database}, mail=5.0)
    async with town_server(there.clock) as port:
        there = visit(tmp_path, database={"url": database}, mail=5.0, mail_out=out(port))
        told = only([await round_trip._there_and_back(there, SLUG)], State.OK)
    assert f"{BOX.replace('@', '+')[:8]}" in told.sentence or "+essai" in told.sentence
    assert await Address.filter(external_id=CONTACT).count() == 1


async def test_a_mail_that_does_not_come_back_is_told_with_where_to_look(
    database: str, tmp_path: Path
) -> None:
    async with relaying(Provider()) as port:
        there = visit(tmp_path, database={"url": database}, mail=0.2, mail_out=out(port))
        told = only([await round_trip._there_and_back(there, SLUG)], State.PROBLEM)
    assert "pas revenu en 0.2 s" in told.sentence
    assert "+essai" in told.cure


async def test_no_mail_leaves_unless_it_is_asked(tmp_path: Path) -> None:
    told = only(await round_trip.there_and_back(visit(tmp_path)), State.SKIPPED)
    assert "--mail" in told.cure


async def test_without_a_database_nobody_waits_for_a_mail(tmp_path: Path) -> None:
    only(await round_trip.there_and_back(visit(tmp_path, mail=1.0)), State.SKIPPED)
