"""The file of a key is looked at before anything starts; what is wrong with it is one sentence."""

from pathlib import Path

import pytest

from guichet.dkim_keys import signers
from guichet.errors import SettingsError
from guichet.settings import Settings, TownSettings
from mail_send.dkim_key import Algorithm, make_key

TOWN = {
    "name": "Val-Fleuri",
    "mail_address": "guichet@Val-Fleuri.example",
    "contact": "accueil@val-fleuri.example",
    "phone": "01 00 00 00 00",
    "hours": "de 9 h à 17 h",
    "site": "https://val-fleuri.example",
    "privacy_contact": "dpo@val-fleuri.example",
}


def settings(**told: object) -> Settings:
    return Settings(towns={"val-fleuri": TownSettings.model_validate({**TOWN, **told})})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    kept = tmp_path / "dkim.pem"
    kept.write_bytes(make_key(Algorithm.ED25519))
    kept.chmod(0o600)
    return kept


def fault(file: Path) -> str:
    with pytest.raises(SettingsError) as told:
        signers(settings(dkim_selector="guichet", dkim_key=file))
    [sentence] = told.value.sentences()
    return sentence


def test_a_town_signs_for_the_domain_of_its_address(file: Path) -> None:
    found = signers(settings(dkim_selector="Guichet", dkim_key=file))["val-fleuri"]
    assert (found.domain, found.selector) == ("val-fleuri.example", "guichet")


def test_a_town_without_a_key_signs_nothing() -> None:
    assert signers(settings()) == {}


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o602])
def test_a_key_open_to_others_stops_the_start(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert "chmod 600" in fault(file)


def test_a_group_of_the_system_may_read_the_key(file: Path) -> None:
    file.chmod(0o640)
    assert signers(settings(dkim_selector="guichet", dkim_key=file))


def test_a_wrong_file_is_named_and_its_contents_are_not_told(file: Path) -> None:
    file.write_text("violette-cabane-73-nuage")
    assert fault(file) == (
        f"[towns.val-fleuri] dkim_key : le fichier {file} n'est pas une clé privée au format PEM"
    )


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    file.unlink()
    assert "ne se lit pas" in fault(file)


@pytest.mark.parametrize(
    "told", [{"dkim_selector": "guichet"}, {"dkim_key": "cle.pem"}, {"dkim_selector": "a b"}]
)
def test_a_name_without_a_file_or_a_file_without_a_name_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"dkim_selector|lettres"):
        settings(**told)
