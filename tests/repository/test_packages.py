"""A package that nobody lists escapes the rules: each stands in every list of `pyproject.toml`."""

import re
import tomllib
from typing import Any

import pytest

from guichet.cli import COMMANDS
from tests.repository import DOCS, ROOT, files

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOOLS = PROJECT["tool"]
PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
CONTRACTS: list[dict[str, Any]] = TOOLS["importlinter"]["contracts"]


def test_every_package_stands_in_the_layers() -> None:
    [layers] = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
    named = [name.strip() for layer in layers for name in layer.split("|")]
    assert sorted(named) == sorted(PACKAGES)


@pytest.mark.parametrize(
    ("where", "named"),
    [
        ("import-linter", TOOLS["importlinter"]["root_packages"]),
        ("mypy", TOOLS["mypy"]["packages"]),
        ("deptry", TOOLS["deptry"]["known_first_party"]),
        (
            "setuptools",
            [name.rstrip("*") for name in TOOLS["setuptools"]["packages"]["find"]["include"]],
        ),
    ],
)
def test_every_tool_looks_at_every_package(where: str, named: list[str]) -> None:
    assert sorted(named) == sorted(PACKAGES), where


def test_every_file_of_a_package_travels_with_it() -> None:
    patterns = TOOLS["setuptools"]["package-data"]["*"]
    left = [
        str(path.relative_to(ROOT))
        for name in PACKAGES
        for path in files(ROOT / name)
        if path.suffix != ".py" and not any(path.match(pattern) for pattern in patterns)
    ]
    assert left == []


def test_flows_may_import_nothing_of_ours() -> None:
    [forbidden] = [
        contract["forbidden_modules"]
        for contract in CONTRACTS
        if contract.get("source_modules") == ["flows"]
    ]
    assert PACKAGES - {"flows"} <= set(forbidden)


def test_every_package_says_what_it_is() -> None:
    for name in PACKAGES:
        opening = (ROOT / name / "__init__.py").read_text("utf-8")
        assert opening.startswith('"""'), name


def test_every_command_is_named_where_a_newcomer_looks() -> None:
    told = "\n".join(page.read_text("utf-8") for page in (ROOT / "README.md", *DOCS.glob("*.md")))
    assert [name for name in COMMANDS if not re.search(rf"\bguichet {name}\b", told)] == []


def test_the_changelog_names_the_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {PROJECT['project']['version']}" in changes


def test_the_licence_is_the_one_that_is_declared() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["project"]["license"] == "EUPL-1.2"
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in licence
