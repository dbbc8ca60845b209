"""How citizens are called, and what is hidden of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.family import Citizen
from portal.names import full, masked, masked_mail, polite, same_login, same_mail


def person(civility: str, given: str, family: str) -> Citizen:
    return Citizen(civility=civility, given_name=given, family_name=family)


@pytest.mark.parametrize(
    ("civility", "given", "family", "politely", "hidden"),
    [
        ("Mme", "Claire", "Testa", "Mme Testa", "Mme T."),
        ("MADAME", "Marie-Ange", "Kervadec-Tollin", "Mme Kervadec-Tollin", "Mme K."),
        ("Monsieur", "Guy", "d’Estourbeil", "M. d’Estourbeil", "M. D."),
        ("M", "Jean-Noël", "Ébrard", "M. Ébrard", "M. É."),
        ("", "Minh-Thu", "Lê", "Minh-Thu Lê", "M. L."),
        ("Dr", "Anne", "Roy", "Dr Roy", "Dr R."),
        ("Mme", "", "", "Mme", "Mme"),
    ],
)
def test_a_citizen_is_called_politely_and_masked(
    civility: str, given: str, family: str, politely: str, hidden: str
) -> None:
    citizen = person(civility, given, family)
    assert polite(citizen) == politely
    assert masked(citizen) == hidden


def test_the_full_name_keeps_its_accents_and_apostrophes() -> None:
    assert full(person("M.", "Guy", "d’Estourbeil")) == "Guy d’Estourbeil"


@pytest.mark.parametrize(
    ("mail", "shown"),
    [
        ("claire.testa@exemple.fr", "c…a@exemple.fr"),
        ("paul@exemple.fr", "p…l@exemple.fr"),
        ("luc@exemple.fr", "l…@exemple.fr"),
        ("le@exemple.fr", "l…@exemple.fr"),
        ("x@exemple.fr", "…@exemple.fr"),
        ("@exemple.fr", "…@exemple.fr"),
        ('"a@b"@exemple.fr', '"…"@exemple.fr'),
        ("pas une adresse", "…"),
        ("", ""),
    ],
)
def test_a_mail_address_shows_its_two_ends_and_a_short_one_less(mail: str, shown: str) -> None:
    assert masked_mail(mail) == shown


@given(st.text(st.characters(exclude_characters="@…", exclude_categories=["Z", "C"]), min_size=1))
def test_no_name_of_a_mailbox_is_ever_shown_whole(name: str) -> None:
    shown = masked_mail(f"{name}@exemple.fr").removesuffix("@exemple.fr")
    assert len(shown.replace("…", "")) < len(name)
    assert shown.count("…") == 1


@pytest.mark.parametrize(
    "typed", ["Claire.Testa", " claire.testa ", "CLAIRE.TESTA", "ｃｌａｉｒｅ.testa"]
)
def test_a_login_is_the_same_however_it_is_typed(typed: str) -> None:
    assert same_login(typed) == "claire.testa"


def test_the_apostrophe_of_a_phone_is_that_of_a_keyboard() -> None:
    assert same_login("G.d’Estourbeil") == same_login("g.d'estourbeil")


@given(st.text())
def test_the_one_spelling_is_spelt_the_same(text: str) -> None:
    assert same_login(same_login(text)) == same_login(text)


def test_a_mail_address_is_the_same_with_its_angles_and_capitals() -> None:
    assert same_mail(" <Claire@Exemple.FR> ") == "claire@exemple.fr"
