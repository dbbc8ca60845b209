"""What is said to the citizen, before any channel or wording: a key and its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
#: What a sentence or a later step may need. Amounts are decimal strings, dates ISO 8601.
Facts = Mapping[str, Json]


class Kind(StrEnum):
    """What a message expects, so that a channel knows how to show it."""

    STATEMENT = "statement"
    ASIDE = "aside"  # a repair's remark: dropped when a later message of the same moment says more
    QUESTION = "question"
    SECRET = "secret"  # noqa: S105 - a kind of question, not a password
    DOCUMENT = "document"


class Link(StrEnum):
    """A personal address that is derived at the moment of sending, and stored nowhere."""

    ACTIVATION = "activation"
    TELEGRAM = "telegram"
    IDENTIFIERS = "identifiers"
    RESET = "reset"
    TEMPORARY = "temporary"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer. `label` replaces the catalogue's words when the choice is data (a child's name)."""

    key: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One neutral message. `turn` numbers the question it asks; 0 asks nothing."""

    text: str
    params: Facts = field(default_factory=dict)
    kind: Kind = Kind.STATEMENT
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    turn: int = 0

    def close(self) -> dict[str, Json]:
        """The stored form: plain JSON types."""
        return {
            "text": self.text,
            "params": dict(self.params),
            "kind": self.kind.value,
            "choices": [[c.key, c.label] for c in self.choices],
            "links": [link.value for link in self.links],
            "turn": self.turn,
        }

    @classmethod
    def open(cls, stored: Mapping[str, Json]) -> "Message":
        """Read what `close` wrote."""
        choices, links = stored["choices"], stored["links"]
        params, turn = stored["params"], stored["turn"]
        assert isinstance(choices, list)
        assert isinstance(links, list)
        assert isinstance(params, dict)
        assert isinstance(turn, int)
        return cls(
            text=str(stored["text"]),
            params=params,
            kind=Kind(str(stored["kind"])),
            choices=tuple(_choice(pair) for pair in choices),
            links=tuple(Link(str(link)) for link in links),
            turn=turn,
        )


def _choice(pair: Json) -> Choice:
    assert isinstance(pair, list)
    key, label = pair
    return Choice(str(key), None if label is None else str(label))
