"""Where a town's mail waits, and how it is fetched."""

import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from mail_ingest.imap.credential import Credential


class Tls(StrEnum):
    """How the way to the server is kept secret."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things may last, and how often they are done, in seconds."""

    connect: float = 15.0
    answer: float = 60.0
    #: IDLE begins again after that long, far before the 29 minutes of RFC 2177; the folder is looked
    #: at in between, so that a word of the server that was missed delays a mail and loses none.
    idle: float = 120.0
    #: Between two looks, where the server has no IDLE.
    poll: float = 60.0
    #: After a failure: the first wait, doubled at each, and the longest.
    retry: tuple[float, float] = (1.0, 120.0)
    #: The same where the server refuses us: hosts lock a mailbox that is tried too often.
    refused: tuple[float, float] = (60.0, 1800.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One mailbox. `address`: what citizens write to; `town`: the slug of whose it is."""

    town: str
    address: str
    host: str
    port: int = 993
    tls: Tls = Tls.TLS
    #: Who signed the server's certificate; the system's authorities when there is none.
    authority: Path | None = None
    username: str
    credential: Credential
    folder: str = "INBOX"
    done_folder: str = "Guichet"
    max_bytes: int = 26_214_400
    #: What has waited for longer was there before us: left to people.
    oldest: timedelta = timedelta(days=14)
    pace: Pace = field(default_factory=Pace)

    @property
    def account(self) -> str:
        """Under which name its mails are known. Numbers mean something in one folder of one server."""
        return f"imap:{self.host}/{self.username}/{self.folder}"[:320]

    def trusting(self) -> ssl.SSLContext:
        """Certificates are always verified, and so is the name. Raises `OSError`."""
        return ssl.create_default_context(cafile=self.authority)
