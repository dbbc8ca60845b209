"""A sender is believed on the word of the town's own server, or on a signature that holds; on nothing else."""

from collections.abc import Callable

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.received import Heard
from mail_ingest.authenticity import Standing, Trust, verdict
from mail_ingest.domains import aligned, organisation
from mail_ingest.reading import Boxes, Handed, read
from mail_ingest.signed import MOST_BLANKS
from tests.mail.keys import PRIVATE, PUBLIC
from tests.mail.wire import BOX, NOON, TOWNS

OURS = "mx.ville.example"
TOWN = Trust(servers=[OURS])
FROM = "From: Claire Testa <claire@courrier.example>"
ALIGNED, NONE, DISAVOWED = Standing.ALIGNED, Standing.NONE, Standing.DISAVOWED


def mail(*headers: str, sender: str = FROM, body: str = "Oui") -> bytes:
    return "\r\n".join([*headers, sender, "To: mairie@ville.example", "", body, ""]).encode()


def stamp(results: str, server: str = OURS) -> str:
    return f"Authentication-Results: {server}; {results}"


def standing(*headers: str, sender: str = FROM) -> Standing:
    return verdict(mail(*headers, sender=sender), TOWN).standing


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dmarc=pass header.from=courrier.example", ALIGNED),
        ("dmarc=pass (p=reject) header.from=courrier.example; spf=fail", ALIGNED),
        ("dkim=pass header.d=courrier.example", ALIGNED),
        ("dkim=pass header.d=lettres.courrier.example header.s=a", ALIGNED),
        ("dkim=pass header.i=@courrier.example", ALIGNED),
        ("dkim=fail header.d=courrier.example; dkim=pass header.d=courrier.example", ALIGNED),
        ("dmarc=none; dkim=pass header.d=courrier.example", ALIGNED),
        ("dmarc=fail header.from=courrier.example", DISAVOWED),
        ("dmarc=fail header.from=courrier.example; dkim=pass header.d=courrier.example", DISAVOWED),
        ("DMARC=FAIL (p=NONE)", DISAVOWED),
        ("spf=pass smtp.mailfrom=claire@courrier.example", NONE),
        ("dkim=pass header.d=ailleurs.example", NONE),
        ("dkim=none", NONE),
        ("dmarc=temperror", NONE),
        ("dmarc=pass header.from=ailleurs.example", NONE),
        ("none", NONE),
        ("", NONE),
    ],
)
def test_the_towns_own_stamp_is_read(results: str, expected: Standing) -> None:
    assert standing(stamp(results)) is expected


@pytest.mark.parametrize(
    "results",
    [
        "spf=pass (dmarc=pass header.from=courrier.example)",
        'spf=pass smtp.mailfrom="; dmarc=pass header.from=courrier.example"',
        "spf=pass (a (nested; dmarc=pass) comment; dkim=pass header.d=courrier.example)",
        'spf=pass reason="\\"; dmarc=pass"',
        "spf=pass smtp.mailfrom==?utf-8?q?=3B_dmarc=3Dpass?=",
        "spf=pass (not closed; dmarc=pass",
        "x-dmarc=pass; dkim-atps=pass header.d=courrier.example",
    ],
)
def test_what_a_sender_can_slip_into_a_stamp_is_no_result(results: str) -> None:
    assert standing(stamp(results)) is NONE


def test_a_stamp_of_another_server_is_ignored_and_told() -> None:
    found = verdict(mail(stamp("dmarc=pass", "mx.voleur.example")), TOWN)
    assert found.standing is NONE
    assert found.reasons == ("stamp of mx.voleur.example ignored",)
    assert standing(stamp("dmarc=pass", f"x{OURS}")) is NONE
    assert standing(stamp("dmarc=pass", f"{OURS}.voleur.example")) is NONE


def test_a_forged_stamp_in_our_servers_name_stands_below_and_is_not_looked_at() -> None:
    real, forged = stamp("dmarc=fail header.from=courrier.example"), stamp("dmarc=pass")
    assert standing(real, "Received: from x by mx.ville.example", forged) is DISAVOWED
    assert standing(real, forged) is DISAVOWED
    real = stamp("spf=fail")
    assert standing(real, "Received: from x by mx.ville.example", forged) is NONE
    assert standing(real, "Received: from x", "Subject: x", forged) is NONE
    assert standing("Received: from x", "Subject: x", forged) is NONE


def test_several_of_our_filters_each_stamp_one_thing() -> None:
    one, two = stamp("dkim=pass header.d=ailleurs.example"), stamp("dmarc=pass")
    assert standing("Return-Path: <x@y.example>", one, "DKIM-Filter: x", two) is ALIGNED


@pytest.mark.parametrize(
    "sender",
    [
        f"{FROM}\r\nFrom: voleur@ailleurs.example",
        "From: claire@courrier.example, voleur@ailleurs.example",
        "Subject: x",
        "From: Claire",
        "From: claire@",
    ],
)
def test_a_mail_of_several_authors_or_of_none_has_no_vouching_domain(sender: str) -> None:
    assert standing(stamp("dmarc=pass"), sender=sender) is NONE


