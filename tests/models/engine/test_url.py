"""The database setting, as a town writes it."""

import pytest

from models.engine import connections


def test_a_relative_and_an_absolute_file() -> None:
    name, described = connections("sqlite://var/guichet.db")
    assert name == "guichet_sqlite"
    assert described[name]["engine"] == "models.engine.sqlite"
    assert described[name]["credentials"]["file_path"] == "var/guichet.db"
    _, described = connections("sqlite:///srv/guichet.db")
    assert described["guichet_sqlite"]["credentials"]["file_path"] == "/srv/guichet.db"


def test_a_server_with_a_difficult_password() -> None:
    name, described = connections("postgresql://mairie:p%40ss%2Fe@db:5433/gui%20chet?pool=3")
    assert name == "guichet_postgres"
    given = described[name]["credentials"]
    assert (given["user"], given["password"]) == ("mairie", "p@ss/e")
    assert (given["host"], given["port"], given["database"]) == ("db", 5433, "gui chet")
    assert given["maxsize"] == "3"


def test_a_server_on_a_socket() -> None:
    _, described = connections("postgres:///guichet?host=/var/run/postgresql")
    assert described["guichet_postgres"]["credentials"]["host"] == "/var/run/postgresql"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "SQLite or PostgreSQL"),
        ("var/guichet.db", "SQLite or PostgreSQL"),
        ("mysql://u:hush@h/d", "SQLite or PostgreSQL"),
        ("sqlite://", "names no file"),
        ("sqlite://var/guichet.db?mode=ro", "takes no option"),
        ("postgres://u:hush@h", "names no database"),
        ("postgres://u:hush@h:many/d", "cannot be read"),
        ("postgres://u:hush@[h/d", "cannot be read"),
        ("postgres://u:hush@h/d?ssl=on", "Unknown option « ssl »"),
        ("postgres://u:hush@h/d?pool=0", "number of connections"),
    ],
)
def test_a_wrong_address_is_refused_in_one_sentence(url: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refused:
        connections(url)
    assert "hush" not in str(refused.value)
