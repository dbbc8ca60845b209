"""A town has FranceConnect when its settings give both halves of a client, and the secret shows nowhere."""

import pytest
from pydantic import ValidationError
from starlette.routing import Route

from guichet.franceconnect import franceconnect
from guichet.settings import Settings

TOWN = {
    "name": "Val-Fleuri",
    "mail_address": "guichet@val-fleuri.example",
    "contact": "accueil@val-fleuri.example",
    "phone": "01 99 00 12 34",
    "hours": "du lundi au vendredi",
    "site": "https://val-fleuri.example",
    "privacy_contact": "donnees@val-fleuri.example",
}
CLIENT = {"franceconnect_client_id": "ours", "franceconnect_client_secret": "a secret of theirs"}


def settings(**town: str) -> Settings:
    return Settings.model_validate({"towns": {"val-fleuri": {**TOWN, **town}, "autre": TOWN}})


def test_only_towns_with_a_client_have_the_pages() -> None:
    assert franceconnect(settings()) == []
    paths = [one.path for one in franceconnect(settings(**CLIENT)) if isinstance(one, Route)]
    assert "/val-fleuri/franceconnect/retour" in paths
    assert not any(path.startswith("/autre/") for path in paths)


@pytest.mark.parametrize("half", CLIENT)
def test_half_a_client_is_a_fault(half: str) -> None:
    with pytest.raises(ValidationError, match="ensemble"):
        settings(**{half: CLIENT[half]})


def test_the_secret_is_not_shown() -> None:
    assert CLIENT["franceconnect_client_secret"] not in repr(settings(**CLIENT))
