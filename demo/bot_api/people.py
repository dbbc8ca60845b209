"""Who writes: a person with a Telegram account. The id of the account is the id of the chat."""

from dataclasses import dataclass

from demo.bot_api.errors import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Telegram account, seen by every bot under the same id."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "fr"

    def names(self) -> Payload:
        """The names that are not empty, as both `User` and `Chat` carry them."""
        named = {"first_name": self.first_name, "last_name": self.last_name}
        return {key: value for key, value in (named | {"username": self.username}).items() if value}

    def user(self) -> Payload:
        """The `User` object."""
        told: Payload = {"id": self.id, "is_bot": False, **self.names()}
        if self.language_code:
            told["language_code"] = self.language_code
        return told

    def private_chat(self) -> Payload:
        """The `Chat` object of the conversation between this person and a bot."""
        return {"id": self.id, **self.names(), "type": "private"}
