"""A conversation as a citizen sees it, read from `/control/chat`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button below a message: it calls the bot (`data`), or opens an address (`url`)."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message on the screen, or the trace of one that was deleted (no text then)."""

    message_id: int
    mine: bool
    text: str
    kind: str
    rows: tuple[tuple[Button, ...], ...]
    edited: bool
    deleted: bool
    #: The revision of the chat at which its words appeared or changed.
    worded: int

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """One message of `/control/chat`."""
        rows = tuple(tuple(_button(button) for button in row) for row in told["keyboard"])
        return cls(
            message_id=told["message_id"],
            mine=told["sender"] == "citizen",
            text=told["text"],
            kind=told["kind"],
            rows=rows,
            edited=told["edited"],
            deleted=told["deleted"],
            worded=told["worded"],
        )

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Its buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """What its buttons say."""
        return tuple(button.label for button in self.buttons)

    def read_aloud(self) -> str:
        """The message as one would read it aloud."""
        words = "(supprimé)" if self.deleted else self.text or f"({self.kind})"
        labels = "".join(f" [{label}]" for label in self.labels)
        return f"{'>' if self.mine else '<'} {words}{labels}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The whole conversation at one instant."""

    messages: tuple[Shown, ...]
    revision: int
    blocked: bool = False
    typing: bool = False
    #: What `answerCallbackQuery` said, oldest first.
    notices: tuple[str, ...] = ()

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """The answer of `/control/chat`."""
        return cls(
            messages=tuple(Shown.read(message) for message in told["messages"]),
            revision=told["revision"],
            blocked=told.get("blocked", False),
            typing=told.get("typing", False),
            notices=tuple(notice["text"] for notice in told.get("notices", ())),
        )

    def read_aloud(self) -> str:
        """The conversation, one message a line."""
        return "\n".join(message.read_aloud() for message in self.messages)


def _button(told: Mapping[str, Any]) -> Button:
    return Button(label=told["text"], data=told.get("callback_data", ""), url=told.get("url", ""))
