"""A conversation as both sides have it: its messages, who blocked whom, what is being typed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from demo.bot_api.errors import Payload, bad_request, blocked, not_a_member
from demo.bot_api.messages import Message, buttons
from demo.bot_api.people import Person

#: How long "is typing" stays on a screen, in seconds.
TYPING = 5


@dataclass(slots=True, kw_only=True)
class Chat:
    """A private conversation (with its `person`) or a group (with its `title`)."""

    id: int
    kind: str = "private"
    person: Person | None = None
    title: str = ""
    messages: dict[int, Message] = field(default_factory=dict)
    #: What was deleted, without its words: its number and its buttons.
    gone: dict[int, Message] = field(default_factory=dict)
    notices: list[Payload] = field(default_factory=list)
    blocked: bool = False
    #: The bot left this group: it neither hears nor speaks there.
    left: bool = False
    #: Counts the changes, so that whoever watches can ask for the next one.
    revision: int = 0
    typing_until: float = 0.0
    on_change: Callable[[], None] = lambda: None

    def payload(self) -> Payload:
        """The `Chat` object."""
        if self.person is not None:
            return self.person.private_chat()
        return {"id": self.id, "title": self.title, "type": self.kind}

    def touch(self) -> int:
        """Count one change and tell whoever watches."""
        self.revision += 1
        self.on_change()
        return self.revision

    def add(self, message: Message) -> Message:
        """Keep a new message, after every older one."""
        kept = replace(message, worded=self.touch(), shown=buttons(message.keyboard))
        self.messages[kept.message_id] = kept
        if kept.by_bot:
            self.typing_until = 0.0
        return kept

    def change(self, message: Message, **changed: Any) -> Message:
        """Replace a message by its edited form."""
        revision = self.touch()
        if "content" in changed:
            changed |= {"worded": revision, "reworded": True}
        new = replace(message, **changed)
        shown = dict.fromkeys((*message.shown, *buttons(new.keyboard)))
        self.messages[new.message_id] = replace(new, shown=tuple(shown))
        return self.messages[new.message_id]

    def delete(self, message: Message) -> None:
        """Take a message away from both sides."""
        del self.messages[message.message_id]
        self.gone[message.message_id] = replace(message, content={}, keyboard=[], reply_to=None)
        self.touch()

    def message(self, message_id: int, *, missing: str) -> Message:
        """One message that is still there; `missing` is the sentence when it is not."""
        if message_id not in self.messages:
            raise bad_request(missing)
        return self.messages[message_id]

    def check_open(self) -> None:
        """Refuse to write to a citizen who blocked the bot, or in a group that it left."""
        if self.blocked:
            raise blocked()
        if self.left:
            raise not_a_member(self.kind)
