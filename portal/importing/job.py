"""What an import was asked, and what a kind of file must know how to do."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from portal.importing.merging import Side
from portal.importing.outcome import Finding, Outcome
from portal.importing.survey import Group, Survey

#: The caller's transactions: `in_transaction`.
Transaction = Callable[[], AbstractAsyncContextManager[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One file for one town. `overwrite` names the columns in which the file is right, whoever changed them."""

    path: Path
    town: str
    now: datetime
    today: date
    as_of: date
    mapped: Mapping[str, str] = field(default_factory=dict)
    overwrite: frozenset[str] = frozenset()
    #: Who is right of one field of one household or person: external id and column.
    rulings: Mapping[tuple[str, str], Side] = field(default_factory=dict)
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The same, once the file was surveyed."""

    wanted: Wanted
    survey: Survey


class Keyed(Protocol):
    """A group that was read, under the name that the file gives it."""

    @property
    def key(self) -> str:
        """The household's identifier, the invoice's number."""


Item = TypeVar("Item", bound=Keyed)


class Loader(Protocol[Item]):
    """What one kind of file knows how to do."""

    async def start(self) -> None:
        """Read what is needed once."""

    def check(self, group: Group) -> Item | list[Finding]:
        """The group as it will be written, or why it is refused."""

    async def write(self, items: Sequence[Item], transaction: Transaction) -> Outcome:
        """Read and compare first, then write in one short transaction; a dry run only looks."""

    async def finish(self, transaction: Transaction) -> Outcome:
        """What can only be done at the end."""
