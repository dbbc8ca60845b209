"""The temporary password of the town's mail, as citizens really type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.password import (
    PasswordRules,
    broken,
    read_forgivingly,
    same_temporary,
    temporary_hash,
    temporary_password,
)
from portal.password.temporary import ALPHABET, GROUP, GROUPS

SEED = bytes(range(32))
seeds = st.binary(min_size=16, max_size=64)
between = st.text(alphabet=" \u00a0\u202f-‐‑–—'\"«»\t\n.", max_size=3)


@given(seeds)
def test_it_always_passes_the_rule_and_has_no_look_alikes(seed: bytes) -> None:
    password = temporary_password(seed)
    assert broken(password, PasswordRules()) == ()
    assert not set(password) & set("0O1lIio")


@given(seeds)
def test_the_same_seed_says_the_same_again(seed: bytes) -> None:
    assert temporary_password(seed) == temporary_password(seed)


@given(seeds, seeds)
def test_another_seed_says_something_else(one: bytes, other: bytes) -> None:
    assert (temporary_password(one) == temporary_password(other)) is (one == other)


def test_it_is_written_in_groups_and_hard_to_guess() -> None:
    assert [len(group) for group in temporary_password(SEED).split("-")] == [GROUP] * GROUPS
    assert len(ALPHABET) ** (GROUP * GROUPS) > 2**80


@given(seeds, st.data())
def test_it_is_read_whatever_the_case_and_the_spacing(seed: bytes, data: st.DataObject) -> None:
    derived = temporary_password(seed)
    typed = "".join(
        (sign.upper() if data.draw(st.booleans()) else sign) + data.draw(between)
        for sign in derived.replace("-", "")
    )
    assert same_temporary(typed, derived)


@pytest.mark.parametrize(
    "frame",
    [
        "Mot de passe : {}",
        "Votre mot de passe temporaire : « {} ».",
        "mot\u00a0de passe:{}",
        "“{}”",
        "  {}.\n",
        "MOT DE PASSE {}",
        "Bonjour, voici mon mot de passe provisoire : {} merci",
        "le mdp c'est {}",
    ],
)
def test_it_is_read_as_it_is_pasted_from_the_mail(frame: str) -> None:
    derived = temporary_password(SEED)
    assert same_temporary(frame.format(derived), derived)


@given(st.text(max_size=250))
def test_anything_else_is_not_it(typed: str) -> None:
    derived = temporary_password(SEED)
    assert same_temporary(typed, derived) is (read_forgivingly(typed) == read_forgivingly(derived))
    assert not same_temporary("", derived)


def test_one_sign_missing_is_not_it() -> None:
    derived = temporary_password(SEED)
    assert not same_temporary(derived[:-1], derived)
    assert not same_temporary("x" * 10**6, derived)


def test_its_hash_forgives_as_much_and_needs_the_key() -> None:
    derived = temporary_password(SEED)
    assert temporary_hash(derived.upper(), SEED) == temporary_hash(derived, SEED)
    assert temporary_hash(derived, SEED) != temporary_hash(derived, SEED[::-1])
    assert derived.replace("-", "") not in temporary_hash(derived, SEED)


def test_a_seed_too_short_to_be_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        temporary_password(b"short")
