"""A key becomes a sentence, a town replaces it, and a faulty file is told before anything is said."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from words.texts import FRENCH, Texts, WordingError

TOWN = {
    "name": "Angers",
    "phone": "02 41 00 00 00",
    "hours": "de 9 h à 12 h",
    "site": "",
    "mail_address": "a@b.fr",
}
AROUND = {"channel": "mail", "town": TOWN, "link": {}, "secret": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, text: str, name: str = "town.toml") -> None:
    (folder / name).write_text(text, "utf-8")


def test_a_key_is_said_in_the_form_of_its_channel() -> None:
    texts = Texts.load()
    params = {"login": "testa65", "name": "Mme Testa", "until": "2026-09-07"}
    mail = texts.say(
        "invitation",
        params,
        channel="mail",
        town=TOWN,
        link={"telegram": "https://t.me/x"},
        secret={"temporary": "abc", "code": "KX7P-4MND"},
    )
    chat = texts.say("invitation", params, channel="telegram", town=TOWN, link={}, secret={})
    assert "La mairie d’Angers" in mail
    assert "KX7P-4MND" in mail
    assert "abc" in mail
    assert "abc" not in chat


def test_a_parameter_that_is_missing_is_told_not_left_blank() -> None:
    with pytest.raises(UndefinedError, match="login"):
        Texts.load().say("invitation.activated", {}, **AROUND)


def test_a_parameter_may_bear_the_name_of_what_stands_around() -> None:
    said = Texts.load().say("code.elsewhere", {"town": "saint-denis"}, **AROUND)
    assert "(saint-denis)" in said
    assert "mairie d’Angers" in said


def test_a_mail_has_a_subject_on_one_line() -> None:
    texts = Texts.load()
    assert (
        texts.subject("repair.unclear", {}, **AROUND) == "Mairie d’Angers - Votre espace personnel"
    )
    assert (
        texts.subject("invitation", {}, **AROUND)
        == "Mairie d’Angers - Création de votre espace personnel"
    )


def test_a_refusal_names_the_figures_of_the_town() -> None:
    texts = Texts.load(rules={"min_length": 12})
    said = texts.say("secret.refused", {"reasons": ["too_short", "no_digit"]}, **AROUND)
    assert "au moins 12 caractères" in said
    assert said.count("\n- ") == 2


@pytest.mark.parametrize(
    "rules", [{"min_lowercase": 0}, {"min_digits": 0}, {"min_lowercase": 0, "min_digits": 0}]
)
def test_the_rule_is_told_whatever_the_town_asks(rules: dict[str, int]) -> None:
    said = Texts.load(rules=rules).say("new_password.page", {}, **AROUND)
    assert ("lettre minuscule" in said) == ("min_lowercase" not in rules)
    assert ("1\u00a0chiffre" in said) == ("min_digits" not in rules)


def test_a_town_replaces_a_sentence_and_adds_ways_to_say(folder: Path) -> None:
    write(
        folder, '["repair.thanks"]\ntext = "Serviteur."\n["choice.oui"]\nsaid = ["ben oui dame"]\n'
    )
    write(folder, 'greetings = ["boujou"]\n[requests]\nperson = ["le maire"]\n', "vocabulary.toml")
    texts = Texts.load(folder)
    assert texts.say("repair.thanks", {}, **AROUND) == "Serviteur."
    assert {"ben oui dame", "ok merci"} <= set(texts.choices["oui"])
    assert texts.label("oui") == "Oui"
    assert "boujou" in texts.said.greetings
    assert {"le maire", "une personne"} <= set(texts.said.requests["person"])


def test_a_town_that_rewrites_the_common_text_means_it_for_both_channels(folder: Path) -> None:
    write(folder, '["welcome"]\ntext = "Bienvenue."\n')
    texts = Texts.load(folder)
    assert texts.say("welcome", {}, **AROUND) == "Bienvenue."
    assert texts.subject("welcome", {}, **AROUND).startswith("Mairie d’Angers")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "town.toml: "),
        ('["a"]\ntxt = "b"\n', "« a »: txt"),
        ('["a"]\ntext = 3\n', "text must be a text"),
        ('["a"]\nsaid = "b"\n', "must be a list of phrases"),
        ("a = 3\n", "not a table"),
    ],
)
def test_a_faulty_file_is_told(folder: Path, text: str, told: str) -> None:
    write(folder, text)
    with pytest.raises(WordingError, match=told):
        Texts.load(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("surprises = []\n", "unknown surprises"),
        ("requests = []\n", "must be a table"),
        ("greetings = [3]\n", "must be a list"),
        ('[numbers]\nun = "1"\n', "whole number"),
    ],
)
def test_a_faulty_vocabulary_is_told(folder: Path, text: str, told: str) -> None:
    write(folder, text, "vocabulary.toml")
    with pytest.raises(WordingError, match=told):
        Texts.load(folder)


def test_a_key_written_twice_in_a_folder_is_told(folder: Path) -> None:
    write(folder, '["a"]\ntext = "b"\n', "one.toml")
    write(folder, '["a"]\ntext = "c"\n', "two.toml")
    with pytest.raises(WordingError, match="written twice"):
        Texts.load(folder)


def test_a_template_that_cannot_be_read_is_told_at_once(folder: Path) -> None:
    write(folder, '["a"]\ntext = "{{ b"\n')
    with pytest.raises(WordingError, match="« a »"):
        Texts.load(folder)


def test_a_folder_that_does_not_exist_is_told(folder: Path) -> None:
    with pytest.raises(WordingError, match="no such folder"):
        Texts.load(folder / "nowhere")


def test_every_file_holds_what_its_name_says() -> None:
    assert {path.stem for path in FRENCH.glob("*.toml")} >= {
        "invitation",
        "terms",
        "home",
        "vocabulary",
    }
