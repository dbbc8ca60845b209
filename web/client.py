"""Which address a request comes from: only a proxy that the settings name is believed about it."""

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from starlette.requests import Request

Network = IPv4Network | IPv6Network
_Address = IPv4Address | IPv6Address
#: One subscriber has that many bits of an IPv6 address for himself.
_SUBSCRIBER = 64


def networks(told: str) -> tuple[Network, ...]:
    """« 127.0.0.1, 10.0.0.0/8 ». Raises `ValueError`."""
    return tuple(ip_network(one.strip(), strict=False) for one in told.split(",") if one.strip())


def client_of(request: Request) -> str:
    """The address that tries are counted for."""
    trusted: Sequence[Network] = request.app.state.trusted
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    # From the nearest: what stands left of an address that is nobody's proxy was written by anybody.
    hops = [peer, *(one.strip() for one in reversed(forwarded))]
    here = _read(peer)
    for hop in hops:
        read = _read(hop)
        if read is None:
            break
        here = read
        if not any(read in network for network in trusted):
            break
    return _counted(here) if here else peer


def _read(text: str) -> _Address | None:
    try:
        read = ip_address(text)
    except ValueError:
        return None
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return mapped or read


def _counted(address: _Address) -> str:
    if address.version == 4:
        return str(address)
    return str(ip_network(f"{address}/{_SUBSCRIBER}", strict=False))
