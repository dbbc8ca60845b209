"""What every function of the portal promises, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal

FILES = sorted(Path(portal.__file__).parent.glob("*.py"))
MODELS = {
    "Acceptance",
    "Child",
    "Citizen",
    "CitizenRequest",
    "Document",
    "Guardianship",
    "Household",
    "Invoice",
    "Loaded",
    "News",
    "PageLink",
    "Terms",
}
ASKING = {"all", "create", "exclude", "exists", "filter", "first", "get", "get_or_none"}


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def on_a_table(call: ast.Call) -> bool:
    """Whether `call` asks a table, as in `Citizen.filter(...)`."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            return name in MODELS and attr in ASKING
        case _:
            return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_query_names_its_town(path: Path) -> None:
    silent = [
        ast.unparse(call)
        for call in calls(path)
        if on_a_table(call) and "town" not in {keyword.arg for keyword in call.keywords}
    ]
    assert silent == []


def test_the_lint_above_knows_the_tables_that_the_portal_asks() -> None:
    names = {alias.name for path in FILES for alias in imported_from_models(path)}
    assert {name for name in names if name in MODELS} == MODELS


def imported_from_models(path: Path) -> Iterator[ast.alias]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models."):
            yield from node.names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_transaction_is_the_callers_and_the_clock_an_argument(path: Path) -> None:
    forbidden = {"in_transaction", "atomic", "create_task", "gather", "now", "today", "sleep"}
    called = {
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for call in calls(path)
    }
    # get_or_create and update_or_create open a transaction of their own.
    assert called & (forbidden | {"get_or_create", "update_or_create"}) == set()
