"""The mail door before an office: one database is enough here, the desk's own tests have both."""

import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import office, texts

__all__ = ["office", "texts"]


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "guichet.db")
    return f"sqlite://{tmp_path}/guichet.db"
