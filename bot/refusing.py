"""What an error of the Bot API means for the message that was to leave."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from desk.door import DelayedError, DeliveryError, RefusedError

#: Words of the 400 that is about the chat, not about the message.
NO_SUCH_CHAT = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "chat_write_forbidden",
)


def meaning(error: TelegramError) -> DeliveryError:
    """Try again, give the message up, or give the address up."""
    match error:
        case RetryAfter():
            return DelayedError("429", seconds_of(error))
        case Forbidden():
            return RefusedError("blocked", gone=True)
        case ChatMigrated():
            return RefusedError("migrated", gone=True)
        case BadRequest(message=words):  # before NetworkError, of which the library makes it a kind
            gone = any(sign in words.casefold() for sign in NO_SUCH_CHAT)
            return RefusedError("no chat" if gone else "bad request", gone=gone)
        case InvalidToken():
            return DelayedError("bad token")
        case TimedOut():  # ambiguous: it may have left
            return DelayedError("timeout")
        case _:
            return DelayedError("network")


def seconds_of(error: RetryAfter) -> timedelta:
    """How long Telegram wants to be left alone."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
