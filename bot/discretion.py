"""What the logs must not say: the token of a bot, which stands in every address, and what citizens wrote."""

import logging
import re

from typing_extensions import override

#: Those who log addresses at INFO and whole updates at DEBUG.
TALKATIVE = ("httpx", "httpcore", "telegram")
#: « bot123456:AAH… » as in an address, or a token alone, which is long.
TOKEN = re.compile(r"(?<=bot)[0-9]+:[\w-]+|\b[0-9]{6,}:[\w-]{30,}")
HIDDEN = "[token]"

_FORMATTER = logging.Formatter()


class Discretion(logging.Filter):
    """Belongs on every handler: a filter on a logger does not see what its children say."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] in TALKATIVE:
            # What the library would fill in is an update, or the answer of a server.
            record.args, record.exc_info, record.exc_text = (), None, None
            return record.levelno >= logging.WARNING
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info:
            # Some handlers print the exception itself when they find it.
            record.exc_text = redact(_FORMATTER.formatException(record.exc_info))
            record.exc_info = None
        return True


def redact(text: str) -> str:
    """The same text without any bot's token."""
    return TOKEN.sub(HIDDEN, text)


def keep_discreet(*handlers: logging.Handler) -> None:
    """Put the filter on these handlers, and quieten the libraries."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in handlers:
        handler.addFilter(Discretion())
