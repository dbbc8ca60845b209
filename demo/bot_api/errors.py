"""Refusals, worded as Telegram words them."""

from typing import Any

Payload = dict[str, Any]


class RefusedError(Exception):
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


def bad_request(why: str) -> RefusedError:
    """A 400, with the prefix that every one of them carries."""
    return RefusedError(400, f"Bad Request: {why}")


def unauthorized() -> RefusedError:
    """What a well-formed token that belongs to nobody gets."""
    return RefusedError(401, "Unauthorized")


def blocked() -> RefusedError:
    """The citizen does not want to hear from this bot."""
    return RefusedError(403, "Forbidden: bot was blocked by the user")


def conflict(why: str) -> RefusedError:
    """Two ways of receiving the same updates at once."""
    return RefusedError(409, f"Conflict: {why}")


def not_a_member(kind: str) -> RefusedError:
    """The bot is not, or no longer, in this group."""
    return RefusedError(403, f"Forbidden: bot is not a member of the {kind} chat")
