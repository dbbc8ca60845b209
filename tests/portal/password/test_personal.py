"""What a neighbour would try, and what she would not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.password import Known, Reason
from portal.password.personal import estimate

JEANNE = Known(
    names=("Jeanne", "Martin", "Jean-Pierre", "Le Goff", "Zoé"),
    town="Saint-Denis",
    login="jmartin93",
    birth_years=(1984, 2015),
)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Jeanne.Martin1984", Reason.HOLDS_NAME),
        ("Jeanne.Martin1984", Reason.HOLDS_BIRTH_YEAR),
        ("martin-jeanne-84", Reason.HOLDS_NAME),
        ("J3@nn3M@rt1n", Reason.HOLDS_NAME),
        ("jeanpierre2015", Reason.HOLDS_NAME),
        ("legoff2015", Reason.HOLDS_NAME),
        ("ZOE!zoe!2015", Reason.HOLDS_NAME),
        ("ennaej1984", Reason.HOLDS_NAME),
        ("SaintDenis93200", Reason.HOLDS_TOWN),
        ("jmartin93!!", Reason.HOLDS_LOGIN),
        ("Soleil2024", Reason.COMMON_WORD),
        ("motdepasse1", Reason.COMMON_WORD),
        ("M0tDeP@sse1", Reason.COMMON_WORD),
        ("tulipe47", Reason.COMMON_WORD),
        ("septembre2024", Reason.MONTH_OR_DAY),
        ("dimanche12", Reason.MONTH_OR_DAY),
        ("azertyuiop1", Reason.KEYBOARD_WALK),
        ("mlkjhgfdsq1", Reason.KEYBOARD_WALK),
        ("&é\"'(-è_", Reason.KEYBOARD_WALK),
        ("1a2z3e4r5t", Reason.KEYBOARD_WALK),
        ("abcdef123456", Reason.SEQUENCE),
        ("aaaaaaaaaa1", Reason.REPEATED_CHARACTER),
        ("martin14071984", Reason.HOLDS_NAME),
        ("25122019a", Reason.DATE),
    ],
)
def test_what_a_neighbour_tries_first_is_weak_and_told_why(password: str, reason: Reason) -> None:
    found = estimate(password, JEANNE)
    assert found.strength < 2
    assert reason in found.reasons


@pytest.mark.parametrize(
    "password",
    ["vélo-Lune9 grenat", "k7mt3wpa", "cargo-tulipe-menthe-plage-472", "zx7!vbPq2"],
)
def test_what_a_neighbour_does_not_try_is_strong_enough(password: str) -> None:
    assert estimate(password, JEANNE).strength >= 2


def test_a_name_does_not_spoil_what_is_long_enough_around_it() -> None:
    assert estimate("Martin kayak-9 torrent vu", JEANNE).strength == 4


@given(st.text(max_size=200), st.text(max_size=60), st.integers(0, 99999))
def test_anything_can_be_estimated(password: str, name: str, year: int) -> None:
    known = Known(names=(name, password), town=name, login=password, birth_years=(year,))
    found = estimate(password, known)
    assert 0 <= found.strength <= 4
    assert found.bits >= 0


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu"]), min_size=3, max_size=40))
def test_knowing_a_name_never_makes_it_stronger(name: str) -> None:
    assert estimate(name, Known(names=(name,))).bits <= estimate(name, Known()).bits
