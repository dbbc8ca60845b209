"""Whether an SPF record lets a server send, and the record that would. [RFC 7208]

Read as a receiver does, as far as a town needs it: macros and `exists` are left aside.
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from guichet.dns.resolver import Dns

VERSION = "v=spf1"
#: Questions to the DNS that a receiver asks for one record. [RFC 7208 4.6.4]
MOST_QUESTIONS = 10


@dataclass(slots=True)
class _Reading:
    """One reading of a record and of those that it includes."""

    dns: Dns
    questions: int = 0


def policies(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The SPF records among the TXT of a name: there may be one only."""
    return tuple(text for text in texts if text.lower().split(" ")[0] == VERSION)


async def lets(dns: Dns, domain: str, policy: str, address: str) -> bool:
    """Whether the policy of `domain` names `address`. Raises `DnsSilentError`."""
    return await _lets(_Reading(dns), domain, policy, address)


def with_sender(policy: str, host: str) -> str:
    """The same policy, that lets `host` send as well: before its last word, which is for all others."""
    words = policy.split()
    ends = [nth for nth, word in enumerate(words) if word.lower().lstrip("+-~?") == "all"]
    words.insert(ends[0] if ends else len(words), f"a:{host}")
    return " ".join(words)


async def _lets(reading: _Reading, domain: str, policy: str, address: str) -> bool:
    for word in policy.lower().split()[1:]:
        if word[0] in "-~?":
            continue
        if await _matches(reading, domain, word.removeprefix("+"), address):
            return True
    return False


async def _matches(reading: _Reading, domain: str, word: str, address: str) -> bool:
    kind, _, value = word.replace("=", ":", 1).partition(":")
    kind, _, _ = kind.partition("/")
    where = value.partition("/")[0] or domain
    if kind in {"ip4", "ip6"}:
        return _within(address, value)
    if kind == "all":
        return True
    if kind not in {"a", "mx", "include", "redirect"} or reading.questions >= MOST_QUESTIONS:
        return False
    reading.questions += 1
    if kind == "a":
        return address in await reading.dns.addresses(where)
    if kind == "mx":
        hosts = (await reading.dns.mail_servers(where))[:MOST_QUESTIONS]
        found = [await reading.dns.addresses(host) for host in hosts]
        return any(address in one for one in found)
    inner = policies(await reading.dns.texts(where))
    return bool(inner) and await _lets(reading, where, inner[0], address)


def _within(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def public(addresses: tuple[str, ...]) -> Iterator[str]:
    """Those that the Internet sees."""
    return (one for one in addresses if ipaddress.ip_address(one).is_global)
