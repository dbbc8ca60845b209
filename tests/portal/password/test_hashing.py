"""What is stored of a password."""

import pytest
from argon2 import extract_parameters

from portal.password import hash_password, needs_rehash, verify
from portal.password.hashing import HASHER, NOBODY


async def test_a_password_is_recognised_and_another_is_not() -> None:
    stored = await hash_password("école-47")
    assert stored.startswith("$argon2id$")
    assert "47" not in stored.rsplit("$", 1)[0].removeprefix("$argon2id$v=19$m=65536,t=3,p=4")
    assert await verify(" e\u0301cole-47\n", stored)
    assert not await verify("ecole-47", stored)


async def test_the_hundredth_character_matters() -> None:
    stored = await hash_password("a" * 100 + "1")
    assert not await verify("a" * 100 + "2", stored)


async def test_an_unknown_account_takes_the_same_work_and_is_nobody() -> None:
    assert not await verify("école-47", None)
    assert not await verify("", None)
    assert extract_parameters(NOBODY) == extract_parameters(HASHER.hash("x"))
    assert not needs_rehash(NOBODY)


def test_an_older_hash_is_to_be_renewed() -> None:
    assert needs_rehash(NOBODY.replace("t=3", "t=2"))


@pytest.mark.parametrize("typed", ["\ud800" * 8, "x" * 10**7, "\0"])
async def test_what_is_no_password_is_only_wrong(typed: str) -> None:
    assert not await verify(typed, NOBODY)
