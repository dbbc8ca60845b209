"""A letter is read from any bytes."""

import pytest

from mail_ingest import Attachment, read_letter
from tests.mail.letters import letter


def test_recipients_come_from_every_header_that_knows_them() -> None:
    found = letter(
        "To: Mairie <mairie+aaaabbbbccccdddd@ville.example>, autre@ville.example",
        "Delivered-To: boite@ville.example",
        "X-Original-To: Mairie@Ville.Example",
        "Cc: conjoint@courrier.example",
    )
    assert found.recipients == (
        "mairie+aaaabbbbccccdddd@ville.example",
        "autre@ville.example",
        "conjoint@courrier.example",
        "boite@ville.example",
        "mairie@ville.example",
    )


def test_ids_may_be_parted_by_commas() -> None:
    found = letter(
        "In-Reply-To: <a@b.example>,<c@d.example>", "References: <a@b.example>\n <e@f.example>"
    )
    assert found.in_reply_to == ("a@b.example", "c@d.example")
    assert found.references == ("a@b.example", "e@f.example")


@pytest.mark.parametrize(
    ("raw", "address", "name"),
    [
        (b"From: jeanne@x.example", "jeanne@x.example", ""),
        (b'From: "MARTIN, Jeanne" <Jeanne@X.example>', "jeanne@x.example", "MARTIN, Jeanne"),
        (b"From: MARTIN, Jeanne <jeanne@x.example>", "jeanne@x.example", "MARTIN, Jeanne"),
        (
            b'From: "mairie@ville.example" <ruse@y.example>',
            "ruse@y.example",
            "mairie@ville.example",
        ),
        (b"From: mairie@ville.example <ruse@y.example>", "ruse@y.example", "mairie@ville.example"),
        (b"From: jeanne@x.example (mairie@ville.example)", "jeanne@x.example", ""),
        (b"From: H\xe9l\xe8ne <h@x.example>", "h@x.example", "Hélène"),
        (b"From: =?iso-8859-1?Q?H=E9l=E8ne?= <h@x.example>", "h@x.example", "Hélène"),
        (b"From: nobody", "", ""),
    ],
)
def test_the_sender_is_the_address_and_not_its_disguise(
    raw: bytes, address: str, name: str
) -> None:
    found = read_letter(raw + b"\n\nOui")
    assert (found.from_address, found.from_name) == (address, name)


def test_a_letter_cut_over_two_encoded_words_is_whole() -> None:
    found = letter("Subject: =?utf-8?B?w6nD?=\n =?utf-8?B?qQ==?= fin")
    assert found.subject == "éé fin"


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        (b"iso-8859-1", b"d\x92accord \x80", "d’accord €"),
        (b"iso-8859-1", "déjà".encode(), "déjà"),
        (b"utf-8", "déjà".encode("cp1252"), "déjà"),
        (b"", "déjà".encode("cp1252"), "déjà"),
        (b"inconnu", "déjà".encode(), "déjà"),
        (b"utf-8", "é".encode() + b" \xe9", "é é"),
        (b"iso-8859-15", b"\xa4", "€"),
        (b"punycode", b"oui-", "oui-"),
    ],
)
def test_a_charset_is_believed_only_as_far_as_it_holds(
    charset: bytes, data: bytes, text: str
) -> None:
    raw = b"Content-Type: text/plain; charset=" + charset + b"\n\n" + data
    assert read_letter(raw).text == text


def test_an_attached_mail_is_not_the_answer() -> None:
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nVoir ci-joint\n'
        b"--b\nContent-Type: message/rfc822\n\nSubject: autre\n\nNON\n--b--\n"
    )
    found = read_letter(raw)
    assert found.text == "Voir ci-joint"
    assert [one.content_type for one in found.attachments] == ["message/rfc822"]


def test_files_are_named_and_measured() -> None:
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nOui\n--b\n'
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b"Content-Disposition: attachment; filename*0*=utf-8''re%C3%A7u%20;\n filename*1=mars.pdf\n\n"
        b"QUJDRA==\n--b--\n"
    )
    assert read_letter(raw).attachments == (Attachment("reçu mars.pdf", "application/pdf", 4),)


def test_a_uuencoded_file_is_not_words() -> None:
    found = read_letter(b"\nVoici\n\nbegin 644 photo.jpg\nM" + b"8" * 60 + b"\n`\nend\n\nMerci\n")
    assert found.text is not None
    assert found.text.split() == ["Voici", "Merci"]
    assert found.attachments[0].name == "photo.jpg"


def test_flowed_lines_are_joined_and_quotes_stay_quotes() -> None:
    raw = b"Content-Type: text/plain; format=flowed\n\nUn \ndeux\n> cite \n> encore\n >pas cite\n-- \nJ"
    assert read_letter(raw).text == "Un deux\n> cite encore\n>pas cite\n-- \nJ"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"Oui",
        b"Oui\n",
        b"From - Tue Mar 10\nSubject: x\n\nOui",
        b"Subject: x\nOui\n",
        b'Content-Type: multipart/mixed; boundary="absente"\n\nOui',
        b"Content-Type: multipart/alternative\n\n--perdue\nContent-Type: text/plain\n\nOui\n--perdue--",
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nOui',
        b"Content-Type: nimporte quoi\n\nOui",
        b"\0O\0ui",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    text = read_letter(raw).text
    assert text is not None
    assert ("Oui" in text) == (b"ui" in raw)


def test_plain_text_that_does_not_tell_everything_is_not_given() -> None:
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n<Un>\n'
        b"--b\nContent-Type: text/html\n\n<p>Deux</p>\n--b--\n"
    )
    found = read_letter(raw)
    assert found.text is None
    assert found.html == "<pre>&lt;Un&gt;</pre>\n<p>Deux</p>"
