"""Our PostgreSQL engine, mortal: each statement that the server answered is a boundary."""

from typing import Any

from asyncpg.connection import Connection
from typing_extensions import override

from guichet.bench.crash.fate import Fate
from models.engine import postgres


class Client(postgres.Client):
    """The engine in every other respect."""

    def __init__(self, *, fate: Fate, **credentials: Any) -> None:
        super().__init__(**credentials)
        self.connection_class = _mortal(fate)


def _mortal(fate: Fate) -> type[Connection]:
    """The driver makes its connections from a class: one for each fate."""

    class Mortal(Connection):  # type: ignore[misc]  # asyncpg's classes are not typed
        @override
        async def execute(self, *words: Any, **how: Any) -> Any:
            answer = await super().execute(*words, **how)
            fate.boundary()
            return answer

        @override
        async def executemany(self, *words: Any, **how: Any) -> Any:
            answer = await super().executemany(*words, **how)
            fate.boundary()
            return answer

        @override
        async def fetch(self, *words: Any, **how: Any) -> Any:
            answer = await super().fetch(*words, **how)
            fate.boundary()
            return answer

        @override
        async def fetchrow(self, *words: Any, **how: Any) -> Any:
            answer = await super().fetchrow(*words, **how)
            fate.boundary()
            return answer

    return Mortal


client_class = Client
