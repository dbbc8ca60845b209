"""Codes, logins, mail addresses and digits, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.catalogue import recognise
from flows.answers import login, mail_address, six_digits
from flows.codes import code_asked, short_code, token

KEY = "2dec9d29bbfc6d9bd78fa3045c0bd3b1"
LINK = (
    "https://www.espace-citoyens.net/mesanger/espace-citoyens/CompteCitoyen/Validation"
    f"?id=65&datecreat=20200609&heurecreat=829&key={KEY}"
)
READ = f"/mesanger/espace-citoyens/CompteCitoyen/Validation?id=65&datecreat=20200609&heurecreat=829&key={KEY}"


@pytest.mark.parametrize(
    "written",
    [
        "KX7P-4MND",
        "kx7p 4mnd",
        "Kx7p4mnd",
        "mon code est KX7P-4MND merci",
        "Bonjour, voici le code : « KX7P-4MND ».",
        "J'ai reçu le code KX7P-4MND dans le mail de la mairie, que dois-je faire ?",
    ],
)
def test_a_short_code_is_heard(written: str) -> None:
    assert short_code(written) == "KX7P4MND"
    assert recognise(written) == "KX7P4MND"


@pytest.mark.parametrize(
    "written",
    [
        "avec nous",
        "bonjours",
        "12345678",
        "06 12 34 56 78",
        "rendez-vous mardi",
        "KX7P-4MND ou AB2C-3DEF",
        "",
    ],
)
def test_what_is_no_code_is_not_heard_as_one(written: str) -> None:
    assert short_code(written) is None
    assert recognise(written) is None


def test_a_code_of_letters_alone_is_read_where_it_was_asked() -> None:
    assert code_asked("abcd efgh") == "ABCDEFGH"
    assert short_code("abcd efgh") is None


@pytest.mark.parametrize(
    "written",
    [
        "/start abc_DEF-12",
        "/start@mairie_bot abc_DEF-12",
        "https://t.me/mairie_bot?start=abc_DEF-12",
    ],
)
def test_the_token_of_a_deep_link_is_heard(written: str) -> None:
    assert token(written) == "abc_DEF-12"
    assert recognise(written) == "abc_DEF-12"


def test_a_bare_start_is_no_token() -> None:
    assert recognise("/start") is None


@pytest.mark.parametrize(
    "written",
    [
        LINK,
        f"Voici le lien : <{LINK}>.",
        LINK.replace("&", "&amp;"),
        f"{LINK[:70]}\n{LINK[70:]}",
        f"{LINK[:-9]}=\r\n{LINK[-9:]}".replace("?id=", "?id=3D").replace("key=", "key=3D"),
    ],
)
def test_a_pasted_activation_link_is_heard(written: str) -> None:
    assert recognise(written) == READ
    assert recognise(READ) == READ


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("testa65", "testa65"),
        ("Mon identifiant est testa65, merci", "testa65"),
        ("c'est « marie.dupont ».", "marie.dupont"),
        ("marie@exemple.fr", "marie@exemple.fr"),
        ("l'identifiant est testa", "testa"),
        ("mon.chat", "mon.chat"),
        ("je ne sais pas", None),
        ("ab", None),
        ("", None),
    ],
)
def test_a_login_is_read(written: str, read: str | None) -> None:
    assert login(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Testa@Exemple.fr", "testa@exemple.fr"),
        ("Mon mail : <marie.dupont@exemple.fr>.", "marie.dupont@exemple.fr"),
        ("a@exemple.fr ou b@exemple.fr", None),
        ("marie chez exemple", None),
        ("a@" * 2000, None),
    ],
)
def test_a_mail_address_is_read(written: str, read: str | None) -> None:
    assert mail_address(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("123456", "123456"),
        ("le code est 123 456.", "123456"),
        ("123-456", "123456"),
        ("1234567", None),
        ("123456 ou 654321", None),
    ],
)
def test_six_digits_are_read(written: str, read: str | None) -> None:
    assert six_digits(written) == read


@given(st.text(max_size=400))
def test_anything_may_be_written(written: str) -> None:
    for read in (recognise, code_asked, login, mail_address, six_digits):
        read(written)
