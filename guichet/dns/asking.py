"""Whom to ask, and of which server, as it was written on the command line."""

import ipaddress
from collections.abc import Iterable

from guichet.dns.resolver import Nameserver
from guichet.errors import SettingsError


def asked_of(told: str) -> Nameserver | None:
    """`9.9.9.9`, `127.0.0.1:5353` or `[::1]:5353`; None for this machine's own. Raises `SettingsError`."""
    if not told:
        return None
    host, _, port = told.rpartition(":") if told.count(":") == 1 or "]:" in told else (told, "", "")
    bare = host.strip("[]")
    try:
        ipaddress.ip_address(bare)
        return Nameserver(host=bare, port=int(port or 53))
    except ValueError:
        raise _fault("--resolver", told, "9.9.9.9, 127.0.0.1:5353") from None


def addresses_of(told: Iterable[str]) -> tuple[str, ...]:
    """The same addresses, spelled as the DNS answers them. Raises `SettingsError`."""
    return tuple(_address(one) for one in told)


def _address(told: str) -> str:
    try:
        return str(ipaddress.ip_address(told.strip()))
    except ValueError:
        raise _fault("--address", told, "203.0.113.7, 2001:db8::7") from None


def _fault(option: str, told: str, example: str) -> SettingsError:
    return SettingsError([f"{option} : « {told} » n'est pas une adresse IP ({example})"])
