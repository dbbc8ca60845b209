"""What a check works with, passed in."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from desk.clock import Clock, utc_now
from guichet.dns.resolver import Dns
from guichet.settings import Settings

_HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104 - compared, not listened on


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit of the doctor. `patience` is in seconds, for each check."""

    settings: Settings
    config: Path
    clock: Clock = utc_now
    dns: Dns = field(default_factory=Dns)
    #: Whom certificates are checked with; the system's authorities when there is none.
    authorities: ssl.SSLContext | None = None
    patience: float = 15.0
    #: Seconds that a mail may take to come back; 0 sends none.
    mail: float = 0.0

    def tls(self) -> ssl.SSLContext:
        """Certificates are always verified."""
        return self.authorities or ssl.create_default_context()


def is_here(host: str) -> bool:
    """Whether only this machine is meant."""
    return host in _HERE
