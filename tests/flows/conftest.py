"""`--write-stories` fills the stories with what the assistant answers: read the diff before committing."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-stories", action="store_true", help="write the stories anew")


@pytest.fixture
def writing(request: pytest.FixtureRequest) -> bool:
    """Whether the stories are being written anew."""
    return bool(request.config.getoption("--write-stories", default=False))
