"""The town's floor: eight characters, a small letter, a digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.password import PasswordRules, Reason, bits, broken, normalised

FLOOR = PasswordRules()


@pytest.mark.parametrize(
    ("password", "reasons"),
    [
        ("tulipe47", ()),
        ("tulipe4", (Reason.TOO_SHORT,)),
        ("TULIPE47", (Reason.NO_LOWERCASE,)),
        ("tulipe-plage", (Reason.NO_DIGIT,)),
        ("", (Reason.TOO_SHORT, Reason.NO_LOWERCASE, Reason.NO_DIGIT)),
        ("a1" * 64, ()),
        ("a1" * 64 + "a", (Reason.TOO_LONG,)),
        ("a1" * 5_000_000, (Reason.TOO_LONG,)),
        ("tulipe\t47", (Reason.HAS_CONTROL,)),
        ("mon mot de passe c tulipe-47", (Reason.NOT_ALONE,)),
        ("Voici mon mot de passe : tulipe-47", (Reason.NOT_ALONE,)),
        ("mdp-tulipe-47", ()),
        ("c'est quoi 1 bon mot de passe ?", (Reason.A_QUESTION,)),
        ("comment?47", ()),
        ("tulipe\u200b47", (Reason.HAS_CONTROL,)),
        ("tulipe\ud80047", (Reason.HAS_CONTROL,)),
    ],
)
def test_each_failure_is_told_exactly(password: str, reasons: tuple[Reason, ...]) -> None:
    assert broken(password, FLOOR) == reasons


def test_small_letters_and_digits_of_the_whole_world_count() -> None:
    assert broken("ÉCOLÉé47", FLOOR) == ()
    assert broken("пароль-лес٤٧", FLOOR) == ()
    assert broken("ＴＵＬＩＰＥａ４７", FLOOR) == ()


def test_spaces_inside_are_kept_and_spaces_around_are_not() -> None:
    assert normalised("\u00a0 tulipe 47\n") == "tulipe 47"


def test_an_accent_typed_in_two_strokes_is_the_same_password() -> None:
    assert normalised("e\u0301cole47") == normalised("\u00e9cole47")


def test_emoji_made_of_several_are_seen() -> None:
    assert broken("tulipe47👩\u200d🌾", FLOOR) == ()


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(password: str) -> None:
    assert normalised(normalised(password)) == normalised(password)


def test_a_town_may_ask_for_more() -> None:
    strict = PasswordRules(min_length=12, min_lowercase=2, min_digits=2)
    assert broken("TULIPe-PLAGE7", strict) == (Reason.NO_LOWERCASE, Reason.NO_DIGIT)


@pytest.mark.parametrize(
    "wrong",
    [{"min_length": 0}, {"min_length": 129}, {"min_digits": -1}, {"min_score": 5}],
)
def test_a_floor_that_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PasswordRules(**wrong)


def test_a_floor_that_no_password_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 128"):
        PasswordRules(min_lowercase=100, min_digits=100)


def test_the_floor_alone_is_weaker_than_the_cnil_asks() -> None:
    assert int(bits(FLOOR)) == 41
    assert bits(PasswordRules(min_length=10)) > 50
    assert bits(PasswordRules(min_lowercase=0, min_digits=0)) < 27
