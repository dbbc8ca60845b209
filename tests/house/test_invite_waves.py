"""`guichet invite` on a wave: looking before, sending a trial, pausing, taking back; called in this process."""

import asyncio
import re
from datetime import timedelta

import pytest

from demo.mailbox.letters import letters
from desk.clock import utc_now
from models.database import opened
from models.link import PageLink
from models.post import Inbox, Outbox
from tests.house.mailbox import plain
from tests.house.program import Place
from tests.house.test_invite import Invite, invite, numbers

__all__ = ["invite"]


def test_a_dry_run_shows_five_mails_without_a_secret_and_writes_nothing(
    invite: Invite, place: Place
) -> None:
    code, shown, _ = invite("--dry-run")
    assert code == 0
    assert shown.count("Objet : Mairie de Val-Fleuri") == 5
    assert "mot de passe provisoire : ••••" in plain(shown)
    assert not re.search(r"key=|[2-9A-Z]{4}-[2-9A-Z]{4}", shown)
    assert asyncio.run(written(place)) == 0


async def written(place: Place) -> int:
    """Messages, events and links that open something."""
    async with opened(f"sqlite://{place.folder / 'demo.db'}"):
        links = PageLink.filter(
            used_at=None, revoked_at=None, created_at__gte=utc_now() - timedelta(minutes=5)
        )
        return await Outbox.all().count() + await Inbox.all().count() + await links.count()


def test_a_trial_goes_to_who_asks_and_opens_nothing(invite: Invite, place: Place) -> None:
    assert "5 essais envoyés" in invite("--test", "moi@mairie.example")[1]
    tried = letters(place.spool)
    assert {one.to for one in tried} == {"moi@mairie.example"}
    assert all("[Essai] Mairie de Val-Fleuri - Création" in one.subject for one in tried)
    opens = ("key=", "start=", "/choix/", "/stop/", "/lien/")
    assert not [one for one in tried for word in opens if word in one.text]
    raw = [path.read_bytes() for path in place.spool.rglob("*") if path.is_file()]
    assert not [one for one in raw if b"/stop/" in one or b"/choix/" in one]
    assert numbers(invite("--json", "--dry-run"))["invited"] == 11


def test_a_wave_is_named_told_and_taken_back(invite: Invite) -> None:
    assert (
        "11 invitations dans la vague « rentrée » : 60 par heure"
        in (invite("--batch", "rentrée", "--per-hour", "60")[1])
    )
    assert "11 personnes, 60 par heure, finie vers le" in invite("--status")[1]
    assert "11 n'étaient pas parties" in invite("--cancel", "rentrée")[1]
    code, _, complaint = invite("--batch", "rentrée")
    assert (code, "a été annulée" in complaint) == (7, True)


def test_an_unknown_wave_is_told_with_those_there_are(invite: Invite) -> None:
    invite("--batch", "rentrée", "--limit", "1")
    code, _, complaint = invite("--cancel", "rentree")
    assert (code, "Les dernières : rentrée" in complaint) == (6, True)


@pytest.mark.parametrize(
    ("only", "how_many"),
    [
        (("école=Nulle part",), 0),
        (("espace=claire.testa",), 1),
        (("espace=claire.testa", "classe=X"), 0),
    ],
)
def test_only_some_are_invited(invite: Invite, only: tuple[str, ...], how_many: int) -> None:
    words = [word for one in only for word in ("--only", one)]
    told = numbers(invite("--json", "--dry-run", *words))
    assert told["invited"] == how_many


def test_what_only_does_not_understand_is_told(invite: Invite) -> None:
    code, _, complaint = invite("--only", "rue=des Lilas")
    assert (code, "GENRE=VALEUR" in complaint) == (2, True)
    assert invite("--only", "absent.txt")[0] == 6
