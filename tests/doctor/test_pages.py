"""The pages and their certificate, seen from outside; the clock, against somebody else's."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from desk.clock import utc_now
from guichet.doctor import certificate as certificates
from guichet.doctor import clock, pages
from guichet.finding import State
from tests.doctor.visits import certificate, only, serves, trusts, visit, web


async def test_pages_that_answer_from_elsewhere_are_good(tmp_path: Path) -> None:
    pem = certificate(tmp_path, days=80)
    async with web("ok\n", tls=serves(pem)) as port:
        url = f"https://localhost:{port}"
        there = visit(tmp_path, web={"public_url": url}, authorities=trusts(pem))
        told = only(await pages.reachable(there), State.WARNING)
        assert "de cette machine seulement" in told.sentence
        assert "valable jusqu'au" in only(await pages.certified(there), State.OK).sentence


@pytest.mark.parametrize(
    ("body", "words"), [("database\n", "pas la base"), ("Bienvenue", "un autre site")]
)
async def test_an_answer_that_is_not_our_sign_of_life_is_told(
    tmp_path: Path, body: str, words: str
) -> None:
    async with web(body) as port:
        there = visit(tmp_path, web={"public_url": f"http://127.0.0.1:{port}"})
        assert words in only(await pages.reachable(there), State.PROBLEM).sentence
        only(await pages.certified(there), State.SKIPPED)


async def test_pages_that_nobody_serves_are_told(tmp_path: Path) -> None:
    there = visit(tmp_path, web={"public_url": "https://127.0.0.1:1"})
    assert only(await pages.reachable(there), State.PROBLEM).sentence == "personne ne répond"
    only(await pages.certified(there), State.PROBLEM)


async def test_an_expired_certificate_is_told_by_its_name(tmp_path: Path) -> None:
    pem = certificate(tmp_path, days=-1)
    async with web("ok\n", tls=serves(pem)) as port:
        url = f"https://localhost:{port}"
        there = visit(tmp_path, web={"public_url": url}, authorities=trusts(pem))
        for look in (pages.reachable, pages.certified):
            assert only(await look(there), State.PROBLEM).sentence == "certificat expiré"


async def test_a_certificate_soon_over_is_a_warning(tmp_path: Path) -> None:
    pem = certificate(tmp_path, days=9)
    async with web("ok\n", tls=serves(pem)) as port:
        url = f"https://localhost:{port}"
        there = visit(tmp_path, web={"public_url": url}, authorities=trusts(pem))
        assert "dans 8 jours" in only(await pages.certified(there), State.WARNING).sentence


async def test_a_certificate_of_nobody_or_of_another_is_told(tmp_path: Path) -> None:
    pem, other = certificate(tmp_path, days=80), certificate(tmp_path, days=80, host="x.example")
    for served, trusted, words in ((pem, other, "autorité"), (other, other, "autre nom")):
        async with web("ok\n", tls=serves(served)) as port:
            url = f"https://localhost:{port}"
            there = visit(tmp_path, web={"public_url": url}, authorities=trusts(trusted))
            assert words in only(await pages.certified(there), State.PROBLEM).sentence


def test_a_certificate_that_is_over_by_our_clock_is_told(tmp_path: Path) -> None:
    pem = certificate(tmp_path, days=5).read_text()
    der = certificates.ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    later = utc_now() + timedelta(days=6)
    assert certificates.judged("x", der, later).state is State.PROBLEM


@pytest.mark.parametrize(
    ("seconds", "state"), [(1, State.OK), (40, State.WARNING), (600, State.PROBLEM)]
)
async def test_a_clock_that_is_off_is_told(tmp_path: Path, seconds: int, state: State) -> None:
    now = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
    theirs = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
    async with web("{}", date=theirs) as port:
        api = {"api_base_url": f"http://127.0.0.1:{port}"}
        there = visit(tmp_path, telegram=api, clock=lambda: now)
        only(await clock.clock(there, local=True), state)
        only(await clock.clock(there), State.SKIPPED)


async def test_without_anybody_to_ask_the_clock_is_not_judged(tmp_path: Path) -> None:
    there = visit(tmp_path, telegram={"api_base_url": "http://127.0.0.1:1"})
    only(await clock.clock(there, local=True), State.SKIPPED)
