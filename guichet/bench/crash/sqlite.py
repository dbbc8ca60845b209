"""Our SQLite engine, mortal: each call of the driver that returns is a boundary."""

from functools import wraps
from typing import Any

from typing_extensions import override

from guichet.bench.crash.fate import Fate
from models.engine import sqlite

#: What the engine asks of the driver, commits and rollbacks included.
_CALLS = frozenset(
    {"execute", "executemany", "execute_insert", "execute_fetchall", "commit", "rollback"}
)


class _Mortal:
    """The driver's connection, whose calls are counted."""

    def __init__(self, connection: Any, fate: Fate) -> None:
        self._driver = connection
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        told = getattr(self._driver, name)
        if name not in _CALLS:
            return told

        @wraps(told)
        async def counted(*words: Any) -> Any:
            answer = await told(*words)
            self._fate.boundary()
            return answer

        return counted


class Client(sqlite.Client):
    """The engine in every other respect."""

    def __init__(self, file_path: str, *, fate: Fate, **credentials: Any) -> None:
        super().__init__(file_path, **credentials)
        self._fate = fate

    @override
    async def _connect(self, *, with_db: bool) -> None:
        await super()._connect(with_db=with_db)
        mortal: Any = _Mortal(self._connection, self._fate)
        self._connection = mortal


client_class = Client
