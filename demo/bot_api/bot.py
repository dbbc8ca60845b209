"""One bot as the server knows it: its token, its conversations, what waits for it."""

from dataclasses import dataclass, field
from zlib import crc32

from demo.bot_api.bell import Bell
from demo.bot_api.calls import Calls
from demo.bot_api.chats import Chat
from demo.bot_api.clock import Clock
from demo.bot_api.errors import Payload, bad_request
from demo.bot_api.faults import Faults
from demo.bot_api.people import Person
from demo.bot_api.updates import UpdateQueue
from demo.bot_api.webhook import Postman

#: How long a press may wait for its answer, in seconds. Telegram does not publish its figure.
PRESS_LIFETIME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press that waits for `answerCallbackQuery`."""

    chat: Chat
    at: float


@dataclass(slots=True, kw_only=True)
class Bot:
    """One bot: nothing here is shared with another one."""

    token: str
    name: str
    username: str
    clock: Clock
    updates: UpdateQueue
    calls: Calls = field(default_factory=Calls)
    faults: Faults = field(default_factory=Faults)
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[str, list[Payload]] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    postman: Postman | None = None
    changed: Bell = field(default_factory=Bell)
    last_message_id: int = 0
    last_press_id: int = 0

    @property
    def id(self) -> int:
        """The account of the bot: the digits that begin its token."""
        return int(self.token.split(":", 1)[0])

    def now(self) -> int:
        """The hour as the API writes it."""
        return int(self.clock.now())

    def user(self) -> Payload:
        """The bot as the sender of its messages."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.about.get("name") or self.name,
            "username": self.username,
        }

    def next_message_id(self) -> int:
        """Telegram numbers the messages of all private chats of a bot together."""
        self.last_message_id += 1
        return self.last_message_id

    def chat_with(self, person: Person) -> Chat:
        """The private conversation with a person, begun if need be."""
        chat = self.chats.get(person.id)
        if chat is None:
            chat = self._keep(Chat(id=person.id, on_change=self.changed.ring))
        chat.person = person
        return chat

    def group(self, chat_id: int, kind: str, title: str) -> Chat:
        """A group in which the bot is, joined if need be."""
        chat = self.chats.get(chat_id)
        if chat is None:
            chat = self._keep(Chat(id=chat_id, kind=kind, on_change=self.changed.ring))
        chat.title = title
        return chat

    def chat(self, chat_id: int) -> Chat:
        """A conversation that a citizen or a group began; bots cannot begin one."""
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def take_press(self, query_id: str) -> Press | None:
        """The press to be answered, if it still waits; it is answered once."""
        press = self.presses.pop(query_id, None)
        return press if press and self.clock.now() - press.at <= PRESS_LIFETIME else None

    def _keep(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat


def new_bot(token: str, name: str, username: str, clock: Clock) -> Bot:
    """A bot that nobody has written to yet. Its first update_id looks like any other."""
    first = 100_000_000 + crc32(token.encode()) % 800_000_000
    updates = UpdateQueue(clock, first)
    return Bot(token=token, name=name, username=username, clock=clock, updates=updates)
