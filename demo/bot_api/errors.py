"""Refusals, worded as Telegram words them."""

from typing import Any

Payload = dict[str, Any]


class Refused(Exception):  # noqa: N818 - it is an answer of the API, not a fault of this program
    """The API says no: a code, a sentence, and sometimes `retry_after`."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> Payload:
        """The JSON that Telegram sends along."""
        told: Payload = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            told["parameters"] = {"retry_after": self.retry_after}
        return told


def bad_request(why: str) -> Refused:
    """A 400, with the prefix that every one of them carries."""
    return Refused(400, f"Bad Request: {why}")


def unauthorized() -> Refused:
    """What a well-formed token that belongs to nobody gets."""
    return Refused(401, "Unauthorized")


def blocked() -> Refused:
    """The citizen does not want to hear from this bot."""
    return Refused(403, "Forbidden: bot was blocked by the user")


def conflict(why: str) -> Refused:
    """Two ways of receiving the same updates at once."""
    return Refused(409, f"Conflict: {why}")


def not_a_member(kind: str) -> Refused:
    """The bot is not, or no longer, in this group."""
    return Refused(403, f"Forbidden: bot is not a member of the {kind} chat")
