"""No bytes make the reader raise, invent words, or slow down."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail_ingest import automatic, bounce, clues, read_letter, reply_text
from mail_ingest.header import mailboxes, parameters, words
from mail_ingest.html_text import html_lines

HEADS = st.sampled_from(
    [
        b"",
        b"Content-Type: text/html\n\n",
        b"Content-Type: text/plain; format=flowed\n\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Transfer-Encoding: base64\n\n",
        b"Content-Transfer-Encoding: quoted-printable\n\n",
        b"Subject: =?utf-8?B?",
        b'From: "',
    ]
)
MARKUP = [
    "<div class='gmail_quote'>",
    "<blockquote>",
    "</blockquote>",
    "</div>",
    "<p>",
    "<!--",
    "-->",
]
MARKUP += [
    "<style>",
    "&#9;",
    "<pre>",
    "<li>",
    "<br>",
    "<hr id=stopSpelling>",
    "<div style='display:none'>",
]
HEADERS = ["De : x", "Envoyé : y", "À : z", "Objet : t", "________", "-----Message d'origine-----"]
WORDS = [
    "Le 10/03/2026 à 09:12, x a écrit :",
    "-- \n",
    "Oui",
    "é",
    "> ",
    "\n",
    "\n\n",
    "\x00",
    "\u202e",
]
WORDS += ["Répondez au-dessus de cette ligne", "Envoyé de mon iPhone", "\ufeff", "\r"]
PIECES = st.sampled_from(MARKUP + HEADERS + WORDS)


@settings(max_examples=300)
@given(HEADS, st.binary(max_size=600))
def test_any_bytes_are_a_letter(head: bytes, body: bytes) -> None:
    letter = read_letter(head + body)
    reply = reply_text(letter)
    automatic(letter, None)
    bounce(letter)
    clues(letter)
    assert "\0" not in reply.text + letter.subject


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_reply_is_never_longer_than_the_mail(body: str) -> None:
    for head in (b"", b"Content-Type: text/html; charset=utf-8\n"):
        raw = head + b"Subject: Re: x\n\n" + body.encode()
        assert len(reply_text(read_letter(raw)).text) <= 4 * len(body)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_headers_never_raise(value: str) -> None:
    raw = value.encode("utf-8", "replace")
    mailboxes(words(raw))
    parameters(value)


@settings(max_examples=200)
@given(st.lists(st.text("abcdéèà 0123456789", min_size=1, max_size=30), min_size=1, max_size=6))
def test_plain_words_all_come_back(lines: list[str]) -> None:
    body = "\n".join(lines)
    kept = reply_text(read_letter(b"Subject: Re: x\n\n" + body.encode())).text
    assert kept.split() == body.split()


SLOW = {
    "dashes": "-" * 400_000,
    "dash lines": "-----\n" * 80_000,
    "angles": "<" * 400_000,
    "open tags": "<a " * 130_000,
    "open quotes": '<a "' * 100_000,
    "open comments": "<!--" * 100_000,
    "open styles": "<style>" * 60_000,
    "open quote blocks": "<blockquote type=cite>" * 20_000,
    "gmail heads": "<div class=gmail_quote>x:<blockquote>" * 11_000,
    "open paragraphs": "<p>x" * 100_000,
    "open lists": "<ul><li>" * 50_000,
    "one preformatted line": "<pre>" + "<b>x" * 100_000,
    "entities": "&#1" * 130_000,
    "long number": "&#" + "9" * 300_000 + ";",
    "attributions": "Le 10/03/2026 x\n" * 25_000,
    "attribution without end": "Le 10/03/2026 à 09:12 " * 20_000,
    "labels": "De : x\n" * 50_000,
    "rules over labels": "____\nDe : x\n" * 30_000,
    "devices": "Envoyé de mon " * 30_000,
    "device lines": "Envoyé de mon téléphone de la\n" * 14_000,
    "quotes": "> " * 200_000,
    "combining accents": "\u0315\u0300\u0316" * 100_000,
    "uuencoded": "begin 644 x\nM" * 30_000,
    "delimiters": "Répondez au-dessus de\n" * 18_000,
    "pgp": "-----BEGIN PGP SIGNED MESSAGE-----\n" * 10_000,
    "blank lines": "\n" * 400_000,
    "legal": "ce message \n\n" * 30_000,
    "spaces": " " * 400_000 + "x",
}


@pytest.mark.timeout(90)
@pytest.mark.parametrize("name", SLOW)
def test_no_text_is_slow(name: str) -> None:
    # 400 KB: anything quadratic would take many minutes.
    for kind in ("plain", "html"):
        head = f"Subject: Re: x\nContent-Type: text/{kind}; charset=utf-8\n\n"
        reply_text(read_letter((head + SLOW[name]).encode()))


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b"a@b.example, " * 100_000,
        b"From: " + b'"\\' * 200_000,
        b"From: " + b"(" * 400_000,
        b"Subject: " + b"=?utf-8?q?" * 40_000,
        b"Content-Type: text/plain" + b';a="' * 100_000,
        b"a:\n" * 300_000,
        b"a" * 1_000_000,
        b"References: " + b"<" * 400_000,
        b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n" * 200_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(9_000)
        ),
        b"Content-Type: message/rfc822\n\n" * 10_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"=" * 400_000,
        b"X-Failed-Recipients: " + b"<" * 300_000,
    ],
    ids=lambda raw: raw[:24].decode(),
)
def test_no_head_is_slow(raw: bytes) -> None:
    letter = read_letter(raw)
    reply_text(letter)
    bounce(letter)


def test_a_bomb_of_parts_is_bounded() -> None:
    raw = b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 50_000
    assert len((read_letter(raw).text or "").split()) <= 200


def test_a_nested_mail_is_not_kept_at_every_depth() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(12)
    )
    raw = nested + b"Content-Type: application/pdf\n\n" + b"A" * 1_000_000
    tracemalloc.start()
    read_letter(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 7 * len(raw)


def test_a_deep_quote_is_one_quote() -> None:
    marks = {one.mark for one in html_lines("<blockquote type=cite>" * 5_000 + "x")}
    assert marks == {"quoted"}
