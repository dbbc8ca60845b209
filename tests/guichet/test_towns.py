"""From the settings to the desk's own words."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from flows.here import SecretWay
from guichet.errors import SettingsError
from guichet.settings import Settings
from guichet.settings_mail import MailOut
from guichet.settings_remarks import remarks
from guichet.towns import at_least_one, limits, telegram_secrets, towns

TOLD = {
    "telegram": {"deep_link": "http://127.0.0.1/{bot}/{token}"},
    "limits": {"reset_link_hours": 3},
    "towns": {
        "saint-denis": {
            "name": "Saint-Denis",
            "mail_address": "espace@ville.example",
            "contact": "accueil@ville.example",
            "phone": "01",
            "hours": "toujours",
            "site": "https://ville.example/",
            "privacy_contact": "dpo@ville.example",
            "always_ask_temporary_password": True,
            "words": "mots",
        }
    },
}


def test_a_town_becomes_the_desks() -> None:
    town = towns(Settings.model_validate(TOLD))["saint-denis"]
    assert (town.slug, town.name, town.bot) == ("saint-denis", "Saint-Denis", "")
    assert town.telegram_link == "http://127.0.0.1/{bot}/{token}"
    assert town.site == "https://ville.example"
    assert town.always_ask_temporary_password
    assert town.words == "mots"


def test_a_limit_has_the_unit_of_its_name() -> None:
    assert limits(Settings.model_validate(TOLD)).reset_link == timedelta(hours=3)


def test_a_password_may_be_given_in_the_chat_by_default() -> None:
    assert telegram_secrets(Settings()) is SecretWay.CHAT


def test_doors_do_not_open_for_nobody() -> None:
    at_least_one(Settings.model_validate(TOLD))
    with pytest.raises(SettingsError, match="aucune ville n'est réglée"):
        at_least_one(Settings())


def test_the_floor_of_the_seed_is_remarked() -> None:
    assert any("41 bits" in remark for remark in remarks(Settings()))


def test_a_password_that_travels_in_the_clear_is_remarked() -> None:
    out = MailOut(host="relais.example", username="espace", password=SecretStr("x"))
    told = list(remarks(Settings(mail_out=out)))
    assert any("voyage en clair" in remark for remark in told)
