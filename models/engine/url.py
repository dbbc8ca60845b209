"""From the one line of the database setting to what Tortoise wants to know."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

#: Said with every refusal; the address itself is not, since it may hold a password.
EXAMPLES = "Write sqlite://var/guichet.db or postgres://user@host:5432/guichet."

#: WAL and FULL: an acknowledged message survives a power cut. busy_timeout in milliseconds,
#: first, since switching to WAL may have to wait; journal_size_limit in bytes.
SQLITE_PRAGMAS = {
    "busy_timeout": 5000,
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    # A body that was emptied must not stay readable in a free page of the file.
    "secure_delete": "ON",
    "journal_size_limit": 8 * 1024 * 1024,
}

#: What may follow « ? » in a PostgreSQL address, and its name in the driver.
POSTGRES_OPTIONS = {
    "sslmode": "ssl",
    "host": "host",
    "pool": "maxsize",
    "patience": "command_timeout",
}
#: Seconds that one statement, then one new connection may take: a network that falls silent tells nobody.
PATIENCE, CALLING = 30.0, 10.0
#: Seconds before the server asks a silent line whether it is alive, between two such questions,
#: and how many may go unanswered: a machine that went out gives back what it held within ten.
KEEPALIVES = {
    "tcp_keepalives_idle": "4",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}


def connections(url: str) -> tuple[str, dict[str, Any]]:
    """The connection's name and Tortoise's `connections`; ValueError in one sentence."""
    # One name per dialect: Tortoise's INSERT cache knows the name, not the dialect.
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError as error:
        raise ValueError(f"The database address cannot be read. {EXAMPLES}") from error
    match parts.scheme:
        case "sqlite":
            return "guichet_sqlite", {"guichet_sqlite": _sqlite(parts)}
        case "postgres" | "postgresql":
            return "guichet_postgres", {"guichet_postgres": _postgres(parts, port)}
        case _:
            raise ValueError(f"The database must be SQLite or PostgreSQL. {EXAMPLES}")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    path = unquote(parts.netloc + parts.path)
    if not path.strip("/"):
        raise ValueError(f"The database address names no file. {EXAMPLES}")
    if parts.query or parts.fragment:
        raise ValueError(f"A SQLite address takes no option. {EXAMPLES}")
    return {"engine": "models.engine.sqlite", "credentials": {"file_path": path, **SQLITE_PRAGMAS}}


def _on_the_server(patience: float) -> dict[str, str]:
    """A transaction of which nothing more is heard is undone there too: its rows would stay locked."""
    return KEEPALIVES | {"idle_in_transaction_session_timeout": str(int(patience * 1000))}


def _postgres(parts: SplitResult, port: int) -> dict[str, Any]:
    database = unquote(parts.path.removeprefix("/"))
    if not database:
        raise ValueError(f"The database address names no database. {EXAMPLES}")
    credentials: dict[str, Any] = {
        "host": parts.hostname,
        "port": port,
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "database": database,
        "application_name": "guichet",
        "command_timeout": PATIENCE,
        "timeout": CALLING,
    }
    credentials |= _options(parts.query)
    credentials["server_settings"] = _on_the_server(credentials["command_timeout"])
    return {"engine": "models.engine.postgres", "credentials": credentials}


def _options(query: str) -> dict[str, Any]:
    given = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := sorted(given.keys() - POSTGRES_OPTIONS.keys()):
        known = ", ".join(POSTGRES_OPTIONS)
        raise ValueError(f"Unknown option « {unknown[0]} » in the database address ({known}).")
    if not given.get("pool", "1").isdecimal() or given.get("pool") == "0":
        raise ValueError("« pool » in the database address is a number of connections, 1 or more.")
    if not given.get("patience", "1").isdecimal() or given.get("patience") == "0":
        raise ValueError("« patience » in the database address is a number of seconds, 1 or more.")
    options: dict[str, Any] = {POSTGRES_OPTIONS[name]: value for name, value in given.items()}
    if "patience" in given:
        options["command_timeout"] = float(given["patience"])
    return options
