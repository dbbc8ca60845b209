"""Whom to ask, as it was written on the command line."""

import ipaddress

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
        fault = f"--resolver : « {told} » n'est pas une adresse IP (9.9.9.9, 127.0.0.1:5353)"
        raise SettingsError([fault]) from None
