"""`guichet invite`: who is invited, who is not, and why. Called in this process, since nothing else runs."""

import asyncio
import json
from collections.abc import Callable

import pytest

from guichet.cli import main
from tests.house.program import SLUG, Place

Invite = Callable[..., tuple[int, str, str]]


@pytest.fixture
def invite(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Invite:
    """The command on a settled town: its exit code, what it says, what it complains of."""
    asyncio.run(place.settle())
    for name, told in place.environment.items():
        monkeypatch.setenv(name, told)

    def called(*words: str) -> tuple[int, str, str]:
        code = main(["--config", str(place.config), "invite", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def numbers(answer: tuple[int, str, str]) -> dict[str, int]:
    code, out, _ = answer
    assert code == 0
    told: dict[str, int] = json.loads(out)
    return told


def test_everyone_who_waits_is_invited_once_and_the_others_are_counted(invite: Invite) -> None:
    assert numbers(invite("--json", "--limit", "4"))["invited"] == 4
    second = numbers(invite("--json", "--town", SLUG))
    assert (second["invited"], second["queued"]) == (7, 4)
    assert (second["no_mail"], second["frozen"]) == (1, 1)
    assert numbers(invite("--json"))["invited"] == 0


def test_it_says_so_in_french(invite: Invite) -> None:
    assert invite("--login", "Claire.Testa")[1] == "1 invitation.\n"
    assert "il y a moins de dix minutes" in invite("--login", "claire.testa")[1]
    everyone = invite("--dry-run")[1]
    assert "10 invitations à envoyer, rien n'est parti." in everyone
    assert "1 sans adresse de courriel" in everyone


def test_an_unknown_login_invites_nobody(invite: Invite) -> None:
    code, _, complaint = invite("--login", "claire.testa", "--login", "personne")
    assert code == 6
    assert "« personne »" in complaint
    assert numbers(invite("--json", "--dry-run"))["invited"] == 11
