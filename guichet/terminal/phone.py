"""The citizen's phone: a bot of the imitation of Telegram, in this very process."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typing_extensions import override

from bot.door import receipt
from bot.reading import Arrival, read
from bot.writing import SendMessage, write
from demo.bot_api import citizens
from demo.bot_api.bot import new_bot
from demo.bot_api.chats import Chat
from demo.bot_api.citizens import Saying
from demo.bot_api.clock import Clock as ServerClock
from demo.bot_api.entities import with_entities
from demo.bot_api.messages import Message
from demo.bot_api.people import Person
from desk.clock import Clock
from desk.door import Door, Parcel
from desk.town import Town
from flows.here import Channel

_TOKEN = "7000001:terminal"  # noqa: S105 - of a bot that exists in this process only
#: The address that « Démarrer » follows.
_DEEP_LINK = re.compile(r"https?://\S+[?&]start=([\w-]+)\S*")


@dataclass(frozen=True, slots=True)
class Key:
    """A button that can be pressed now."""

    label: str
    data: str
    message_id: int


class Phone(Door):
    """The way out of the desk, and what the citizen holds. Other people's chats are kept, not shown."""

    channel = Channel.TELEGRAM
    together = False

    def __init__(self, town: Town, person: Person, clock: Clock) -> None:
        self._town = town
        self._clock = clock
        self._bot = new_bot(_TOKEN, town.name, town.bot, ServerClock(lambda: clock().timestamp()))
        # Numbers of an earlier evening, which the town may have kept, never come back.
        self._bot.last_message_id = int(clock().timestamp())
        self._bot.updates.next_id = int(clock().timestamp() * 1000)
        self._person = person
        self._seen = 0

    @property
    def chat(self) -> Chat:
        """The citizen's own."""
        return self._bot.chat_with(self._person)

    @override
    async def send(self, parcel: Parcel) -> str:
        """Show every bubble, and answer their numbers."""
        bubbles = [bubble for spoken in parcel.spoken for bubble in write(spoken)]
        return receipt([str(self._show(parcel.to, bubble).message_id) for bubble in bubbles])

    @override
    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        """Take buttons away, or whole messages."""
        chat = self._chat(to)
        for one in receipts:
            message = chat.messages.get(int(one))
            if message and erase:
                chat.delete(message)
            elif message:
                chat.change(message, keyboard=[])

    def says(self, text: str) -> Arrival | None:
        """The citizen writes, or follows a deep link."""
        link = _DEEP_LINK.fullmatch(text.strip())
        said = f"/start {link[1]}" if link else text
        citizens.say(self._bot, self.chat, self._person, said, Saying())
        return self._arrival()

    def presses(self, key: Key) -> Arrival | None:
        """The citizen presses a button, and the phone waits for no longer than that."""
        query = citizens.press(self._bot, self.chat, self._person, key.data, key.message_id)
        self._bot.take_press(query)
        return self._arrival()

    def erases(self, message_id: int) -> None:
        """A secret leaves the chat at once."""
        if message := self.chat.messages.get(message_id):
            self.chat.delete(message)

    def keys(self) -> list[Key]:
        """The buttons of the newest message that has some."""
        for message in reversed(self.chat.messages.values()):
            if found := [*_keys(message)]:
                return found
        return []

    def news(self) -> list[Message]:
        """What the town said since the last look."""
        shown = [m for m in self.chat.messages.values() if m.by_bot and m.worded > self._seen]
        self._seen = self.chat.revision
        return shown

    def _show(self, to: str, bubble: SendMessage) -> Message:
        keyboard = bubble.keyboard.to_dict()["inline_keyboard"] if bubble.keyboard else []
        message = Message(
            message_id=self._bot.next_message_id(),
            sender=self._bot.user(),
            date=self._bot.now(),
            content=with_entities(bubble.text, []),
            by_bot=True,
            keyboard=[list(row) for row in keyboard],
        )
        return self._chat(to).add(message)

    def _chat(self, to: str) -> Chat:
        if int(to) == self._person.id:
            return self.chat
        return self._bot.chat_with(Person(id=int(to), first_name="Quelqu’un"))

    def _arrival(self) -> Arrival | None:
        [update] = self._bot.updates.waiting()
        self._bot.updates.forget(update)
        # Through JSON, as it would have come.
        received = json.loads(json.dumps(update.payload()))
        return read(received, town=self._town.slug, account=f"bot:{self._bot.id}", at=self._clock())


def _keys(message: Message) -> Iterator[Key]:
    for row in message.keyboard:
        for button in row:
            if "callback_data" in button:
                yield Key(button["text"], button["callback_data"], message.message_id)
