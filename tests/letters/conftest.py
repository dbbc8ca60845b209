"""An office on each database, as at the desk."""

from tests.desk.conftest import office, texts

__all__ = ["office", "texts"]
