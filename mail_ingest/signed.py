"""DKIM signatures, checked by ourselves where no server of the town does. [RFC 6376]"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import dkim
import dns.exception
import dns.resolver

from mail_ingest.charset import decode
from mail_ingest.mime import head_fields

#: A name of the DNS to its TXT record, None when there is none. Called as `lookup(name, timeout=…)`.
Lookup = Callable[..., bytes | None]

SIGNATURE = "dkim-signature"
#: Signatures of one mail that are looked at.
MOST = 5
#: Bytes of a mail, and blanks in a row, above which it is not checked: dkimpy would be slow.
MOST_BYTES, MOST_BLANKS = 2_000_000, 100
#: Seconds that the DNS may take for one key.
PATIENCE = 4
_ALGORITHMS = frozenset({"rsa-sha256", "ed25519-sha256"})
_TAG = re.compile(r"\s*([a-z]{1,3})\s*=\s*([^;]{0,4000})")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as it is written; `nth` among those of the mail, from the top."""

    nth: int
    domain: str
    #: Why it is not even checked; empty when it is.
    fault: str

    def holds(self, raw: bytes, lookup: Lookup) -> bool:
        """Whether the mail is what that domain signed. Anything that goes wrong is a no."""
        if len(raw) > MOST_BYTES or b" " * MOST_BLANKS in raw.replace(b"\t", b" "):
            return False
        checked = dkim.DKIM(raw, minkey=1024, timeout=PATIENCE)
        try:
            return bool(checked.verify(idx=self.nth, dnsfunc=lookup))
        # Hostile keys and signatures end in many kinds of errors, the DNS in others.
        except (dkim.DKIMException, dns.exception.DNSException, ArithmeticError, LookupError):
            return False
        except (OSError, ValueError, TypeError, AttributeError):
            return False


def signatures(raw: bytes) -> tuple[Signature, ...]:
    """The signatures of a mail, from the top."""
    values = [value for name, value in head_fields(raw) if name == SIGNATURE]
    return tuple(_read(nth, decode(value)) for nth, value in enumerate(values[:MOST]))


def _read(nth: int, value: str) -> Signature:
    tags = {key: "".join(given.split()) for key, given in map(_pair, value.split(";"))}
    return Signature(nth, tags.get("d", "").lower(), _fault(tags))


def _pair(clause: str) -> tuple[str, str]:
    found = _TAG.match(clause)
    return (found[1], found[2]) if found else ("", "")


def _fault(tags: dict[str, str]) -> str:
    if "l" in tags:  # it signs the beginning alone: anybody may add to the end
        return "signs a part of the text only"
    if tags.get("a", "").lower() not in _ALGORITHMS:
        return "an algorithm that is too weak"
    if "from" not in tags.get("h", "").lower().split(":"):
        return "does not sign From"
    return ""


def dns_lookup(name: bytes | str, timeout: int = PATIENCE) -> bytes | None:
    """The TXT record of a name, from the resolver of this machine."""
    wanted = name.decode("ascii", "replace") if isinstance(name, bytes) else name
    try:
        answer = dns.resolver.resolve(wanted, "TXT", lifetime=timeout)
    except dns.exception.DNSException:
        return None
    return b"".join(answer[0].strings) if len(answer) else None
