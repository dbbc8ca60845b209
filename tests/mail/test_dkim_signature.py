"""What a town signs is verified by others and by ourselves, and whoever changes it is found out."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import dkim
import pytest

from mail_ingest import DELIMITER
from mail_ingest.authenticity import Standing, Trust, verdict
from mail_send.carrier import Posting
from mail_send.compose import compose
from mail_send.dkim_key import Algorithm, DkimKey, make_key, read_key, record_name, record_value
from mail_send.dkim_signature import Signer
from mail_send.door import MailDoor
from mail_send.policy import WIRE
from tests.desk.office import TOWN
from tests.mail.test_compose import INVITATION
from tests.mail.test_door import HINT, parcel

DOMAIN = INVITATION.sender.address.rpartition("@")[2]
BOTH = pytest.mark.parametrize("algorithm", list(Algorithm))
WAYS_OUT = ("mailto:guichet+x@ville.example?subject=STOP", "https://ville.example/d/x")


@cache
def key(algorithm: Algorithm) -> DkimKey:
    return read_key(make_key(algorithm))


def signer(algorithm: Algorithm, domain: str = DOMAIN) -> Signer:
    return Signer(domain, "guichet", key(algorithm))


@cache
def signed(algorithm: Algorithm = Algorithm.RSA) -> bytes:
    notice = replace(INVITATION, unsubscribe=WAYS_OUT)
    return signer(algorithm).signed(compose(notice).as_bytes(policy=WIRE))


def dns(algorithm: Algorithm = Algorithm.RSA, domain: str = DOMAIN) -> Callable[..., bytes | None]:
    known = record_name("guichet", domain)
    record = record_value(key(algorithm)).encode()

    def look(name: bytes, timeout: int = 0) -> bytes | None:
        return record if name.rstrip(b".").decode() == known else None

    return look


def holds(raw: bytes, algorithm: Algorithm = Algorithm.RSA) -> bool:
    return bool(dkim.verify(raw, dnsfunc=dns(algorithm)))


@BOTH
def test_a_signed_mail_is_verified_by_others_and_by_us(algorithm: Algorithm) -> None:
    assert holds(signed(algorithm), algorithm)
    found = verdict(signed(algorithm), Trust(lookup=dns(algorithm)))
    assert found.standing is Standing.ALIGNED
    assert found.reasons == (f"dkim of {DOMAIN}: good",)


@BOTH
def test_a_relay_may_stamp_and_fold_on_the_way(algorithm: Algorithm) -> None:
    raw = signed(algorithm).replace(b"\r\nSubject: ", b"\r\nsubject:   ")
    assert b"\r\nsubject:   " in raw
    passed = b"Received: from a by b\r\nReturn-Path: <x@y.example>\r\n" + raw + b"\r\n\r\n"
    assert holds(passed, algorithm)


@pytest.mark.parametrize(
    "added",
    [
        b"From: voleur@ailleurs.example",
        b"Reply-To: voleur@ailleurs.example",
        b"To: tous@ailleurs.example",
        b"Cc: tous@ailleurs.example",
        b"Subject: Urgent",
        b"Date: Mon, 1 Jan 2035 00:00:00 +0000",
        b"In-Reply-To: <x@ailleurs.example>",
        b"References: <x@ailleurs.example>",
        b"Content-Type: text/html",
        b"Auto-Submitted: no",
        b"List-Unsubscribe: <https://ailleurs.example/>",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ],
)
def test_nobody_adds_a_header_that_programs_act_upon(added: bytes) -> None:
    assert not holds(added + b"\r\n" + signed())
    head, blank, body = signed().partition(b"\r\n\r\n")
    assert not holds(head + b"\r\n" + added + blank + body)


@pytest.mark.parametrize("name", [b"Reply-To", b"Subject", b"List-Unsubscribe", b"Message-ID"])
def test_nobody_takes_a_header_away(name: bytes) -> None:
    without = re.sub(rb"(?m)^%s:.*\r\n(?:[ \t].*\r\n)*" % name, b"", signed(), count=1)
    assert len(without) < len(signed())
    assert not holds(without)


def test_nobody_changes_a_word() -> None:
    head, blank, body = signed().partition(b"\r\n\r\n")
    assert not holds(head + blank + body.replace(b"e", b"a", 1))


def test_the_way_to_unsubscribe_is_signed() -> None:
    # RFC 8058, 4: both headers, else providers show no button.
    header = re.sub(rb"\s", b"", signed().partition(b"bh=")[0]).lower()
    assert b"list-unsubscribe:" in header
    assert b"list-unsubscribe-post:" in header


def test_the_whole_text_is_signed_and_the_lines_stay_short() -> None:
    header = signed().partition(b"\r\nDate:")[0]
    assert b" l=" not in header
    assert max(map(len, header.split(b"\r\n"))) <= 78


def test_the_key_reaches_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    one = signer(Algorithm.RSA)
    one.signed(compose(INVITATION).as_bytes(policy=WIRE))
    assert caplog.text == ""
    assert one.key.private.decode() not in repr(one)


async def test_each_town_signs_with_its_own_key_and_a_town_without_one_does_not() -> None:
    kept: list[bytes] = []

    class Bag:
        async def carry(self, posting: Posting) -> None:
            kept.append(posting.raw)

    domain = TOWN.mail_address.rpartition("@")[2]
    door = MailDoor(
        carrier=Bag(),
        delimiter=DELIMITER,
        hints={TOWN.slug: HINT, "ailleurs": HINT},
        signers={TOWN.slug: signer(Algorithm.RSA, domain)},
    )
    await door.send(parcel())
    await door.send(parcel(town=replace(TOWN, slug="ailleurs")))
    assert dkim.verify(kept[0], dnsfunc=dns(Algorithm.RSA, domain))
    assert b"DKIM-Signature" not in kept[1]
