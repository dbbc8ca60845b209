"""Whether two civil identities are the same person's, as far as both are known."""

from datetime import date

import pytest

from models.family import Citizen
from portal.identity import BirthDate, Person, birth_date, same_person, spelt


def person(given: str, family: str, born: str, usage: str = "") -> Person:
    return Person(
        given_names=given, family_name=family, usage_name=usage, birth_date=birth_date(born)
    )


def citizen(given: str, family: str, born: date | None) -> Citizen:
    return Citizen(given_name=given, family_name=family, birth_date=born)


BORN = date(1992, 5, 14)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (("Claire Louise", "TESTA"), ("Claire", "Testa")),
        (("Claire Louise", "TESTA"), ("CLAIRE LOUISE", "testa")),
        (("Jean-Pierre Marie", "DE LA TOUR"), ("Jean Pierre", "de-la-Tour")),
        (("Jean-Pierre", "D'ARTAGNAN"), ("jean pierre", "d’Artagnan")),
        (("Chloë", "LEFÈVRE"), ("Chloé", "Lefevre")),
        (("Cœline", "LENÆRT"), ("Coeline", "Lenaert")),
        (("Émile", "N'DIAYE"), ("E\u0301mile", "N Diaye")),
    ],
)
def test_the_same_name_however_it_is_written(said: tuple[str, str], known: tuple[str, str]) -> None:
    assert same_person(person(*said, "1992-05-14"), citizen(*known, BORN))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (("Jean-Pierre", "Testa"), ("Jean", "Testa")),
        (("Jean", "Testa"), ("Jean-Pierre", "Testa")),
        (("Louise Claire", "Testa"), ("Claire", "Testa")),
        (("Claire", "Testa"), ("Claire", "Testard")),
        (("", "Testa"), ("", "Testa")),
        (("Claire", ""), ("Claire", "")),
        (("Claire", "--"), ("Claire", "'")),
    ],
)
def test_another_name_or_none_at_all_is_not_hers(
    said: tuple[str, str], known: tuple[str, str]
) -> None:
    assert not same_person(person(*said, "1992-05-14"), citizen(*known, BORN))


def test_the_name_used_in_daily_life_counts_as_well() -> None:
    said = person("Claire", "NAISSANCE", "1992-05-14", usage="TESTA")
    assert same_person(said, citizen("Claire", "Testa", BORN))
    assert same_person(said, citizen("Claire", "Naissance", BORN))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1992-05-14", BirthDate(1992, 5, 14)),
        ("1992-05-00", BirthDate(1992, 5)),
        ("1992-00-00", BirthDate(1992)),
        ("1992-00-14", None),
        ("1992-02-31", None),
        ("1992-13-01", None),
        ("0000-05-14", None),
        ("١٩٩٢-05-14", None),
        ("14/05/1992", None),
        ("", None),
    ],
)
def test_a_birth_date_may_be_presumed_and_must_be_possible(
    text: str, read: BirthDate | None
) -> None:
    assert birth_date(text) == read


@pytest.mark.parametrize(
    ("born", "known", "same"),
    [
        ("1992-05-00", date(1992, 5, 31), True),
        ("1992-02-00", date(1992, 2, 29), True),
        ("1992-05-00", date(1992, 6, 1), False),
        ("1992-00-00", date(1992, 12, 31), True),
        ("1992-00-00", date(1991, 12, 31), False),
        ("1992-05-14", date(1992, 1, 1), False),
        ("1992-05-14", None, False),
        ("", date(1992, 5, 14), False),
    ],
)
def test_only_what_is_known_of_the_date_is_compared(
    born: str, known: date | None, *, same: bool
) -> None:
    assert same_person(person("Awa", "Diallo", born), citizen("Awa", "Diallo", known)) is same


def test_a_person_is_not_shown_by_accident() -> None:
    assert "Diallo" not in repr(person("Awa", "Diallo", "1992-00-00"))


def test_the_one_spelling() -> None:
    assert spelt("  D’Ærø-Łódź ") == "d aero lodz"
