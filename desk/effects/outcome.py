"""How an effect ended, and what the flow may learn of it."""

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from flows.message import Facts, Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the outcomes that the effect declares, with facts in plain JSON types."""

    name: str
    facts: Facts = field(default_factory=dict)


def plain_facts(value: object) -> Json:
    """What the portal answered, in JSON types: amounts as decimal strings, dates as ISO 8601."""
    match value:
        case Enum():
            return str(value.value)
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [plain_facts(item) for item in value]
        case _ if is_dataclass(value):
            return {each.name: plain_facts(getattr(value, each.name)) for each in fields(value)}
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be a fact")
