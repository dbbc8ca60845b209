"""Dates, amounts and names as in a French letter."""

import pytest

from words.filters import calendar, day, euros, moment, of, plural, unbroken

_ = "\u00a0"


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2026-06-09", "mardi 9 juin 2026"),
        ("2026-06-01", "lundi 1er juin 2026"),
        ("2026-11-01", "dimanche 1er novembre 2026"),
        ("2026-06-09T22:30:00+00:00", "mercredi 10 juin 2026"),
    ],
)
def test_a_day_is_written_in_full(iso: str, written: str) -> None:
    assert day(iso) == written


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2026-06-09T06:30:00+00:00", f"mardi 9 juin 2026 à 8{_}h{_}30"),
        ("2026-12-09T07:00:00+00:00", f"mercredi 9 décembre 2026 à 8{_}h"),
        ("2026-06-09", "mardi 9 juin 2026"),
    ],
)
def test_a_moment_is_told_in_paris(iso: str, written: str) -> None:
    assert moment(iso) == written


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        moment("2026-06-09T08:30:00")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("12.50", f"12,50{_}€"),
        ("1234.5", f"1{_}234,50{_}€"),
        ("0.00", f"0,00{_}€"),
        ("-3.10", f"-3,10{_}€"),
    ],
)
def test_an_amount_is_written_with_its_euros(amount: str, written: str) -> None:
    assert euros(amount) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0 essai"), (1, "1 essai"), (2, "2 essais")])
def test_a_count_takes_its_plural_from_two(count: int, written: str) -> None:
    assert plural(count, "essai", "essais").replace(_, " ") == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Mésanger", "de Mésanger"),
        ("Angers", "d’Angers"),
        ("Écouflant", "d’Écouflant"),
        ("Le Mans", "du Mans"),
        ("Les Sables-d'Olonne", "des Sables-d’Olonne"),
        ("La Rochelle", "de La Rochelle"),
        ("L'Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
    ],
)
def test_a_town_is_named_as_one_says_it(name: str, written: str) -> None:
    assert of(name) == written


def test_a_date_of_birth_has_no_day_of_the_week() -> None:
    assert calendar("2018-02-01") == "1er février 2018"


def test_a_phone_number_stays_on_its_line() -> None:
    assert unbroken("02 40") == f"02{_}40"
