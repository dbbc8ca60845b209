"""Every mail of the folder `layouts` is read as its writer meant it."""

from pathlib import Path

import pytest

from mail_ingest import DELIMITER, read_letter, reply_text

LAYOUTS = Path(__file__).parent / "layouts"
MAILS = sorted(LAYOUTS.glob("*.eml"))
NAMES = [mail.stem for mail in MAILS]


def meant(mail: Path) -> str:
    return mail.with_suffix(".txt").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("mail", MAILS, ids=NAMES)
def test_the_words_of_the_citizen_are_found(mail: Path) -> None:
    assert reply_text(read_letter(mail.read_bytes()), DELIMITER).text == meant(mail)


@pytest.mark.parametrize("mail", MAILS, ids=NAMES)
def test_line_ends_of_the_wire_change_nothing(mail: Path) -> None:
    wire = mail.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert reply_text(read_letter(wire), DELIMITER).text == meant(mail)


def test_our_own_line_helps_but_is_not_needed() -> None:
    exact = [
        reply_text(read_letter(mail.read_bytes()), delimiter="").text == meant(mail)
        for mail in MAILS
    ]
    assert sum(exact) >= 0.97 * len(exact)


def test_no_word_is_ever_lost() -> None:
    for mail in MAILS:
        found = reply_text(read_letter(mail.read_bytes()), DELIMITER).text.split()
        assert set(meant(mail).split()) <= set(found), mail.stem


def test_every_mail_says_what_was_meant_and_nothing_lies_around() -> None:
    assert {one.stem for one in LAYOUTS.glob("*.txt")} == set(NAMES)
    assert len(MAILS) >= 150
