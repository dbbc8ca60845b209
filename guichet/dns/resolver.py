"""Questions to the DNS, within a time limit; no answer and no such record are two different things."""

from dataclasses import dataclass, field
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.resolver
import dns.reversename

#: Seconds for one question, all servers and tries together.
PATIENCE = 5.0


class DnsSilentError(Exception):
    """The DNS did not answer. French, for a sentence: « example.fr : le DNS n'a pas répondu en 5 s »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameserver:
    """Whom to ask in the place of this machine's resolver."""

    host: str
    port: int = 53


@dataclass(frozen=True, slots=True)
class Dns:
    """The resolver of this machine, or the one that is given."""

    server: Nameserver | None = None
    patience: float = PATIENCE
    _resolver: dns.asyncresolver.Resolver = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        resolver = dns.asyncresolver.Resolver(configure=self.server is None)
        if self.server:
            resolver.nameservers = [self.server.host]
            resolver.port = self.server.port
        resolver.lifetime = self.patience
        object.__setattr__(self, "_resolver", resolver)

    async def texts(self, name: str) -> tuple[str, ...]:
        """The TXT records of a name, the strings of each joined."""
        found = await self._ask(name, "TXT")
        return tuple(b"".join(one.strings).decode("utf-8", "replace") for one in found)

    async def addresses(self, name: str) -> tuple[str, ...]:
        """Its A and AAAA records."""
        both = [await self._ask(name, kind) for kind in ("A", "AAAA")]
        return tuple(str(one.address) for found in both for one in found)

    async def mail_servers(self, name: str) -> tuple[str, ...]:
        """Its MX, the preferred one first."""
        found = sorted(await self._ask(name, "MX"), key=lambda one: one.preference)
        return tuple(_bare(one.exchange) for one in found)

    async def names_of(self, address: str) -> tuple[str, ...]:
        """Its PTR records."""
        name = dns.reversename.from_address(address).to_text()
        return tuple(_bare(one.target) for one in await self._ask(name, "PTR"))

    async def _ask(self, name: str, kind: str) -> list[Any]:
        """Nothing where there is no such record. Raises `DnsSilentError`."""
        try:
            return list(await self._resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.Timeout:
            raise DnsSilentError(
                f"{name} : le DNS n'a pas répondu en {self.patience:g} s"
            ) from None
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            raise DnsSilentError(f"{name} : le DNS a refusé ({type(error).__name__})") from None


def _bare(name: object) -> str:
    return str(name).rstrip(".").lower()
