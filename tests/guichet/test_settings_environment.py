"""A variable replaces a setting; one that replaces nothing is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.settings_file import read_settings
from tests.guichet.conftest import TOWN
from tests.guichet.test_settings import told

Config = Callable[[str], Path]
A_TOWN = {
    f"GUICHET_TOWNS__SAINT_DENIS__{name.upper()}": value.strip('"')
    for name, _, value in (line.partition(" = ") for line in TOWN.strip().splitlines()[1:])
}


@pytest.mark.parametrize("name", ["GUICHET_WEB__PORT", "guichet_web__port", "Guichet_Web__Port"])
def test_a_variable_wins_over_the_file(config: Config, name: str) -> None:
    assert read_settings(config("[web]\nport = 1\n"), {name: "8081"}).web.port == 8081


def test_a_hyphen_of_a_town_is_written_as_an_underscore(config: Config) -> None:
    variable = "GUICHET_TOWNS__SAINT_DENIS__TELEGRAM_TOKEN"
    settings = read_settings(config(TOWN), {variable: "123:abc"})
    assert list(settings.towns) == ["saint-denis"]
    assert settings.towns["saint-denis"].telegram_token.get_secret_value() == "123:abc"


def test_a_town_may_stand_in_variables_alone(config: Config) -> None:
    settings = read_settings(config(""), A_TOWN)
    assert settings.towns["saint-denis"].name == "Saint-Denis"


def test_a_mistyped_town_makes_no_second_one(config: Config) -> None:
    assert told(config(TOWN), GUICHET_TOWNS__SANT_DENIS__TELEGRAM_TOKEN="1:a") == (
        (
            "ville inconnue « sant-denis » dans la variable GUICHET_TOWNS__SANT_DENIS__TELEGRAM_TOKEN :"
            " vouliez-vous dire « saint-denis » ?"
        ),
    )


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("GUICHET_DATABASE_URL", "GUICHET_DATABASE__URL"),
        ("GUICHET_WEB__PROT", "GUICHET_WEB__PORT"),
        (
            "GUICHET_TOWNS__SAINT_DENIS__TELEGRAM_TOKN",
            "GUICHET_TOWNS__SAINT_DENIS__TELEGRAM_TOKEN",
        ),
    ],
)
def test_a_mistyped_variable_is_told(config: Config, variable: str, meant: str) -> None:
    sentence = f"variable inconnue {variable} : vouliez-vous dire « {meant} » ?"
    assert told(config(TOWN), **{variable: "1"}) == (sentence,)


@pytest.mark.parametrize("variable", ["GUICHET_WEB", "GUICHET_", "GUICHET_TOWNS__SAINT_DENIS"])
def test_a_variable_that_names_no_setting_is_told(config: Config, variable: str) -> None:
    [sentence] = told(config(TOWN), **{variable: "{}"})
    assert sentence.startswith(f"variable inconnue {variable}")


def test_a_wrong_value_names_its_variable(config: Config) -> None:
    assert told(config(""), GUICHET_WEB__PORT="x") == (
        "GUICHET_WEB__PORT doit être un nombre entier de 0 à 65535, et non « x »",
    )


def test_faults_of_the_file_and_of_the_variables_are_told_together(config: Config) -> None:
    faults = told(config("twon = 1"), GUICHET_WEB__PORT="x", GUICHET_WEBB__PORT="1")
    assert len(faults) == 3


def test_two_spellings_of_one_variable_are_refused(config: Config) -> None:
    [sentence] = told(config(""), GUICHET_WEB__PORT="1", guichet_web__port="2")
    assert "donnent le même réglage" in sentence


def test_variables_of_others_are_left_alone(config: Config) -> None:
    environ = {"PATH": "/bin", "GUICHET_CONFIG": "x", "GUICHET_TEST_POSTGRES": "postgres://x"}
    assert read_settings(config(""), environ).web.port == 8080
