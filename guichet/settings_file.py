"""Reading the settings: the file, then the environment over it; all faults at once, or nothing."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from guichet.errors import SettingsError
from guichet.settings import Settings
from guichet.settings_environment import Given, read_environment
from guichet.settings_faults import faults_of
from guichet.settings_shape import TOWNS
from guichet.why import why

DEFAULT_FILE = "config.toml"
CONFIG_VARIABLE = "GUICHET_CONFIG"
_WHERE = re.compile(r"line (\d+), column (\d+)")


def settings_file(asked: Path | None, environ: Mapping[str, str]) -> Path:
    """The option first, then `GUICHET_CONFIG`, then `config.toml` where one stands."""
    return asked or Path(environ.get(CONFIG_VARIABLE) or DEFAULT_FILE)


def read_settings(file: Path, environ: Mapping[str, str]) -> Settings:
    """Every setting, checked. Raises `SettingsError`. Relative paths start from the file's folder."""
    told, faults = _read(file)
    towns = told.get(TOWNS)
    given = read_environment(environ, list(towns) if isinstance(towns, dict) else [])
    if not faults:
        try:
            return _checked(file, told, given)
        except ValidationError as error:
            faults = faults_of(error, file.name, given.variables)
    raise SettingsError([*faults, *given.faults])


def _checked(file: Path, told: dict[str, Any], given: Given) -> Settings:
    for way, value in given.values.items():
        _put(told, way, value)
    settings = Settings.model_validate(told, context={"folder": file.absolute().parent})
    if given.faults:
        raise SettingsError(given.faults)
    return settings


def _put(told: dict[str, Any], way: tuple[str, ...], value: str) -> None:
    *sections, name = way
    here: Any = told
    for section in sections:
        here = here.setdefault(section, {})
        if not isinstance(here, dict):
            return  # `web = 3` in the file: that is the fault to tell
    here[name] = value


def _read(file: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig")), []
    except FileNotFoundError:
        return {}, [_missing(file)]
    except OSError as error:
        return {}, [f"le fichier de réglages {file} ne s'ouvre pas ({why(error)})"]
    except UnicodeDecodeError:
        return {}, [f"{file.name} n'est pas en UTF-8 : enregistrez-le dans ce codage"]
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{file.name} {_unreadable(str(error))}"]


def _missing(file: Path) -> str:
    return (
        f"le fichier de réglages {file} est introuvable : lancez la commande dans le dossier de"
        f" l'installation, ou donnez --config FICHIER (ou la variable {CONFIG_VARIABLE})"
    )


def _unreadable(error: str) -> str:
    found = _WHERE.search(error)
    where = f" à la ligne {found[1]}, colonne {found[2]}" if found else " à la fin du fichier"
    return (
        f"ne se lit pas{where} : un texte se met entre guillemets, une section entre crochets,"
        " et un nom n'est donné qu'une fois"
    )
