"""French spaces: where they are put, and what they never touch."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from words.typography import NO_BREAK, spaced, typeset

_ = NO_BREAK
#: What must arrive as it left: links, codes, passwords, addresses, logins.
KEPT = (
    "https://ville.example/lien/a?b=c&d=:;!%20#fin",
    "https://ville.example/l'espace/?x=1!",
    "www.ville.example",
    "KX7P-4MND",
    "123456",
    "J'ACCEPTE 4821",
    "tilleul-7-canot-brique",
    "g.d'estourbeil",
    "claire.o'brien+mairie@exemple.example",
    "02 40 00 00 00",
)
FREE = st.text(alphabet="ab'’«» :;!?%€.,-\n\u00a0\u202fé😀", max_size=60)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("C'est « ici » ?", f"C’est «{_}ici{_}»{_}?"),
        ("Attention : 12 € ; merci !", f"Attention{_}: 12{_}€{_}; merci{_}!"),
        ("{{ 'l ?' }} d'{{ a }} {% if b == 'c !' %}", "{{ 'l ?' }} d’{{ a }} {% if b == 'c !' %}"),
    ],
)
def test_typography_is_put_in_outside_of_code(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


def test_what_others_wrote_keeps_its_apostrophes() -> None:
    assert spaced("l'adresse : « o'brien » !") == f"l'adresse{_}: «{_}o'brien{_}»{_}!"


def test_an_hour_stays_on_one_line() -> None:
    assert spaced("de 8 h 30 à 17 h") == f"de 8{_}h{_}30 à 17{_}h"
    assert spaced("le 8 huit, 3 h 100") == f"le 8 huit, 3{_}h 100"


@given(FREE, st.sampled_from(KEPT), FREE)
def test_links_codes_and_addresses_are_never_altered(before: str, kept: str, after: str) -> None:
    said = spaced(f"{before}{kept}{after}")
    assert said[len(before) :].startswith(kept)


@given(FREE)
def test_only_plain_spaces_change_and_once_is_enough(text: str) -> None:
    said = spaced(text)
    assert said.replace(_, " ") == text.replace(_, " ")
    assert spaced(said) == said
    assert not re.search(r" [:;!?»%€]|« ", said)
