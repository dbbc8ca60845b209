"""`guichet mail explain` tells how a mail is understood, whatever it is given."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.cli import main
from guichet.errors import ExitCode
from guichet.mail_batch import answers
from guichet.mail_told import KINDS, STANDINGS
from mail_ingest.authenticity import Standing, Trust
from mail_ingest.explain import MOST_BYTES, explain_mail
from mail_ingest.kind import Kind
from tests.mail.notices import BOX, NOTICES

LAYOUTS = Path(__file__).parent / "layouts"
NOBODY = Trust()


def mail(*headers: str, body: str = "Oui\n", charset: str = "utf-8") -> bytes:
    known = ("From: Jeanne Martin <jeanne@courrier.example>", f"To: {BOX}")
    return "\n".join([*known, *headers, "", body]).encode(charset)


def batch(*asked: object) -> list[dict[str, Any]]:
    return list(answers([json.dumps(one).encode() + b"\n" for one in asked], NOBODY))


@pytest.mark.parametrize(
    ("headers", "body", "kind"),
    [
        (["Subject: Bonjour"], "Une question", Kind.NEW),
        (["Subject: Re: Votre espace"], "Oui", Kind.REPLY),
        (["In-Reply-To: <1@x.example>"], "Oui", Kind.REPLY),
        (["Subject: sans objet"], "Oui\n\n> Voulez-vous ?", Kind.REPLY),
        (["Subject: TR: Votre espace"], "Regarde", Kind.FORWARD),
        (["Subject: Re: Fwd: Votre espace"], "Vu", Kind.REPLY),
        (["Auto-Submitted: auto-replied"], "Absent", Kind.AUTOMATIC),
        (list(NOTICES[0].headers), NOTICES[0].body, Kind.BOUNCE),
    ],
)
def test_each_kind_has_its_signs(headers: list[str], body: str, kind: Kind) -> None:
    first = [] if any(one.startswith("From:") for one in headers) else ["From: j@courrier.example"]
    raw = "\n".join([*first, f"To: {BOX}", *headers, "", body]).encode()
    assert explain_mail(raw).kind is kind


@pytest.mark.parametrize("file", sorted(LAYOUTS.glob("*.eml")), ids=lambda one: one.stem)
def test_the_layouts_are_answers_or_forwards(file: Path) -> None:
    handed_on = any(word in file.stem for word in ("transfert", "reexpedie"))
    kind = Kind.NEW if "spontane" in file.stem else Kind.FORWARD if handed_on else Kind.REPLY
    assert explain_mail(file.read_bytes()).kind is kind


def test_of_a_forward_only_the_words_of_the_forwarder_are_read() -> None:
    found = explain_mail((LAYOUTS / "outlook.texte.transfert.eml").read_bytes())
    assert found.text == "Pour information"
    assert found.cut[0].rule == "forward"


def test_a_charset_that_lies_is_repaired_and_told() -> None:
    raw = mail(
        "Content-Type: text/plain; charset=utf-8", body="D\u00e9j\u00e0 re\u00e7u", charset="cp1252"
    )
    found = explain_mail(raw)
    assert found.text == "Déjà reçu"
    assert [(one.where, one.declared, one.read_as) for one in found.repairs] == [
        ("text/plain", "utf-8", "cp1252")
    ]
    assert explain_mail(mail("Content-Type: text/plain; charset=utf-8", body="Déjà")).repairs == ()


def test_a_clue_is_shown_without_its_token() -> None:
    token = "mzxw6ytboi2gk3dpnzsxe5dfon"
    raw = mail(
        f"In-Reply-To: <guichet.{token}@val-fleuri.example>", f"Cc: espace+{token}@x.example"
    )
    told = explain_mail(raw).as_json()
    assert [one["found"] for one in told["clues"]] == ["recipient", "thread"]
    assert token not in json.dumps(told)


def test_a_stamp_is_believed_only_of_the_server_that_is_named() -> None:
    raw = (
        b"Authentication-Results: mx.ville.example; dmarc=pass header.from=courrier.example\n"
        + mail()
    )
    assert explain_mail(raw).standing.standing is Standing.NONE
    named = explain_mail(raw, trust=Trust(servers=["mx.ville.example"]))
    assert named.standing.standing is Standing.ALIGNED


def test_every_line_of_a_batch_has_its_answer_in_order() -> None:
    eml = base64.b64encode(mail("Subject: Re: x")).decode()
    returned = base64.b64encode(
        "\n".join([f"To: {BOX}", *NOTICES[0].headers, "", NOTICES[0].body]).encode()
    ).decode()
    told = batch(
        {"id": "a", "eml": eml},
        {"id": 2, "text": "Oui\n\nLe 3 mars 2026 à 09:12, Mairie <m@x.example> a écrit :\n> Non ?"},
        {"id": None, "html": "<p>D’accord</p><blockquote type=cite>Voulez-vous ?</blockquote>"},
        {"id": "b", "eml": returned},
        {"id": "c"},
        ["rien"],
    )
    assert [one["id"] for one in told] == ["a", 2, None, "b", "c", None]
    assert [one["kind"] for one in told] == [
        "reply",
        "reply",
        "reply",
        "bounce",
        "refused",
        "refused",
    ]
    assert [one["text"] for one in told] == ["Oui", "Oui", "D’accord", None, None, None]
    assert [one["automatic"] for one in told] == [None] * 6
    back = told[3]["bounce"]
    assert (back["recipient"], back["status"], back["permanent"]) == (
        "jeanne.martin@orange.example",
        "5.1.1",
        True,
    )
    assert told[0]["bounce"] is None


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": "\\ud800", "text": "\\ud800\\u0000 oui"}',
        b'{"id": 1e999, "eml": "&&&"}',
        b'{"id": NaN, "text": "x"}',
        b'{"id": ["\\udfff"], "html": "<p>x"}',
        b'{"id": 1, "eml": 7}',
        b'{"id": 1, "eml": "AAAA"}',
        b"9" * 10_000,
    ],
)
def test_no_line_is_without_an_answer_that_can_be_read(line: bytes) -> None:
    (told,) = answers([line], NOBODY)
    again = json.loads(json.dumps(told, ensure_ascii=False, allow_nan=False).encode())
    assert (again["id"], again["kind"]) == (told["id"], told["kind"])


def test_a_mail_that_the_door_would_refuse_is_explained_as_refused() -> None:
    assert explain_mail(b"a" * (MOST_BYTES + 1)).refused == "too large"
    assert explain_mail(b" \r\n").refused == "empty"


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_explained(raw: bytes) -> None:
    told = explain_mail(b"From: a@b.example\n" + raw, trust=Trust(servers=["x"])).as_json()
    assert json.dumps(told, ensure_ascii=False).encode()


def test_a_person_reads_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "explain", str(LAYOUTS / "outlook.texte.transfert.eml")]) == 0
    said = capsys.readouterr().out
    assert "transféré" in said
    assert "Pour information" in said
    assert set(KINDS) == set(Kind)
    assert set(STANDINGS) == set(Standing)


def test_a_machine_reads_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "explain", "--json", str(LAYOUTS / "outlook.texte.transfert.eml")]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "forward"


def test_no_settings_are_needed_and_bad_ones_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUICHET_NOTHING__LIKE_IT", "x")
    (tmp_path / "b.jsonl").write_text('{"id": 1, "text": "Oui"}\n', "utf-8")
    assert main(["mail", "explain", "--batch", "b.jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == "Oui"


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "explain", "nulle-part.eml"]) == ExitCode.NOT_FOUND
    assert "nulle-part.eml" in capsys.readouterr().err
    assert main(["mail", "explain"]) == ExitCode.SETTINGS


def test_each_answer_leaves_before_the_next_question() -> None:
    """Whoever feeds the batch line by line gets each answer at once."""
    command = [sys.executable, "-m", "guichet.cli", "mail", "explain", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:  # noqa: S603 - our own program
        assert isinstance(running.stdin, io.IOBase)
        assert isinstance(running.stdout, io.IOBase)
        for number in range(3):
            running.stdin.write(f'{{"id": {number}, "text": "Oui"}}\n'.encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
    assert running.returncode == 0
