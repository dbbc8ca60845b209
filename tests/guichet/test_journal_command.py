"""`guichet journal`, as staff and scripts run it."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import asyncpg
import pytest

from guichet import database
from models.journal import Journal
from tests.guichet.conftest import TOWN, Program
from tests.guichet.lines import NOON, citizen, write

Config = Callable[[str], Path]
INSERT = """
INSERT INTO journal (at, town, kind, channel, flow, step, detail)
VALUES (now(), 'saint-denis', 'asked', '', '', '', $1)
"""
OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
PROGRAM = (sys.executable, "-m", "guichet.cli")


@pytest.fixture
def url(config: Config, sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a database with its tables, which `config.toml` names."""
    (tmp_path / "guichet.db").write_bytes(sqlite_template.read_bytes())
    config(TOWN + "[database]\nurl = 'sqlite://guichet.db'\n")
    return f"sqlite://{tmp_path}/guichet.db"


def play(url: str, doing: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Do that in the database, and close it."""

    async def inside() -> None:
        async with database.as_it_is(url):
            await doing()

    asyncio.run(inside())


async def a_day() -> None:
    """Two citizens and what they did."""
    her, him = await citizen("claire.testa"), await citizen("marc.testa", family="Autre")
    await write(citizen_id=her.id, channel="mail", kind="answered", detail="oui", flow="invitation")
    await write(1, citizen_id=her.id, channel="mail", kind="effect", detail="activate:activated")
    await write(2, citizen_id=him.id, channel="telegram", kind="secret", detail="wrong")


@contextmanager
def following(*words: str) -> Iterator[subprocess.Popen[str]]:
    """`guichet journal --follow …`, as a process, ended whatever happens."""
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own program
        [*PROGRAM, "journal", "--follow", *words], stdout=pipe, stderr=pipe, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


async def told_by(url: str, detail: str, *, alone: bool = False) -> None:
    """Write that line, or empty the journal; `alone` throws everybody else out first."""
    connection = await asyncpg.connect(url)
    try:
        if alone:
            await connection.execute(OTHERS_OUT)
        if detail:
            await connection.execute(INSERT, detail)
        else:
            await connection.execute("TRUNCATE journal RESTART IDENTITY")
    finally:
        await connection.close()


def next_of(stream: IO[str] | None) -> dict[str, Any]:
    assert stream
    told: dict[str, Any] = json.loads(stream.readline())
    return told


def test_it_tells_who_did_what(url: str, program: Program) -> None:
    play(url, a_day)
    answer = program("journal")
    assert answer.code == 0
    day, *lines = answer.out.splitlines()
    assert day == "mardi 24 novembre 2026"
    assert len(lines) == 3
    assert "12:00:00  claire.testa (Mme T.)" in lines[0]
    assert "a répondu « oui »" in lines[0]
    assert "espace activé" in lines[1]
    assert "marc.testa (Mme A.)" in lines[2]
    assert "mot de passe faux" in lines[2]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (("--citizen", "marc.testa"), ["mot de passe faux"]),
        (("--channel", "telegram"), ["mot de passe faux"]),
        (("--flow", "invitation"), ["a répondu « oui »"]),
        (("--kind", "effect"), ["espace activé"]),
        (("--limit", "1"), ["mot de passe faux"]),
        (("--since", "2026-11-24 12:01"), ["espace activé", "mot de passe faux"]),
        (("--until", "2026-11-24 12:01"), ["a répondu « oui »"]),
        (("--town", "saint-denis", "--kind", "secret"), ["mot de passe faux"]),
        (("--step", "nulle-part"), []),
    ],
)
def test_its_filters_choose(
    url: str, program: Program, words: tuple[str, ...], sentences: list[str]
) -> None:
    play(url, a_day)
    answer = program("journal", "--json", *words)
    assert answer.code == 0
    assert [json.loads(line)["sentence"] for line in answer.out.splitlines()] == sentences


def test_nothing_to_tell_is_told_beside(url: str, program: Program) -> None:
    answer = program("journal", "--json")
    assert (answer.code, answer.out) == (0, "")
    assert "Rien dans le journal" in answer.err


def test_a_citizen_who_does_not_exist_is_told(url: str, program: Program) -> None:
    answer = program("journal", "--citizen", "personne")
    assert answer.code == 6
    assert "aucun espace n'a l'identifiant « personne »" in answer.err


def test_it_follows_line_by_line_and_stops_on_ctrl_c(url: str) -> None:
    play(url, a_day)
    with following("--json", "--limit", "1") as running:
        assert next_of(running.stdout)["sentence"] == "mot de passe faux"
        play(url, lambda: write(kind="repair", detail="menu"))
        assert next_of(running.stdout)["sentence"] == "a demandé le menu"
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=90)
        assert (running.returncode, out, err) == (0, "", "")


def test_it_waits_for_a_server_that_went_away(config: Config, postgres_url: str) -> None:
    config(f"[database]\nurl = '{postgres_url}'\n")
    try:
        with following("--json") as running:
            asyncio.run(told_by(postgres_url, "before"))
            assert next_of(running.stdout)["detail"] == "before"
            asyncio.run(told_by(postgres_url, "after", alone=True))
            assert next_of(running.stdout)["detail"] == "after"
    finally:
        asyncio.run(told_by(postgres_url, "", alone=True))


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_it_stops_when_nobody_reads_any_more(url: str, words: tuple[str, ...]) -> None:
    play(url, a_day)
    with following(*words) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.wait(timeout=90) == 0
        assert running.stderr.read() == ""


def test_a_pipe_closed_early_is_no_failure(url: str) -> None:
    async def much() -> None:
        rows = [Journal(at=NOON, town="saint-denis", kind="asked", flow="invitation")] * 3000
        await Journal.bulk_create(rows)

    play(url, much)
    command = '"$0" -m guichet.cli journal --limit 3000 | head -n 1'
    ran = subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", command, sys.executable], capture_output=True, text=True, check=False
    )
    assert ran.stdout == "mardi 24 novembre 2026\n"
    assert ran.stderr == ""
