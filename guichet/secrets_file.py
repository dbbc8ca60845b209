"""The server's key: from the environment, or from a file that only its owner reads."""

import logging
import secrets
from pathlib import Path

from desk.keys import Keys as ServerKeys
from guichet.errors import SettingsError
from guichet.private_file import open_to_others, write_private
from guichet.settings import Keys
from guichet.why import why

log = logging.getLogger(__name__)

#: Signs of a key that we call one; ours have 64.
SHORTEST = 32


def server_keys(settings: Keys) -> ServerKeys:
    """The keys, the file made at the first start. Raises `SettingsError`."""
    if given := settings.secret.get_secret_value():
        return _keys(given, "[keys] secret")
    return _keys(_contents(settings.secret_file), f"la clé du serveur ({settings.secret_file})")


def _keys(text: str, where: str) -> ServerKeys:
    """One key a line or a word: the first closes, all open."""
    keys = [key.encode() for key in text.split()]
    if not keys or min(map(len, keys)) < SHORTEST:
        raise SettingsError(
            [f"{where} est trop courte : il en faut {SHORTEST} signes tirés au hasard"]
        )
    return ServerKeys(current=keys[0], older=tuple(keys[1:]))


def _contents(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        if open_to_others(file):
            log.warning("%s est lisible par d'autres : chmod 600 %s", file, file)
        return file.read_text("ascii")
    except UnicodeDecodeError:
        raise SettingsError(
            [f"la clé du serveur ({file}) ne se lit pas : ce n'est pas un texte"]
        ) from None
    except OSError as error:
        raise SettingsError(
            [f"[keys] secret_file : {file} ne se lit pas et ne s'écrit pas ({why(error)})"]
        ) from error


def _make(file: Path) -> None:
    """Whole or not at all, and never over another process's: the first one made is the key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_private(file, f"{secrets.token_hex(32)}\n".encode())
    except FileExistsError:
        log.info("%s vient d'être créé par un autre processus", file)
