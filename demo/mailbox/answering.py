"""A citizen's mail to the town hall, as a usual French client writes it, handed to the real SMTP door."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

import aiosmtplib

from demo.mailbox.letters import Letter
from words.filters import PARIS

#: Seconds.
PATIENCE = 10
_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]
_DAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]


@dataclass(frozen=True, slots=True)
class Server:
    """Where the town receives its mail."""

    host: str
    port: int


def reply(letter: Letter, text: str, at: datetime) -> EmailMessage:
    """An answer to `letter`, which is quoted under it."""
    subject = letter.subject if letter.subject[:3].lower() == "re:" else f"Re: {letter.subject}"
    mail = written(formataddr((letter.to_name, letter.to)), letter.reply_to, subject, at)
    mail["In-Reply-To"] = letter.message_id
    mail["References"] = f"{letter.references} {letter.message_id}".strip()
    mail.set_content(f"{text.rstrip()}\n\n{_attribution(letter)}\n\n{_quoted(letter.text)}\n")
    return mail


def written(sender: str, to: str, subject: str, at: datetime) -> EmailMessage:
    """A mail without its words yet."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain="courrier.example")
    return mail


async def send(server: Server, mail: EmailMessage, sender: str) -> None:
    """Hand it over. Raises `aiosmtplib.SMTPException` or `OSError`."""
    await aiosmtplib.send(
        mail,
        sender=sender,
        recipients=[str(mail["To"])],
        hostname=server.host,
        port=server.port,
        start_tls=False,
        timeout=PATIENCE,
    )


def _attribution(letter: Letter) -> str:
    at = letter.at.astimezone(PARIS)
    day = f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year} à {at:%H:%M}"
    return f"Le {day}, {letter.sender_name} <{letter.sender}> a écrit :"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.rstrip().splitlines())
