"""Handing a mail to the town's relay, and what its answers mean."""

import asyncio
import re
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import aiosmtplib
from typing_extensions import override

from desk.door import DelayedError, RefusedError
from mail_send.carrier import Carrier, Posting


class Tls(StrEnum):
    """How the way to the relay is kept secret."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


#: Seconds for the whole conversation: less than half the lease of a courier.
PATIENCE = 25.0
#: The mailbox or its domain is not there, or not any more. [RFC 3463 3.2, RFC 7505]
_GONE = re.compile(r"5\.(?:1\.(?:1|2|6|10)|2\.1)(?!\d)")
#: The relay refuses us (authentication, encryption, an extension): nothing is said of the recipient.
_ABOUT_US = frozenset({503, 504, 523, 530, 534, 535, 538, 555})
#: « Relay access denied », at the name of a recipient: a setting to mend, not a citizen to give up.
_NOT_FOR_US = re.compile(r"5\.7\.\d")


@dataclass(frozen=True, kw_only=True)
class Relay(Carrier):
    """One connection a mail: simple, and the relay's own pool does the rest."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    #: Whom we trust; the system's authorities when there is none.
    authorities: ssl.SSLContext | None = None
    patience: float = PATIENCE

    @override
    async def carry(self, posting: Posting) -> None:
        try:
            async with asyncio.timeout(self.patience):
                await self._send(posting.raw, posting.sender, posting.to)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _of_recipient(error.recipients[0]) from error
        except aiosmtplib.SMTPDataError as error:
            raise _meaning(error) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _of_session(error) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise DelayedError(f"relay {type(error).__name__}") from error

    async def _send(self, raw: bytes, sender: str, to: str) -> None:
        await aiosmtplib.send(
            raw,
            sender=sender,
            recipients=[to],
            hostname=self.host,
            port=self.port,
            local_hostname=sender.rpartition("@")[2],
            use_tls=self.tls is Tls.TLS,
            start_tls=self.tls is Tls.STARTTLS,
            tls_context=self._context,
            username=self.username or None,
            password=self.password or None,
            timeout=self.patience,
        )

    @cached_property
    def _context(self) -> ssl.SSLContext | None:
        """Certificates are always verified."""
        if self.tls is Tls.NONE:
            return None
        return self.authorities or ssl.create_default_context()


def _meaning(answer: aiosmtplib.SMTPResponseException) -> DelayedError | RefusedError:
    """4xx is « later », 5xx is « no »; only some of these mean that the mailbox is gone."""
    reason = f"smtp {answer.code}"
    if answer.code < 500 or answer.code in _ABOUT_US:
        return DelayedError(reason)
    return RefusedError(reason, gone=bool(_GONE.match(answer.message.strip())))


def _of_recipient(answer: aiosmtplib.SMTPResponseException) -> DelayedError | RefusedError:
    if _NOT_FOR_US.match(answer.message.strip()):
        return DelayedError(f"smtp {answer.code}")
    return _meaning(answer)


def _of_session(answer: aiosmtplib.SMTPResponseException) -> DelayedError | RefusedError:
    """Before any recipient was named, a refusal is about us, except of the size of the mail."""
    if isinstance(answer, aiosmtplib.SMTPSenderRefused) and answer.code == 552:
        return RefusedError(f"smtp {answer.code}")
    return DelayedError(f"smtp {answer.code}")
