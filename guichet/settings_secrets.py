"""The file of secrets beside the settings: the variables that it gives, for whoever starts a command by hand.

`NAME=value`, a line each, as systemd's EnvironmentFile reads it; the environment wins over it.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from guichet.errors import SettingsError
from guichet.settings_environment import PREFIX
from guichet.why import why

SECRETS_FILE = "secrets.env"
#: What a backslash keeps between double quotes, as systemd reads them.
_KEPT = re.compile(r"\\([\"\\`$])")


def with_secrets(config: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, over what the file beside `config` gives. Raises `SettingsError`."""
    file = config.with_name(SECRETS_FILE)
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return dict(environ)
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "ce n'est pas un texte"
        cure = f"{file} ne se lit pas ({reason}) : lancez la commande sous le compte du service"
        raise SettingsError([cure]) from error
    taken = {name.lower() for name in environ}
    found = dict(_pairs(file, text))
    return {**{one: value for one, value in found.items() if one.lower() not in taken}, **environ}


def _pairs(file: Path, text: str) -> list[tuple[str, str]]:
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        name, sign, value = line.strip().partition("=")
        if not name or name.startswith(("#", ";")):
            continue
        if not sign or not name.strip().lower().startswith(PREFIX):
            fault = f"{file.name}, ligne {number} : écrivez GUICHET_…=valeur"
            raise SettingsError([fault])
        pairs.append((name.strip(), _bare(value.strip())))
    return pairs


def _bare(value: str) -> str:
    """Without the quotes that may stand around it. Between double ones, a backslash keeps what follows."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    if not quoted:
        return value
    return _KEPT.sub(r"\1", value[1:-1]) if value[0] == '"' else value[1:-1]
