"""Opening the database for a command, with French sentences when it cannot be."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import BaseORMException, DBConnectionError
from tortoise.migrations.recorder import MigrationRecorder

from guichet.errors import DatabaseError
from models.database import NewerError, bring_up_to_date, configuration, opened
from models.engine import Busy

_FAILURES = (
    BaseORMException,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
    sqlite3.Error,
)
#: The server is not there, or not just now: the same question may be answered later.
AWAY = (
    Busy,
    DBConnectionError,
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
)
_NEWER = "installez cette version, ou remettez en place la sauvegarde faite avant elle"
_MIGRATE = "lancez « guichet migrate »"
#: What the drivers' words mean to an operator; the first that is found says it.
_MEANINGS = (
    ("no such table", "n'a pas encore ses tables", _MIGRATE),
    ("no such column", "n'est pas à jour", _MIGRATE),
    ("locked", "est occupée par un autre programme", "attendez qu'il ait fini, puis relancez"),
    ("unable to open", "ne s'ouvre pas", "vérifiez le dossier, ses droits, et [database] url"),
    ("readonly", "ne s'écrit pas", "vérifiez les droits du fichier et de son dossier"),
    ("not a database", "n'est pas une base SQLite", "vérifiez [database] url"),
    ("malformed", "est abîmée", "arrêtez tout, et reprenez une sauvegarde"),
)
_CLASSES = (
    (asyncpg.UndefinedTableError, "n'a pas encore ses tables", _MIGRATE),
    (asyncpg.UndefinedColumnError, "n'est pas à jour", _MIGRATE),
    (
        asyncpg.InvalidCatalogNameError,
        "n'existe pas sur ce serveur",
        "créez-la (createdb), ou corrigez [database] url",
    ),
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "refuse cet utilisateur ou son mot de passe",
        "corrigez [database] url",
    ),
    (asyncpg.InsufficientPrivilegeError, "refuse ce droit à cet utilisateur", "accordez-le-lui"),
    (
        OSError,
        "ne répond pas",
        "vérifiez qu'elle est démarrée et joignable, et [database] url",
    ),
)


@asynccontextmanager
async def up_to_date(url: str) -> AsyncIterator[None]:
    """The database, its migrations applied, for what writes. Raises `DatabaseError`."""
    _folder(url)
    entering = opened(url)
    with told(url):
        await entering.__aenter__()
    try:
        yield
    finally:
        await entering.__aexit__(None, None, None)


@asynccontextmanager
async def as_it_is(url: str) -> AsyncIterator[None]:
    """The database as it stands, for what only reads. Raises `DatabaseError`."""
    file = sqlite_file(url)
    if file and not file.exists():
        raise DatabaseError(f"la base {file} n'existe pas encore.", f"Pour la créer, {_MIGRATE}.")
    try:
        with told(url):
            await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
            yield
    finally:
        await Tortoise.close_connections()


async def migrate(url: str) -> list[str]:
    """Apply what is missing; the names of what was applied. Raises `DatabaseError`."""
    _folder(url)
    with told(url):
        before = await _applied(url)
        await bring_up_to_date(url)
        return [name for name in await _applied(url) if name not in before]


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address."""
    scheme, _, path = url.partition("://")
    return Path(path) if scheme == "sqlite" else None


def without_password(url: str) -> str:
    """The address, safe to show."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}:•••@{host}").geturl()


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn the drivers' errors into a sentence and its cure."""
    try:
        yield
    except _FAILURES as error:
        problem, cure = _meaning(error)
        where = sqlite_file(url) or without_password(url)
        raise DatabaseError(
            f"la base {where} {problem}.", f"{cure[:1].upper()}{cure[1:]}."
        ) from error


def _meaning(error: BaseException) -> tuple[str, str]:
    chain = [error, error.__cause__, error.__context__]
    if isinstance(error, NewerError):
        return f"vient d'une version plus récente de Guichet ({error})", _NEWER
    for kind, problem, cure in _CLASSES:
        if any(isinstance(one, kind) for one in chain):
            return problem, cure
    words = " ".join(str(one).lower() for one in chain if one)
    for found, problem, cure in _MEANINGS:
        if found in words:
            return problem, cure
    return f"a refusé ({type(error).__name__})", "relancez avec --debug pour en savoir plus"


def _folder(url: str) -> None:
    if file := sqlite_file(url):
        with told(url):
            file.parent.mkdir(parents=True, exist_ok=True)
            # Families' data: for the owner alone, whatever the umask.
            file.touch(mode=0o600, exist_ok=True)


async def _applied(url: str) -> list[str]:
    config = configuration(url)
    try:
        await Tortoise.init(config=config, init_connections=False)
        recorder = MigrationRecorder(get_connection(config["apps"]["models"]["default_connection"]))
        return [key.name for key in await recorder.applied_migrations()]
    finally:
        await Tortoise.close_connections()
