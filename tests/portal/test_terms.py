"""The conditions of use: in force, accepted, proved."""

import hashlib
from datetime import timedelta

import pytest

from models.terms import Acceptance, Terms
from portal.terms import (
    Accepted,
    Published,
    accept,
    accepted_version,
    current,
    end_code,
    has_accepted,
    publish,
)
from tests.portal.people import NOON, TOWN, adult

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + timedelta(days=1)


async def test_the_latest_published_is_in_force_in_its_town_only() -> None:
    assert await current(TOWN) is None
    await publish(TOWN, "1", "Soyez polis.", NOON)
    await publish(TOWN, "2", "Soyez très polis.", LATER)
    await publish("ailleurs", "9", "Autre chose.", LATER + timedelta(days=1))
    terms = await current(TOWN)
    assert terms is not None
    assert (terms.version, terms.text) == ("2", "Soyez très polis.\n")


async def test_a_version_never_changes_once_published() -> None:
    assert await publish(TOWN, "1", "Soyez polis.", NOON) is Published.PUBLISHED
    assert await publish(TOWN, "1", "Soyez polis. \r\n", LATER) is Published.ALREADY
    assert await publish(TOWN, "1", "Soyez fous.", LATER) is Published.DIFFERENT
    terms = await Terms.get(town=TOWN)
    assert (terms.text, terms.published_at) == ("Soyez polis.\n", NOON)
    assert terms.sha256 == hashlib.sha256(b"Soyez polis.\n").hexdigest()


async def test_the_proof_holds_version_hash_time_channel_and_manner() -> None:
    await publish(TOWN, "1", "Soyez polis.", NOON)
    claire = await adult()
    done = await accept(claire, version="1", channel="mail", manner="code", at=LATER)
    assert done is Accepted.ACCEPTED
    proof = await Acceptance.get(citizen_id=claire.id)
    assert (proof.version, proof.channel, proof.manner) == ("1", "mail", "code")
    assert proof.accepted_at == LATER
    assert proof.sha256 == hashlib.sha256(b"Soyez polis.\n").hexdigest()


async def test_accepting_twice_keeps_the_first_proof() -> None:
    await publish(TOWN, "1", "Soyez polis.", NOON)
    claire = await adult()
    await accept(claire, version="1", channel="mail", manner="code", at=NOON)
    done = await accept(claire, version="1", channel="telegram", manner="last_part", at=LATER)
    assert done is Accepted.ALREADY
    assert [proof.channel for proof in await Acceptance.all()] == ["mail"]


async def test_what_was_shown_is_no_longer_in_force() -> None:
    await publish(TOWN, "1", "Soyez polis.", NOON)
    await publish(TOWN, "2", "Soyez très polis.", LATER)
    claire = await adult()
    done = await accept(claire, version="1", channel="mail", manner="code", at=LATER)
    assert done is Accepted.NEWER
    assert await accepted_version(claire) is None


async def test_the_version_accepted_last_is_told() -> None:
    claire = await adult()
    for version, at in (("b", NOON), ("a", LATER)):
        await publish(TOWN, version, f"Version {version}.", at)
        await accept(claire, version=version, channel="page", manner="scrolled", at=at)
    assert await accepted_version(claire) == "a"
    assert await has_accepted(claire, "b")
    assert not await has_accepted(claire, "c")


async def test_the_code_after_the_last_word_is_ones_own_and_of_that_version() -> None:
    code = end_code(TOWN, "1", 65, b"key")
    assert code == end_code(TOWN, "1", 65, b"key")
    assert len(code) == 4
    assert code.isdecimal()
    others = {
        end_code("ailleurs", "1", 65, b"key"),
        end_code(TOWN, "2", 65, b"key"),
        end_code(TOWN, "1", 66, b"key"),
        end_code(TOWN, "1", 65, b"other"),
    }
    assert code not in others
