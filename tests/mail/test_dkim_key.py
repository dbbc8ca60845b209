"""A town makes a key, tells the DNS, and a wrong file is told in words that hold nothing of it."""

import subprocess
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from mail_send.dkim_key import (
    Algorithm,
    DkimKeyError,
    make_key,
    publishes,
    read_key,
    record_name,
    record_strings,
    record_value,
)

BOTH = pytest.mark.parametrize("algorithm", list(Algorithm))


@BOTH
def test_a_new_key_is_read_back_and_its_record_published(algorithm: Algorithm) -> None:
    key = read_key(make_key(algorithm))
    assert key.algorithm is algorithm
    assert publishes(record_value(key), key)
    assert record_value(key).startswith(f"v=DKIM1; k={algorithm}; p=")
    assert record_name("Guichet", "Val-Fleuri.example") == "guichet._domainkey.val-fleuri.example"


@BOTH
def test_a_key_never_shows_its_private_half(algorithm: Algorithm) -> None:
    key = read_key(make_key(algorithm))
    assert key.private.decode() not in repr(key)
    assert "PRIVATE" not in record_value(key)


def test_the_record_of_a_long_key_is_cut_for_a_zone_file() -> None:
    value = record_value(read_key(make_key()))
    strings = record_strings(value)
    assert len(strings) == 2
    assert max(map(len, strings)) <= 255
    assert "".join(strings) == value


@BOTH
def test_another_key_or_a_key_withdrawn_is_not_published(algorithm: Algorithm) -> None:
    key, other = read_key(make_key(algorithm)), read_key(make_key(algorithm))
    assert not publishes(record_value(other), key)
    assert not publishes(f"v=DKIM1; k={algorithm}; p=", key)
    assert not publishes(record_value(key).replace("DKIM1", "DKIM2"), key)
    assert not publishes("", key)
    assert not publishes("v=spf1 -all", key)


def test_a_record_may_be_spaced_otherwise_and_leave_its_kind_out() -> None:
    key = read_key(make_key())
    middle = len(key.public) // 2
    assert publishes(f"p={key.public[:middle]} {key.public[middle:]};t=s", key)


@pytest.mark.parametrize("kind", [("RSA", "-pkeyopt", "rsa_keygen_bits:2048"), ("ED25519",)])
def test_a_key_made_by_openssl_is_read(kind: tuple[str, ...]) -> None:
    asked = ["openssl", "genpkey", "-quiet", "-algorithm", *kind]
    made = subprocess.run(asked, check=True, capture_output=True).stdout  # noqa: S603 - our own words
    assert read_key(made).algorithm == kind[0].lower()


def _pem(bits: int, lock: bytes = b"") -> bytes:
    key = rsa.generate_private_key(65537, bits)
    closed = BestAvailableEncryption(lock) if lock else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, closed)


def _elliptic() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public() -> bytes:
    key = rsa.generate_private_key(65537, 2048).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"", "n'est pas une clé privée"),
        (lambda: b"\xff\x00", "n'est pas une clé privée"),
        (_public, "n'est pas une clé privée"),
        (lambda: _pem(1024), "1024 bits"),
        (lambda: _pem(2048, b"phrase"), "phrase secrète"),
        (_elliptic, "ni une clé RSA"),
    ],
    ids=["empty", "bytes", "public", "short", "locked", "elliptic"],
)
def test_what_is_no_key_to_sign_with_is_told_in_words(
    made: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(DkimKeyError, match=words):
        read_key(made())
