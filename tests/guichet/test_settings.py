"""Wrong settings: one clear sentence each, all at once, and nothing begun."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.errors import SettingsError
from guichet.settings import Settings
from guichet.settings_file import read_settings
from tests.guichet.conftest import TOWN, Program

Config = Callable[[str], Path]


def told(file: Path, **environ: str) -> tuple[str, ...]:
    """The faults of that file under these variables."""
    with pytest.raises(SettingsError) as stopped:
        read_settings(file, environ)
    return stopped.value.faults


def test_an_empty_file_is_enough(config: Config) -> None:
    assert read_settings(config(""), {}).web.port == 8080


def test_a_town_is_read_whole(config: Config) -> None:
    settings = read_settings(config(TOWN), {})
    assert settings.towns["saint-denis"].phone == "01 00 00 00 00"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            "twon = 1",
            "réglage inconnu « twon » dans config.toml : vouliez-vous dire « towns » ?",
        ),
        (
            "[web]\nprot = 1",
            "réglage inconnu « prot » dans [web] de config.toml : vouliez-vous dire « port » ?",
        ),
        (
            "[web]\nlevel = 'info'",
            "réglage inconnu « level » dans [web] de config.toml : sa place est dans [log]",
        ),
        (
            "[web]\nzzz = 1",
            "réglage inconnu « zzz » dans [web] de config.toml ; connus : host, port, public_url, trusted_proxies",
        ),
        (
            "[web]\nport = 'quatre-vingts'",
            (
                "config.toml, [web] port doit être un nombre entier de 0 à 65535,"
                " et non « quatre-vingts »"
            ),
        ),
        (
            "[web]\npublic_url = 'ville.fr'",
            (
                "config.toml, [web] public_url doit être une adresse web,"
                " par exemple https://espace.ville.fr, et non « ville.fr »"
            ),
        ),
        (
            "[web]\ntrusted_proxies = '127.0.0.1, mon-proxy'",
            (
                "config.toml, [web] trusted_proxies doit être une liste d'adresses ou de réseaux,"
                " par exemple 127.0.0.1, 10.0.0.0/8, et non « 127.0.0.1, mon-proxy »"
            ),
        ),
        ("web = 3", "config.toml, [web] doit être une section : [web] puis ses réglages"),
        ("towns = 3", "config.toml, [towns] doit être une section : [towns] puis ses réglages"),
        (
            "[telegram]\nmode = 'push'",
            "config.toml, [telegram] mode doit être polling ou webhook, et non « push »",
        ),
        *(
            (
                f"[telegram]\nmode = 'webhook'\n[web]\npublic_url = '{address}'",
                (
                    "config.toml, [telegram] mode = webhook veut [web] public_url en https, sur le port"
                    " 443, 80, 88 ou 8443 : Telegram n'envoie rien ailleurs ; sans cela, mettez"
                    " mode = polling"
                ),
            )
            for address in ("http://espace.ville.example", "https://espace.ville.example:9443")
        ),
        (
            "[telegram]\ndeep_link = 'https://t.me/x'",
            (
                "config.toml, [telegram] deep_link doit contenir {bot} et {token},"
                " par exemple https://t.me/{bot}?start={token}, et non « https://t.me/x »"
            ),
        ),
        (
            "[mail_in]\nreply_delimiter = '---'",
            (
                "config.toml, [mail_in] reply_delimiter doit tenir sur une ligne et compter au moins"
                " 8 lettres, et non « --- »"
            ),
        ),
        (
            "[mail_out]\nhost = ''",
            (
                "config.toml, [mail_out] n'indique pas où vont les courriels :"
                " donnez host (un relais) ou spool (un dossier)"
            ),
        ),
        (
            "[mail_out]\nusername = 'espace'",
            "config.toml, [mail_out] veut username et password ensemble, ou aucun des deux",
        ),
        (
            "[password]\nmin_length = 0",
            (
                "config.toml, [password] min_length doit être un nombre entier de 1 à 128,"
                " et non « 0 »"
            ),
        ),
        (
            "[password]\nmin_score = 5",
            "config.toml, [password] min_score doit être un nombre entier de 0 à 4, et non « 5 »",
        ),
        (
            "[password]\nmin_lowercase = 100\nmin_digits = 100",
            (
                "config.toml, [password] demande plus de 128 caractères :"
                " diminuez min_lowercase ou min_digits"
            ),
        ),
        (
            "[limits]\ninvitation_days = 0",
            (
                "config.toml, [limits] invitation_days doit être un nombre entier de 1 à 3650,"
                " et non « 0 »"
            ),
        ),
        (
            TOWN.replace("saint-denis", "Saint_Denis"),
            (
                "config.toml, [towns.Saint_Denis] s'écrit en minuscules, chiffres et traits d'union,"
                " par exemple [towns.saint-denis]"
            ),
        ),
        (
            TOWN.replace('name = "Saint-Denis"\n', ""),
            (
                "config.toml, [towns.saint-denis] name manque : nom de la ville,"
                " comme les citoyens l'écrivent"
            ),
        ),
        (
            TOWN.replace('"01 00 00 00 00"', '" "'),
            (
                "config.toml, [towns.saint-denis] phone est vide : téléphone du service,"
                " dit dès que l'assistant ne suffit pas"
            ),
        ),
        (
            TOWN.replace("espace@ville.example", "espace"),
            (
                "config.toml, [towns.saint-denis] mail_address doit être une adresse de courriel,"
                " par exemple espace@ville.fr, et non « espace »"
            ),
        ),
        (
            TOWN + "always_ask_temporary_password = 'parfois'",
            (
                "config.toml, [towns.saint-denis] always_ask_temporary_password doit être true ou"
                " false, et non « parfois »"
            ),
        ),
        (
            "[web\nport = 1",
            (
                "config.toml ne se lit pas à la ligne 1, colonne 5 : un texte se met entre guillemets,"
                " une section entre crochets, et un nom n'est donné qu'une fois"
            ),
        ),
    ],
)
def test_what_is_wrong_is_one_sentence(config: Config, wrong: str, sentence: str) -> None:
    assert told(config(wrong)) == (sentence,)


def test_every_fault_is_told_at_once(config: Config, program: Program) -> None:
    config("twon = 1\n[web]\nport = 'x'\n[log]\nlevel = 'fort'\n")
    answer = program("settings")
    assert answer.code == 2
    assert answer.out == ""
    first, *faults = answer.err.splitlines()
    assert first == "guichet : 3 réglages sont à corriger ; rien n'a démarré :"
    assert len(faults) == 3


def test_nothing_is_written_when_a_setting_is_wrong(
    config: Config, program: Program, tmp_path: Path
) -> None:
    config("[log]\nlevel = 'fort'\n")
    assert program("migrate").code == 2
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    "wrong",
    [
        "[database]\nurl = 'mysql://root:MARK@host/base'",
        "[database]\nurl = 'postgres://root:MARK@host:port/base'",
        TOWN + "telegram_token = 'MARK'",
        "[mail_out]\npassword = ['MARK']",
        "[keys]\nsecret = 3.14",
    ],
)
def test_a_wrong_secret_is_not_repeated(config: Config, wrong: str) -> None:
    [sentence] = told(config(wrong))
    assert "MARK" not in sentence
    assert "3.14" not in sentence


def test_a_secret_is_not_shown_by_its_settings(config: Config) -> None:
    settings = read_settings(
        config(TOWN + "telegram_token = '1:MARK'\n[database]\nurl = 'postgres://u:MARK@h/b'"), {}
    )
    assert "MARK" not in repr(settings)
    assert "MARK" not in str(settings.towns)


def test_a_file_that_is_not_there_says_where_to_look(program: Program) -> None:
    answer = program("settings")
    assert answer.code == 2
    assert "config.toml est introuvable" in answer.err
    assert "--config FICHIER" in answer.err


def test_a_file_in_another_coding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes("[log]\nlevel = 'élevé'".encode("latin-1"))
    assert told(file) == ("config.toml n'est pas en UTF-8 : enregistrez-le dans ce codage",)


def test_paths_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "mairie"
    folder.mkdir()
    file = folder / "config.toml"
    file.write_text(
        "[mail_out]\nhost = ''\nspool = 'var/mail'\n" + TOWN + "words = 'mots'\n", "utf-8"
    )
    settings = read_settings(Path("mairie/config.toml"), {})
    assert settings.mail_out.spool == folder / "var/mail"
    assert settings.keys.secret_file == folder / "var/guichet.key"
    assert settings.database.url == f"sqlite://{folder}/var/guichet.db"
    assert settings.towns["saint-denis"].words == folder / "mots"


def test_absolute_paths_stay(config: Config) -> None:
    settings = read_settings(config("[database]\nurl = 'sqlite:///srv/guichet.db'"), {})
    assert settings.database.url == "sqlite:///srv/guichet.db"


def test_settings_built_by_a_program_are_left_as_they_are() -> None:
    settings = Settings.model_validate({"mail_out": {"host": "", "spool": "var/mail"}})
    assert settings.mail_out.spool == Path("var/mail")


def test_the_settings_that_hold_are_shown_without_secrets(
    config: Config, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(TOWN + "telegram_token = '1:MARK'\n")
    monkeypatch.setenv("GUICHET_WEB__PORT", "8090")
    monkeypatch.setenv("GUICHET_DATABASE__URL", "postgres://guichet:MARK@machine/base")
    for answer in (program("settings"), program("settings", "--json")):
        assert answer.code == 0
        assert "MARK" not in answer.out + answer.err
        assert "postgres://guichet:•••@machine/base" in answer.out
        assert "8090" in answer.out
        assert "GUICHET_WEB__PORT" in answer.out
