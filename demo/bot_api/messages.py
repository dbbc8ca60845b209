"""One message of a conversation, and the `Message` object that Telegram makes of it."""

from dataclasses import dataclass, field

from demo.bot_api.errors import Payload

Keyboard = list[list[Payload]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What was sent and is still there. Edits make a new one under the same id."""

    message_id: int
    sender: Payload
    date: int
    content: Payload
    by_bot: bool = False
    keyboard: Keyboard = field(default_factory=list)
    protected: bool = False
    edit_date: int | None = None
    reply_to: Payload | None = None
    #: Every button ever shown below it: a phone may still show one that was taken away.
    shown: tuple[tuple[str, str], ...] = ()
    #: The revision of the chat at which its wording last changed.
    worded: int = 0
    reworded: bool = False

    def payload(self, chat: Payload) -> Payload:
        """The `Message` object, `chat` being the `Chat` object that it stands in."""
        told: Payload = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": chat,
            "date": self.date,
            **self.content,
        }
        if self.edit_date is not None:
            told["edit_date"] = self.edit_date
        if self.reply_to is not None:
            told["reply_to_message"] = self.reply_to
        if self.protected:
            told["has_protected_content"] = True
        if self.keyboard:
            told["reply_markup"] = {"inline_keyboard": self.keyboard}
        return told

    @property
    def text(self) -> str:
        """The words, be they a text or the caption of a picture."""
        return str(self.content.get("text", self.content.get("caption", "")))


def buttons(keyboard: Keyboard) -> tuple[tuple[str, str], ...]:
    """The (label, data) of every button that calls the bot."""
    return tuple(
        (button["text"], button["callback_data"])
        for row in keyboard
        for button in row
        if "callback_data" in button
    )
