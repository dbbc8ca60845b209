"""What a relay answers, and what that means for the mail and for the citizen."""

import asyncio
import ssl
from email import message_from_bytes
from typing import Any

import pytest

from desk.door import DelayedError, RefusedError
from mail_send import compose
from mail_send.answers import SlowDownError, Whom
from mail_send.carrier import Posting
from mail_send.policy import WIRE
from mail_send.relay import Relay, Tls
from tests.mail.relays import Provider, relay_at, relaying
from tests.mail.test_compose import INVITATION, LONG
from tests.mail.wire import certified, trusting

ENCRYPTED: dict[str, Any] = {"tls": Tls.STARTTLS, "authorities": trusting()}
SENDER, TO = "mairie+jeton@valbrume.example", "jeanne@courrier.example"


def posting() -> Posting:
    raw = compose(INVITATION).as_bytes(policy=WIRE)
    return Posting(raw=raw, message_id=INVITATION.thread.message_id, sender=SENDER, to=TO)


async def carry(port: int, **settings: Any) -> None:
    async with relay_at(port, **settings) as relay:
        await relay.carry(posting())


async def test_a_mail_arrives_byte_for_byte_with_its_bounce_address() -> None:
    provider = Provider()
    async with relaying(provider) as port:
        await carry(port)
    [(sender, to, raw)] = provider.kept
    assert (sender, to) == (SENDER, [TO])
    assert raw == compose(INVITATION).as_bytes()
    assert message_from_bytes(raw)["In-Reply-To"] == f"<{LONG}>"
    assert provider.greeted_by == ["valbrume.example"]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("RCPT", "421 4.3.2 Closing"),
        ("RCPT", "450 4.2.0 Greylisted"),
        ("RCPT", "451 4.7.1 Try later"),
        ("RCPT", "452 4.2.2 Full"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("DATA", "421 4.7.0 Too fast"),
        ("DATA", "451 4.3.0 Trouble"),
        ("MAIL", "530 5.7.0 Authentication required"),
        ("MAIL", "553 5.1.8 Sender domain not found"),
    ],
)
async def test_later_or_about_us_is_tried_again(command: str, answer: str) -> None:
    provider = Provider(answers={command: answer})
    async with relaying(provider) as port:
        with pytest.raises(DelayedError, match=f"smtp {answer[:3]}"):
            await carry(port)
    assert provider.kept == []


@pytest.mark.parametrize(
    ("command", "answer", "gone"),
    [
        ("RCPT", "550 5.1.1 No such user", True),
        ("RCPT", "550 5.1.10 Null MX", True),
        ("RCPT", "550 5.2.1 Disabled", True),
        ("RCPT", "550 5.1.2 No such domain", True),
        ("DATA", "550 5.1.1 No such user", True),
        ("RCPT", "550 Refused", False),
        ("RCPT", "552 5.2.2 Mailbox full", False),
        ("RCPT", "553 5.1.3 Malformed", False),
        ("DATA", "552 5.3.4 Too large", False),
        ("DATA", "554 5.7.1 Spam", False),
        ("DATA", "550 5.1.11 Other", False),
        ("MAIL", "552 5.3.4 Too large", False),
    ],
)
async def test_a_refusal_is_final_and_sometimes_means_that_nobody_lives_there(
    command: str, answer: str, gone: bool
) -> None:
    async with relaying(Provider(answers={command: answer})) as port:
        with pytest.raises(RefusedError, match=f"smtp {answer[:3]}") as refusal:
            await carry(port)
    assert refusal.value.gone is gone


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
async def test_a_relay_that_hangs_up_is_tried_again(command: str) -> None:
    async with relaying(Provider(hangs_up=command)) as port:
        with pytest.raises(DelayedError, match="relay"):
            await carry(port)


@pytest.mark.parametrize("command", ["MAIL", "DATA"])
async def test_a_silent_relay_is_not_waited_for(command: str) -> None:
    async with relaying(Provider(silent=command)) as port:
        with pytest.raises(DelayedError, match="relay"):
            await carry(port, patience=0.1)


