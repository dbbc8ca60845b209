"""Handing a mail to the town's relay, and what its answers mean."""

import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum

import aiosmtplib
from typing_extensions import override

from desk.door import DelayedError, RefusedError
from mail_send.door import Carrier


class Tls(StrEnum):
    """How the way to the relay is kept secret."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


#: Seconds before a silent relay is given up, for now.
PATIENCE = 30.0
#: The mailbox itself is not there, or not any more. [RFC 3463 3.2]
GONE = ("5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay(Carrier):
    """One connection a mail: simple, and the relay's own pool does the rest."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)

    @override
    async def carry(self, mail: EmailMessage, sender: str, to: str) -> None:
        try:
            await aiosmtplib.send(
                mail,
                sender=sender,
                recipients=[to],
                hostname=self.host,
                port=self.port,
                use_tls=self.tls is Tls.TLS,
                start_tls=self.tls is Tls.STARTTLS,
                username=self.username or None,
                password=self.password or None,
                timeout=PATIENCE,
                tls_context=ssl.create_default_context() if self.tls is not Tls.NONE else None,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _meaning(error.recipients[0]) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _meaning(error) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise DelayedError(f"relay {type(error).__name__}") from error


def _meaning(answer: aiosmtplib.SMTPResponseException) -> DelayedError | RefusedError:
    """4xx is « later », 5xx is « no »; only some of these mean that the mailbox is gone."""
    reason = f"smtp {answer.code}"
    # A relay that refuses us (530, 535) has said nothing about the recipient.
    if answer.code < 500 or answer.code in {530, 535, 538}:
        return DelayedError(reason)
    gone = answer.message.startswith(GONE)
    return RefusedError(reason, gone=gone)
