"""Which headings of the dashboard were loaded, and of which day: nothing is said of the others."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from models.dashboard import Loaded

Item = TypeVar("Item")


class Topic(StrEnum):
    """What a town may load."""

    INVOICES = "invoices"
    REQUESTS = "requests"
    DOCUMENTS = "documents"
    HOUSEHOLD = "household"
    NEWS = "news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Generic[Item]):
    """What is known under one heading, and of which day; `loaded` None: nothing is known."""

    loaded: date | None
    items: tuple[Item, ...] = ()


async def loaded(town: str, topic: Topic) -> date | None:
    """The day that the data of `topic` show, None when they were never loaded."""
    row = await Loaded.get_or_none(town=town, heading=topic.value)
    return row.as_of if row else None


async def mark_loaded(town: str, topic: Topic, as_of: date) -> None:
    """The data of `topic` are now those of the day `as_of`."""
    if not await Loaded.filter(town=town, heading=topic.value).update(as_of=as_of):
        row = Loaded(town=town, heading=topic.value, as_of=as_of)
        await row.save()
