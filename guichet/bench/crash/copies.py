"""A database prepared once, and a fresh copy of it for each death."""

import asyncio
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

from guichet.bench.crash.place import Place
from guichet.bench.places import administer


@dataclass(frozen=True, slots=True)
class Prepared:
    """The address of a new database to prepare; `copy` gives a place of its own, gone afterwards."""

    url: str
    copy: Callable[[], AbstractContextManager[Place]]


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Prepared]:
    """A file, copied while nobody has it open."""
    with TemporaryDirectory(dir=folder) as kept:
        path = Path(kept) / "prepared.db"

        @contextmanager
        def copy() -> Iterator[Place]:
            with TemporaryDirectory(dir=kept) as own:
                mine = Path(own) / "guichet.db"
                shutil.copy(path, mine)
                yield Place(Path(own), f"sqlite://{mine}")

        yield Prepared(f"sqlite://{path}", copy)


@contextmanager
def on_postgres(server: str, folder: Path) -> Iterator[Prepared]:
    """A template that the server copies."""
    with _database(server, "") as (url, name), TemporaryDirectory(dir=folder) as kept:

        @contextmanager
        def copy() -> Iterator[Place]:
            like = f'TEMPLATE "{name}"'
            with _database(server, like) as (mine, _), TemporaryDirectory(dir=kept) as own:
                yield Place(Path(own), mine)

        yield Prepared(url, copy)


@contextmanager
def _database(server: str, how: str) -> Iterator[tuple[str, str]]:
    name = f"guichet_crash_{secrets.token_hex(6)}"
    asyncio.run(administer(server, f'CREATE DATABASE "{name}" {how}'))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}")), name
    finally:
        asyncio.run(administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
