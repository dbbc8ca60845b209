"""What a town publishes is right, missing or wrong, and the list says which, ready to paste."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from guichet.dns.names import Names
from guichet.dns.records import Record
from guichet.dns.resolver import Nameserver
from guichet.dns.sender_policy import lets, with_sender
from guichet.dns.town import key_of, records_of
from guichet.errors import SettingsError
from guichet.finding import State
from mail_send.dkim_key import make_key, read_key, record_value
from tests.doctor.zone import Zone, answering, quoted, serving
from tests.guichet.conftest import TOWN, Program, bare_environment, config, program

__all__ = ["bare_environment", "config", "program"]

HERE = "203.0.113.7"
KEY = read_key(make_key())
NAMES = Names(
    town="saint-denis",
    web="espace.ville.example",
    domain="ville.example",
    sender="espace.ville.example",
    contact="accueil@ville.example",
    selector="guichet",
    key_file=Path("dkim.pem"),
    signs=True,
    addresses=(HERE,),
)
RIGHT: Zone = {
    ("espace.ville.example", "A"): [HERE],
    ("ville.example", "MX"): ["10 mx.ville.example."],
    ("ville.example", "TXT"): [quoted("v=spf1 a:espace.ville.example -all"), quoted("autre chose")],
    ("guichet._domainkey.ville.example", "TXT"): [quoted(record_value(KEY))],
    ("_dmarc.ville.example", "TXT"): [quoted("v=DMARC1; p=none")],
    ("7.113.0.203.in-addr.arpa", "PTR"): ["espace.ville.example."],
}


async def look(zone: Zone, names: Names = NAMES) -> dict[str, Record]:
    async with answering(zone) as dns:
        found = await records_of(dns, names, KEY)
    return {one.finding.what.split(" (")[0].split(" de ")[0]: one for one in found}


def without(*keys: tuple[str, str]) -> Zone:
    return {key: value for key, value in RIGHT.items() if key not in keys}


async def test_a_town_that_has_published_everything_has_nothing_to_do() -> None:
    found = await look(RIGHT)
    assert {name: one.finding.state for name, one in found.items()} == dict.fromkeys(
        ("Adresse des pages", "Serveur qui reçoit", "SPF", "DKIM", "DMARC", "Nom inverse"), State.OK
    )


async def test_a_town_that_has_published_nothing_is_told_what_to_paste() -> None:
    found = await look({})
    assert found["Adresse des pages"].finding.state is State.PROBLEM
    assert found["Adresse des pages"].value == HERE
    assert found["Serveur qui reçoit"].value == "10 espace.ville.example."
    assert found["SPF"].value == "v=spf1 mx a:espace.ville.example ~all"
    assert found["DKIM"].name == "guichet._domainkey.ville.example"
    assert found["DKIM"].value == record_value(KEY)
    assert found["DMARC"].value == "v=DMARC1; p=none; rua=mailto:accueil@ville.example"
    assert found["Nom inverse"].finding.state is State.WARNING


async def test_pages_that_lead_elsewhere_are_told() -> None:
    found = await look(RIGHT | {("espace.ville.example", "A"): ["198.51.100.1"]})
    told = found["Adresse des pages"].finding
    assert (told.state, told.sentence) == (State.PROBLEM, "mène à 198.51.100.1")


async def test_a_town_keeps_the_mail_server_that_it_has() -> None:
    assert (await look(RIGHT))["Serveur qui reçoit"].value == ""


async def test_a_key_that_is_not_ours_is_told() -> None:
    other = record_value(read_key(make_key()))
    found = await look(RIGHT | {("guichet._domainkey.ville.example", "TXT"): [quoted(other)]})
    assert found["DKIM"].finding.state is State.PROBLEM
    assert "n'est pas la nôtre" in found["DKIM"].finding.sentence


async def test_two_spf_records_count_for_none() -> None:
    twice = [quoted("v=spf1 -all"), quoted("v=spf1 a -all")]
    found = await look(RIGHT | {("ville.example", "TXT"): twice})
    assert found["SPF"].finding.state is State.PROBLEM


async def test_an_spf_that_forgets_our_relay_is_completed() -> None:
    found = await look(
        RIGHT | {("ville.example", "TXT"): [quoted("v=spf1 include:x.example -all")]}
    )
    assert found["SPF"].finding.state is State.WARNING
    assert found["SPF"].value == "v=spf1 include:x.example a:espace.ville.example -all"


async def test_the_dmarc_of_the_domain_above_is_enough() -> None:
    under = replace(NAMES, domain="mairie.ville.fr")
    zone: Zone = {("_dmarc.ville.fr", "TXT"): [quoted("v=DMARC1; p=reject")]}
    assert (await look(zone, under))["DMARC"].finding.state is State.OK


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ("v=spf1 ip4:203.0.113.0/24 -all", True),
        ("v=spf1 ip4:198.51.100.0/24 -all", False),
        ("v=spf1 a:espace.ville.example -all", True),
        ("v=spf1 mx ~all", True),
        ("v=spf1 include:relais.example -all", True),
        ("v=spf1 redirect=relais.example", True),
        ("v=spf1 -ip4:203.0.113.7 -all", False),
        ("v=spf1 ip4:pas-une-adresse include:absent.example exists:%{i}.x -all", False),
        ("v=spf1 include:boucle.example -all", False),
    ],
)
async def test_a_policy_is_read_as_a_receiver_reads_it(policy: str, *, allowed: bool) -> None:
    zone = RIGHT | {
        ("mx.ville.example", "A"): [HERE],
        ("relais.example", "TXT"): [quoted("v=spf1 ip4:203.0.113.7 ~all")],
        ("boucle.example", "TXT"): [quoted("v=spf1 include:boucle.example -all")],
    }
    async with answering(zone) as dns:
        assert await lets(dns, "ville.example", policy, HERE) is allowed


def test_a_sender_is_named_before_the_last_word() -> None:
    assert with_sender("v=spf1 mx", "r.example") == "v=spf1 mx a:r.example"


async def test_a_silent_dns_is_told_and_holds_nobody_up() -> None:
    async with answering(RIGHT, silent=True, patience=0.05) as dns:
        found = await records_of(dns, NAMES, KEY)
    assert {one.finding.state for one in found} == {State.PROBLEM}
    assert all("n'a pas répondu en 0.05 s" in one.finding.sentence for one in found)


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    names = replace(NAMES, key_file=tmp_path / "var" / "dkim.pem")
    first, made = key_of(names)
    again, made_again = key_of(names)
    assert (first, made, made_again) == (again, True, False)
    assert names.key_file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "dkim.pem"
    file.write_text("ceci n'est pas une clé")
    with pytest.raises(SettingsError, match="n'est pas une clé privée"):
        key_of(replace(NAMES, key_file=file))


def test_the_command_prints_records_and_fails_while_one_is_missing(
    config: Callable[[str], Path], program: Program, tmp_path: Path
) -> None:
    config(f"[web]\npublic_url = 'https://espace.ville.example'\n{TOWN}")
    with threaded({}) as server:
        asked = ("dns", "--address", HERE, "--resolver", f"127.0.0.1:{server.port}")
        shown, as_json = program(*asked), program(*asked, "--json")
    assert shown.code == as_json.code == 1
    assert "Clé DKIM créée" in shown.out
    assert 'guichet._domainkey.ville.example. IN TXT "v=DKIM1; k=rsa; p=' in shown.out
    assert f"espace.ville.example. IN A {HERE}" in shown.out
    assert "PRIVATE" not in shown.out + as_json.out
    assert [json.loads(line)["type"] for line in as_json.out.splitlines()][:2] == ["A", "MX"]
    assert (tmp_path / "var" / "dkim-saint-denis.pem").exists()


def test_each_address_of_the_server_is_a_line_of_its_own(
    config: Callable[[str], Path], program: Program
) -> None:
    config(f"[web]\npublic_url = 'https://espace.ville.example'\n{TOWN}")
    with threaded({}) as server:
        asked = ("--address", HERE, "--address", "2001:DB8:0::7")
        shown = program("dns", *asked, "--resolver", f"127.0.0.1:{server.port}")
    lines = [line.strip() for line in shown.out.splitlines()]
    assert f"espace.ville.example. IN A {HERE}" in lines
    assert "espace.ville.example. IN AAAA 2001:db8::7" in lines


@pytest.mark.parametrize("option", ["--resolver", "--address"])
def test_what_is_no_address_is_told(
    config: Callable[[str], Path], program: Program, option: str
) -> None:
    config(TOWN)
    answer = program("dns", option, "dns.example")
    assert answer.code == 2
    assert f"{option} : « dns.example » n'est pas une adresse IP" in answer.err


@contextmanager
def threaded(zone: Zone) -> Iterator[Nameserver]:
    """The server beside a program that has a loop of its own."""
    found: list[Nameserver] = []
    ready, loop = threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    async def run() -> None:
        async with serving(zone) as server:
            found.append(server)
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(5)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(5)
        loop.close()