@pytest.mark.parametrize(
    "sender",
    [
        'From: "claire@courrier.example" <voleur@ailleurs.example>',
        "From: claire@courrier.example <voleur@ailleurs.example>",
        "From: (claire@courrier.example) voleur@ailleurs.example",
    ],
)
def test_a_display_name_is_not_an_address(sender: str) -> None:
    raw = mail(stamp("dmarc=pass header.from=ailleurs.example"), sender=sender)
    found = read(Handed(sender="", recipient=BOX, raw=raw, at=NOON), Boxes(towns=TOWNS))
    assert found is None or found.address == "voleur@ailleurs.example"


def test_a_mail_from_our_own_address_concerns_nobody() -> None:
    raw = mail(stamp("dmarc=pass"), sender=f"From: Mairie <{BOX}>")
    boxes = Boxes(towns=TOWNS, trust=TOWN)
    assert read(Handed(sender="x@y.example", recipient=BOX, raw=raw, at=NOON), boxes) is None


@pytest.mark.parametrize("sign", ["\u212a", "\uff4b", "\u043a"])
def test_a_look_alike_letter_stays_another_letter(sign: str) -> None:
    raw = mail(sender=f"From: {sign}evin@courrier.example")
    found = read(Handed(sender="x@y.example", recipient=BOX, raw=raw, at=NOON), Boxes(towns=TOWNS))
    assert found is not None
    assert found.address == f"{sign}evin@courrier.example"


def test_the_desk_is_told_what_the_domain_says() -> None:
    for results, expected in (("dmarc=pass", (True, False)), ("dmarc=fail", (False, True))):
        handed = Handed(sender="x@y.example", recipient=BOX, raw=mail(stamp(results)), at=NOON)
        found = read(handed, Boxes(towns=TOWNS, trust=TOWN))
        assert found is not None
        assert isinstance(found.what, Heard)
        assert (found.what.aligned, found.what.disavowed) == expected


def test_domains_are_of_one_organisation_by_the_public_list() -> None:
    assert aligned("lettres.ville.gouv.fr", "ville.gouv.fr")
    assert not aligned("lyon.gouv.fr", "paris.gouv.fr")
    assert not aligned("a.co.uk", "b.co.uk")
    assert not aligned("gouv.fr", "gouv.fr")
    assert organisation("A.B.Courrier.Example.") == "courrier.example"
    assert organisation("écoles.mairie-été.fr") == organisation("xn--mairie-t-h1ab.fr")
    assert organisation("") == organisation("é" * 300) == organisation("a..b") == ""


def dns(*, record: bytes | None = PUBLIC) -> Callable[..., bytes | None]:
    def look(name: bytes, timeout: int = 0) -> bytes | None:
        return record if name.rstrip(b".").endswith(b"._domainkey.courrier.example") else None

    return look


def signed(raw: bytes, domain: bytes = b"courrier.example", **how: object) -> bytes:
    covered = [b"from", b"to"]
    signature = dkim.sign(raw, b"s", domain, PRIVATE, include_headers=covered, **how)
    return bytes(signature) + raw


def checked(raw: bytes, **record: bytes | None) -> Standing:
    return verdict(raw, Trust(lookup=dns(**record))).standing


def test_where_nobody_stamps_a_signature_of_the_senders_domain_vouches() -> None:
    assert checked(signed(mail())) is ALIGNED
    assert checked(mail()) is NONE
    assert verdict(signed(mail()), Trust()).standing is NONE


@pytest.mark.parametrize(
    ("raw", "record"),
    [
        (signed(mail()).replace(b"Oui", b"Non"), PUBLIC),
        (signed(mail()), None),
        (signed(mail()), b"v=DKIM1; p="),
        (signed(mail()), b"\xff; p=AAAA"),
        (signed(mail(), b"ailleurs.example"), PUBLIC),
        (signed(mail(), length=True) + b"et mon mot de passe\r\n", PUBLIC),
        (
            signed(mail(), signature_algorithm=b"rsa-sha256").replace(b"rsa-sha256", b"rsa-sha1"),
            PUBLIC,
        ),
        (b"From: voleur@courrier.example\r\n" + signed(mail()), PUBLIC),
        (b"DKIM-Signature: v=1; d=courrier.example; a=rsa-sha256; h=from\r\n" + mail(), PUBLIC),
    ],
)
def test_a_signature_that_does_not_hold_proves_nothing(raw: bytes, record: bytes | None) -> None:
    assert checked(raw, record=record) is NONE


def test_the_signature_is_not_even_looked_at_when_our_server_spoke() -> None:
    raw = stamp("dmarc=fail").encode() + b"\r\n" + signed(mail())
    assert verdict(raw, Trust(servers=[OURS], lookup=dns())).standing is DISAVOWED


def test_a_line_made_to_be_slow_is_not_checked() -> None:
    slow = signed(mail(body=" " * MOST_BLANKS + "x"))
    assert checked(slow) is NONE


@settings(max_examples=300)
@given(st.binary(max_size=120), st.binary(max_size=120))
def test_no_bytes_raise(one: bytes, two: bytes) -> None:
    raw = (
        b"Authentication-Results: "
        + one
        + b"\r\nDKIM-Signature: d=courrier.example; a=rsa-sha256; h=from; "
    )
    trust = Trust(servers=[OURS], lookup=dns())
    assert verdict(raw + two + b"\r\n" + mail(), trust).standing in Standing
