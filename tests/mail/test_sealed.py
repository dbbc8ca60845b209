"""Signed mails are read, encrypted ones are told politely, and neither is taken for words."""

import base64

import pytest

from desk.received import Heard
from flows.events import Carries
from mail_ingest import read_letter, reply_text
from mail_ingest.cms import signed_content
from mail_ingest.explain import explain_mail
from tests.mail.letters import letter
from tests.mail.test_reading import JEANNE, what

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nOui, c'est moi\r\n"
DATA = "2a864886f70d010701"
SIGNED = "2a864886f70d010702"
ENVELOPED = "2a864886f70d010703"
ENDED = b"\0\0"


def tlv(tag: int, content: bytes) -> bytes:
    long = len(content).to_bytes(3, "big")
    return bytes([tag, 0x83]) + long + content


def streamed(tag: int, content: bytes) -> bytes:
    """The same without a length, as programs that stream write it."""
    return bytes([tag, 0x80]) + content + ENDED


def oid(value: str) -> bytes:
    return b"\x06\x09" + bytes.fromhex(value)


def wrapped(content: bytes, kind: str = SIGNED) -> bytes:
    inside = tlv(0x30, oid(DATA) + tlv(0xA0, tlv(0x04, content)))
    return tlv(0x30, oid(kind) + tlv(0xA0, tlv(0x30, b"\2\1\1" + tlv(0x31, b"") + inside)))


def in_pieces(content: bytes) -> bytes:
    pieces = b"".join(tlv(0x04, content[at : at + 7]) for at in range(0, len(content), 7))
    inside = streamed(0x30, oid(DATA) + streamed(0xA0, streamed(0x24, pieces)))
    signed = streamed(0x30, b"\2\1\1" + streamed(0x31, tlv(0x30, b"")) + inside)
    return streamed(0x30, oid(SIGNED) + streamed(0xA0, signed))


def smime(der: bytes, name: str = "smime.p7m") -> tuple[str, ...]:
    kind = f'Content-Type: application/pkcs7-mime; name="{name}"'
    return (JEANNE, kind, "Content-Transfer-Encoding: base64", "", base64.encodebytes(der).decode())


@pytest.mark.parametrize("der", [wrapped(INNER), in_pieces(INNER)])
def test_what_is_signed_in_one_piece_is_read(der: bytes) -> None:
    assert signed_content(der) == INNER
    read = read_letter("\n".join(smime(der)).encode())
    assert reply_text(read).text == "Oui, c'est moi"
    assert not read.sealed


@pytest.mark.parametrize("der", [wrapped(INNER), in_pieces(INNER)])
def test_a_broken_signature_is_a_mail_that_cannot_be_read(der: bytes) -> None:
    for end in range(0, len(der), 3):
        read = read_letter("\n".join(smime(der[:end])).encode())
        assert read.sealed or reply_text(read).text in "Oui, c'est moi"


def test_a_mail_that_is_encrypted_is_no_answer_and_is_told() -> None:
    *head, _, body = smime(wrapped(INNER, ENVELOPED))
    heard = what(*head, "Subject: ...", body=body)
    assert isinstance(heard, Heard)
    assert heard.text == ""
    assert heard.carries is Carries.SEALED
    assert explain_mail("\n".join([*head, "", body]).encode()).sealed


def test_the_encryption_of_pgp_is_known_in_both_its_forms() -> None:
    armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA9\n=abcd\n-----END PGP MESSAGE-----"
    heard = what(JEANNE, body=armour)
    assert isinstance(heard, Heard)
    assert heard.carries is Carries.SEALED
    parts = ["--b", "Content-Type: application/pgp-encrypted", "", "Version: 1", "--b"]
    parts += ["Content-Type: application/octet-stream", "", armour, "--b--"]
    heard = what(JEANNE, 'Content-Type: multipart/encrypted; boundary="b"', body="\n".join(parts))
    assert isinstance(heard, Heard)
    assert heard.carries is Carries.SEALED


def test_words_beside_an_encrypted_block_are_read() -> None:
    armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA9\n-----END PGP MESSAGE-----"
    assert reply_text(letter(body=f"Oui\n\n{armour}\n")).text == "Oui"


@pytest.mark.parametrize("kind", ["pgp-signature", "pkcs7-signature", "x-pkcs7-signature"])
def test_a_signature_beside_the_words_is_no_attachment(kind: str) -> None:
    head = f'Content-Type: multipart/signed; protocol="application/{kind}"; boundary="b"'
    body = f"--b\n\nOui\n--b\nContent-Type: application/{kind}; name=s\n\nAAAA\n--b--\n"
    read = letter(head, body=body)
    assert reply_text(read).text == "Oui"
    assert read.attachments == ()


def test_a_paper_signed_apart_is_an_attachment() -> None:
    read = read_letter("\n".join(smime(wrapped(b"%PDF"), "devis.pdf.p7m")).encode())
    assert [one.name for one in read.attachments] == ["devis.pdf.p7m"]
    assert not read.sealed