async def test_no_relay_at_all_is_tried_again() -> None:
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(DelayedError, match="relay"):
        await carry(port)


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.TLS])
async def test_the_way_is_encrypted_and_the_relay_verified(tls: Tls) -> None:
    provider = Provider()
    how = {"tls": certified()} if tls is Tls.TLS else {"starttls": certified()}
    async with relaying(provider, **how) as port:
        await carry(port, tls=tls, authorities=trusting())
        with pytest.raises(DelayedError, match="relay"):
            await carry(port, tls=tls)
        with pytest.raises(DelayedError, match="relay"):
            await carry(port, tls=tls, host="127.0.0.1", authorities=trusting())
    assert len(provider.kept) == 1
    assert tls is Tls.TLS or provider.encrypted == [True]


async def test_a_relay_without_encryption_gets_nothing_where_it_is_asked() -> None:
    provider = Provider()
    async with relaying(provider) as port:
        with pytest.raises(DelayedError, match="relay"):
            await carry(port, tls=Tls.STARTTLS, authorities=trusting())
    assert provider.kept == []


async def test_certificates_are_verified_unless_nobody_asked() -> None:
    context = Relay(host="localhost", port=25, tls=Tls.TLS)._context
    assert context is not None
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


async def test_we_sign_in_at_the_relay() -> None:
    provider = Provider()
    async with relaying(provider, starttls=certified()) as port:
        await carry(port, username="guichet", password="bon", **ENCRYPTED)
    assert provider.signed_in == ["guichet:bon"]
    assert len(provider.kept) == 1


async def test_a_wrong_password_loses_no_mail() -> None:
    provider = Provider()
    async with relaying(provider, starttls=certified()) as port:
        with pytest.raises(DelayedError, match="smtp 535"):
            await carry(port, username="guichet", password="mauvais", **ENCRYPTED)
    assert provider.kept == []


def test_the_password_is_not_shown() -> None:
    assert "bon" not in repr(Relay(host="x", port=25, username="guichet", password="bon"))


RELAY, PROVIDER = Whom.RELAY, Whom.PROVIDER


@pytest.mark.parametrize(
    ("command", "answer", "whom"),
    [
        (
            "RCPT",
            "421 mwinf5c10 ME Trop de connexions, veuillez verifier. OFR004_104 [104]",
            PROVIDER,
        ),
        ("RCPT", "421 4.7.0 Too many connections, slow down. LPN007_402", PROVIDER),
        ("RCPT", "450 4.7.1 OFR_109 Reessayez", PROVIDER),
        ("DATA", "550 5.7.1 Too many messages OFR005_105 [105]", PROVIDER),
        ("DATA", "421 4.7.28 Unusual rate of mail", PROVIDER),
        ("DATA", "451 4.7.500 Server busy", PROVIDER),
        ("RCPT", "421 4.7.0 [TSS04] Messages temporarily deferred", PROVIDER),
        ("RCPT", "421 4.3.2 Closing", RELAY),
        ("DATA", "421 4.3.2 Closing", RELAY),
        ("MAIL", "451 4.3.0 Queue file write error", RELAY),
        ("RCPT", "450 4.2.1 This user is receiving mail too quickly", None),
        ("RCPT", "450 4.2.0 Greylisted", None),
        ("RCPT", "452 4.2.2 Full OFR_417", None),
        ("RCPT", "554 5.7.1 Relay access denied", None),
        ("MAIL", "553 5.1.8 Sender domain not found", None),
    ],
)
async def test_a_complaint_about_our_haste_says_whose_it_is(
    command: str, answer: str, whom: Whom | None
) -> None:
    async with relaying(Provider(answers={command: answer})) as port:
        with pytest.raises(DelayedError) as told:
            await carry(port)
    assert getattr(told.value, "whom", None) is whom


async def test_a_relay_that_is_not_there_or_refuses_our_password_is_left_alone_for_a_while() -> (
    None
):
    async with relaying(Provider(), starttls=certified()) as port:
        with pytest.raises(SlowDownError, match="smtp 535") as told:
            await carry(port, username="guichet", password="mauvais", **ENCRYPTED)
    assert told.value.whom is RELAY
    with pytest.raises(SlowDownError, match="relay"):
        await carry(port)


async def test_a_provider_says_in_its_own_code_that_nobody_lives_there() -> None:
    answer = "550 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416"
    async with relaying(Provider(answers={"RCPT": answer})) as port:
        with pytest.raises(RefusedError) as told:
            await carry(port)
    assert told.value.gone
