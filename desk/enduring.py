"""What a loop that never ends does of a round that failed: the database may be away, the loop is not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


@contextmanager
def enduring(what: str) -> Iterator[None]:
    """Go on after any error, told by its kind alone: its words may be the citizen's."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a loop of the program, which must outlive its database
        log.error("%s failed: %s", what, type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
