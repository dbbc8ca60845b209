"""The whole visit: in order, whatever hangs or breaks, and read from the command line."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.doctor import provider, round
from guichet.doctor.visit import Visit
from guichet.finding import Finding, State, good
from portal.password.opinion import JudgingProcess
from tests.doctor.visits import only, speaking, visit, web
from tests.guichet.conftest import TOWN, Program, bare_environment, config, program

__all__ = ["bare_environment", "config", "program"]

#: What the command asks of the Internet is asked of nobody.
OFFLINE = """
[telegram]
api_base_url = "http://127.0.0.1:1"
[web]
public_url = "http://127.0.0.1:1"
[mail_out]
port = 1
[mail_in]
port = 1
"""


async def test_one_that_hangs_or_breaks_leaves_the_others_be(tmp_path: Path) -> None:
    async def hangs(_visit: Visit) -> list[Finding]:
        await asyncio.Event().wait()
        return []

    async def breaks(_visit: Visit) -> list[Finding]:
        raise ZeroDivisionError

    async def works(_visit: Visit) -> list[Finding]:
        return [good("c", "répond")]

    checks = [("a", hangs), ("b", breaks), ("c", works)]
    found = await round.examine(visit(tmp_path, patience=0.05), checks, ("d", works))
    assert [one.what for one in found] == ["a", "b", "c", "c"]
    assert [one.state for one in found[:3]] == [State.PROBLEM, State.PROBLEM, State.OK]
    assert "ZeroDivisionError" in found[1].sentence


async def test_franceconnect_is_asked_only_where_a_town_uses_it(tmp_path: Path) -> None:
    only(await provider.franceconnect(visit(tmp_path)), State.SKIPPED)


@pytest.mark.parametrize("answer", ["{}", "pas du JSON"])
async def test_an_address_that_is_not_franceconnect_is_told(tmp_path: Path, answer: str) -> None:
    async with web(answer) as port:
        found = await provider.franceconnect(_client(tmp_path, port))
    assert "n'est pas FranceConnect" in only(found, State.PROBLEM).sentence


async def test_franceconnect_that_answers_is_good_and_that_is_away_is_told(tmp_path: Path) -> None:
    only(await provider.franceconnect(_client(tmp_path, 1)), State.PROBLEM)
    async with speaking(discovered) as port:
        only(await provider.franceconnect(_client(tmp_path, port)), State.OK)


async def discovered(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
    """The addresses of an issuer, under the host that was asked."""
    asked = (await reading.readuntil(b"\r\n\r\n")).decode()
    host = re.findall(r"(?i)host: (.+?)\r", asked)[0]
    issuer = f"http://{host}/api/v2"
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    told = {name: f"{issuer}/{name}" for name in (*names, "end_session_endpoint")}
    body = json.dumps({"issuer": issuer, **told})
    writing.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    await writing.drain()
    writing.close()


def _client(folder: Path, port: int) -> Visit:
    town = {"franceconnect_client_id": "ville", "franceconnect_client_secret": "MARK"}
    issuer = {"issuer": f"http://127.0.0.1:{port}/api/v2"}
    return visit(folder, town=town, franceconnect=issuer)


async def test_the_judge_answers_or_its_silence_is_told(tmp_path: Path) -> None:
    only(await provider.passwords(visit(tmp_path)), State.OK)
    broken = JudgingProcess(command=("/bin/false",))
    only(await provider.passwords(visit(tmp_path), broken), State.WARNING)


def test_the_command_tells_all_and_fails_while_something_is_to_mend(
    config: Callable[[str], Path], program: Program
) -> None:
    config(f"{OFFLINE}{TOWN}telegram_token = '9:MARK'")
    asked = ("doctor", "--resolver", "127.0.0.1:1")
    shown, as_json = program(*asked), program(*asked, "--json")
    assert shown.code == as_json.code == 1
    assert "à réparer" in shown.out
    assert "→ pour la créer, lancez « guichet migrate »." in shown.out
    assert "MARK" not in shown.out + shown.err + as_json.out + as_json.err
    told = [json.loads(line) for line in as_json.out.splitlines()]
    assert told[0]["what"] == "Réglages (config.toml)"
    assert {one["state"] for one in told} == {state.value for state in State}


def test_bad_settings_are_the_first_thing_to_mend(
    config: Callable[[str], Path], program: Program
) -> None:
    config("[web]\nport = 'x'\n[log]\nlevel = 'fort'\n")
    answer = program("doctor", "--json")
    assert answer.code == 1
    assert len(answer.out.splitlines()) == 2
