"""The files that hold secrets are their owner's alone; the disk has room."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from guichet import database
from guichet.doctor.visit import Visit
from guichet.errors import SettingsError
from guichet.finding import Finding, good, problem, warning
from guichet.private_file import open_to_others
from guichet.secrets_file import SHORTEST
from guichet.settings_remarks import remarks
from guichet.settings_secrets import SECRETS_FILE
from guichet.why import why

#: Bytes left on the disk: below the first, to see; below the second, everything stops soon.
LITTLE, NOTHING = 2_000_000_000, 300_000_000


async def settings(visit: Visit) -> list[Finding]:
    """They were read, or we would not be here: what remains to be known of them."""
    what = f"Réglages ({visit.config.name})"
    told = [warning(what, one, "voyez docs/settings.md") for one in remarks(visit.settings)]
    return told or [good(what, "aucune faute")]


async def key(visit: Visit) -> list[Finding]:
    """The server's key, from which links and codes are made."""
    what, told = "Clé du serveur", visit.settings.keys
    if told.secret:
        return [good(what, "donnée par une variable")]
    file = told.secret_file
    try:
        [first, *_] = [*file.read_bytes().split(), b""]
    except FileNotFoundError:
        cure = "elle est créée au premier « guichet serve » ; après une restauration, remettez l'ancienne"
        return [warning(what, f"{file} n'existe pas encore", cure)]
    except OSError as error:
        return [problem(what, f"{file} ne se lit pas ({why(error)})", f"chown et chmod 600 {file}")]
    if len(first) < SHORTEST:
        return [problem(what, f"{file} est trop courte", "remettez celle de la sauvegarde")]
    return [_closed(what, file)]


async def private_files(visit: Visit) -> list[Finding]:
    """Whatever else holds a secret."""
    return [_closed(f"Secrets ({file.name})", file) for file in _secret_files(visit)]


def _secret_files(visit: Visit) -> Iterator[Path]:
    told = visit.settings
    yield from (town.dkim_key for town in told.towns.values() if town.dkim_key)
    beside = visit.config.with_name(SECRETS_FILE)
    if beside.exists():
        yield beside
    if _holds_secrets(visit.config):
        yield visit.config
    if base := database.sqlite_file(told.database.url):
        yield from (base,) if base.exists() else ()


def _holds_secrets(config: Path) -> bool:
    """A password written in the settings' file itself."""
    names = ("telegram_token", "password", "secret", "franceconnect_client_secret")
    try:
        lines = config.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    pairs = (line.partition("=") for line in lines)
    return any(name.strip() in names and value.strip(" \"'") for name, _, value in pairs)


def _closed(what: str, file: Path) -> Finding:
    try:
        if open_to_others(file):
            return problem(what, f"{file} est lisible par d'autres", f"chmod 600 {file}")
    except OSError as error:
        return problem(what, f"{file} ne se lit pas ({why(error)})", "vérifiez le chemin")
    if not os.access(file, os.R_OK):
        return problem(what, f"{file} n'est pas lisible par ce compte", f"chown guichet {file}")
    return good(what, f"{file}, pour son propriétaire seul")


async def disk(visit: Visit, *, little: int = LITTLE, nothing: int = NOTHING) -> list[Finding]:
    """Room where the database and the key stand."""
    file = database.sqlite_file(visit.settings.database.url) or visit.settings.keys.secret_file
    folder = next(one for one in file.absolute().parents if one.exists())
    free = shutil.disk_usage(folder).free
    what, sentence = f"Disque ({folder})", f"{free / 1e9:.1f} Go libres"
    cure = "faites de la place : disque plein, plus rien n'est reçu ; ce qui l'était reste"
    if free < nothing:
        return [problem(what, sentence, cure)]
    return [warning(what, sentence, cure) if free < little else good(what, sentence)]


def faults(error: SettingsError) -> list[Finding]:
    """Settings that cannot be: nothing else can be looked at."""
    return [problem("Réglages", one, "corrigez, puis relancez") for one in error.faults]
