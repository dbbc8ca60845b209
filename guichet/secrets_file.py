"""The server's key: from the environment, or from a file that only its owner reads."""

import logging
import os
import secrets
import stat
from pathlib import Path

from desk.keys import Keys as ServerKeys
from guichet.errors import SettingsError
from guichet.settings import Keys

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
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            log.warning("%s est lisible par d'autres : chmod 600 %s", file, file)
        return file.read_text("ascii")
    except UnicodeDecodeError:
        raise SettingsError(
            [f"la clé du serveur ({file}) ne se lit pas : ce n'est pas un texte"]
        ) from None
    except OSError as error:
        raise SettingsError(
            [f"[keys] secret_file : {file} ne se lit pas et ne s'écrit pas ({error.strerror})"]
        ) from error


def _make(file: Path) -> None:
    """Whole or not at all, and never over another process's: the first one made is the key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as writing:
        writing.write(f"{secrets.token_hex(32)}\n")
        writing.flush()
        os.fsync(writing.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        log.info("%s vient d'être créé par un autre processus", file)
    finally:
        draft.unlink()
