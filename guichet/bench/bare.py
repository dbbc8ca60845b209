"""The bare drivers: the least that a durable turn may write, one transaction a turn, nobody's code between."""

import asyncio
import json
import sqlite3
from pathlib import Path
from time import perf_counter

import asyncpg

from models.engine.url import SQLITE_PRAGMAS

#: As long as a real session and a real message.
_SESSION = json.dumps({"v": 1, "frames": [{"flow": "journey", "data": {"x": "y" * 400}}]})
_MESSAGE = json.dumps({"text": "welcome.question", "params": {}, "choices": ["a", "b", "c"]})
_TABLES = (
    "CREATE TABLE b_inbox (id {key}, state TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE b_conversation (id {key}, session TEXT NOT NULL, version INT NOT NULL)",
    "CREATE TABLE b_outbox (id {key}, conversation_id BIGINT NOT NULL, message TEXT NOT NULL)",
    "CREATE TABLE b_journal (id {key}, conversation_id BIGINT NOT NULL, kind TEXT NOT NULL)",
)


def sqlite_turns(path: Path, how_many: int) -> float:
    """Turns a second on the standard library's own driver, with our pragmas."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        for name, value in SQLITE_PRAGMAS.items():
            database.execute(f"PRAGMA {name} = {value}")
        for table in _TABLES:
            database.execute(table.format(key="INTEGER PRIMARY KEY"))
        database.execute("BEGIN")
        for number in range(1, how_many + 1):
            database.execute("INSERT INTO b_inbox VALUES (?, 'new', '{}')", (number,))
            database.execute("INSERT INTO b_conversation VALUES (?, ?, 0)", (number, _SESSION))
        database.execute("COMMIT")
        begun = perf_counter()
        for number in range(1, how_many + 1):
            _sqlite_turn(database, number)
        return how_many / (perf_counter() - begun)
    finally:
        database.close()


def _sqlite_turn(database: sqlite3.Connection, number: int) -> None:
    run = database.execute
    run("BEGIN IMMEDIATE")
    [session, version] = run(
        "SELECT session, version FROM b_conversation WHERE id = ?", (number,)
    ).fetchone()
    run("UPDATE b_inbox SET state = 'done', body = '{}' WHERE id = ?", (number,))
    run(
        "UPDATE b_conversation SET session = ?, version = version + 1 WHERE id = ? AND version = ?",
        (session, number, version),
    )
    run("INSERT INTO b_outbox (conversation_id, message) VALUES (?, ?)", (number, _MESSAGE))
    run("INSERT INTO b_journal (conversation_id, kind) VALUES (?, 'asked')", (number,))
    run("COMMIT")


async def postgres_turns(url: str, how_many: int, connections: int) -> float:
    """Turns a second on asyncpg, so many connections at once."""
    pool = await asyncpg.create_pool(url, min_size=connections, max_size=connections)
    try:
        for table in _TABLES:
            await pool.execute(table.format(key="BIGSERIAL PRIMARY KEY"))
        await pool.execute(
            "INSERT INTO b_inbox (state, body) SELECT 'new', '{}' FROM generate_series(1, $1::int)",
            how_many,
        )
        await pool.execute(
            "INSERT INTO b_conversation (session, version)"
            " SELECT $2, 0 FROM generate_series(1, $1::int)",
            how_many,
            _SESSION,
        )
        begun = perf_counter()
        await asyncio.gather(
            *(
                _postgres_turns(pool, range(first, how_many + 1, connections))
                for first in range(1, connections + 1)
            )
        )
        return how_many / (perf_counter() - begun)
    finally:
        await pool.execute("DROP TABLE b_inbox, b_conversation, b_outbox, b_journal")
        await pool.close()


async def _postgres_turns(pool: asyncpg.Pool, numbers: range) -> None:
    async with pool.acquire() as connection:
        for number in numbers:
            async with connection.transaction():
                row = await connection.fetchrow(
                    "SELECT session, version FROM b_conversation WHERE id = $1", number
                )
                await connection.execute(
                    "UPDATE b_inbox SET state = 'done', body = '{}' WHERE id = $1", number
                )
                await connection.execute(
                    "UPDATE b_conversation SET session = $1, version = version + 1"
                    " WHERE id = $2 AND version = $3",
                    row["session"],
                    number,
                    row["version"],
                )
                await connection.execute(
                    "INSERT INTO b_outbox (conversation_id, message) VALUES ($1, $2)",
                    number,
                    _MESSAGE,
                )
                await connection.execute(
                    "INSERT INTO b_journal (conversation_id, kind) VALUES ($1, 'asked')", number
                )
