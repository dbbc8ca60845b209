"""`guichet backup`: a whole copy of the database, made while the doors are open."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import typer

from guichet import database
from guichet.asked import settings_of
from guichet.errors import DatabaseError, NotFoundError, RefusedError
from guichet.screen import say
from guichet.why import why


def backup(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Où écrire la copie.")],
) -> None:
    """Copie toute la base, portes ouvertes. La clé du serveur se sauvegarde à part."""
    settings = settings_of(context)
    url = settings.database.url
    if file.exists():
        raise RefusedError(f"{file} existe déjà, rien n'a été changé.", "Donnez un autre nom.")
    try:
        # Families' data: for the owner alone, before anything is in it.
        file.touch(mode=0o600)
        base = database.sqlite_file(url)
        _copy(base, file) if base else _dump(url, file)
    except BaseException as error:
        file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise RefusedError(f"{file} ne s'écrit pas ({why(error)}).") from error
        raise
    say(f"Base copiée dans {file} ({file.stat().st_size / 1e6:.1f} Mo).")
    say(f"À sauvegarder ailleurs, à part : {settings.keys.secret_file} et les clés DKIM.")


def _copy(base: Path, file: Path) -> None:
    """SQLite's own copy: it holds what is still in the journal, and waits for nobody."""
    if not base.exists():
        raise NotFoundError(
            f"la base {base} n'existe pas encore.", "Pour la créer : « guichet migrate »."
        )
    with (
        database.told(f"sqlite://{base}"),
        closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as line,
    ):
        line.execute("VACUUM INTO ?", (str(file),))


def _dump(url: str, file: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise NotFoundError(
            "pg_dump n'est pas installé.", "Sur Debian : apt install postgresql-client."
        )
    parts = urlsplit(url)
    bare = parts._replace(
        scheme="postgresql", netloc=parts.netloc.rpartition("@")[2], query=""
    ).geturl()
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    user = {"PGUSER": unquote(parts.username)} if parts.username else {}
    done = subprocess.run(  # noqa: S603 - found above; the address is ours
        [program, "--format=custom", f"--file={file}", bare],
        env={**os.environ, **user, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise DatabaseError(
            f"pg_dump a refusé : {why}", "Vérifiez qu'il est de la version du serveur."
        )
