"""A DNS server of our own on loopback: it answers from a zone, or keeps silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from typing_extensions import override

from guichet.dns.resolver import Dns, Nameserver

#: Name, type, then the records as a zone file has them.
Zone = dict[tuple[str, str], list[str]]


@dataclass
class Server(asyncio.DatagramProtocol):
    """Answers what the zone holds, and NXDOMAIN to the rest."""

    zone: Zone
    silent: bool = False
    asked: list[str] = field(default_factory=list)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question = dns.message.from_wire(data)
        self.asked.append(question.question[0].name.to_text())
        if not self.silent:
            self._transport.sendto(self._answer(question).to_wire(), addr)

    def _answer(self, question: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        asked = question.question[0]
        name, kind = asked.name.to_text().rstrip("."), dns.rdatatype.to_text(asked.rdtype)
        if found := self.zone.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
        elif not any(known == name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


@asynccontextmanager
async def serving(zone: Zone, *, silent: bool = False) -> AsyncIterator[Nameserver]:
    """The server on a free port; gives where to ask."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: Server(zone, silent), local_addr=("127.0.0.1", 0)
    )
    try:
        yield Nameserver(host="127.0.0.1", port=transport.get_extra_info("sockname")[1])
    finally:
        transport.close()


@asynccontextmanager
async def answering(
    zone: Zone, *, silent: bool = False, patience: float = 5.0
) -> AsyncIterator[Dns]:
    """A resolver that asks that server."""
    async with serving(zone, silent=silent) as server:
        yield Dns(server, patience=patience)


def quoted(text: str) -> str:
    """A TXT record in pieces of 200 signs."""
    return " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
