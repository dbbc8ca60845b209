"""Mails accepted and committed a second by our door, beside a bare aiosmtpd that keeps nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import Any

import aiosmtpd.smtp
from aiosmtplib import SMTP

from desk.clock import utc_now
from desk.reception import receive
from guichet.bench.house import TOWN, counter_on
from guichet.bench.places import sqlite_place
from guichet.bench.report import Measure, share
from mail_ingest.smtp import MailIn, listening

SESSIONS = 8
#: About five kilobytes, as a short answer above a quoted mail.
_BODY = "\r\n".join(["Bonjour", "", *["> une ligne de notre courriel, citée dans la réponse"] * 90])


class _Nothing:
    """A handler that says 250 and forgets."""

    async def handle_DATA(self, *_told: Any) -> str:  # noqa: N802 - aiosmtpd's name for it
        return "250 OK"


async def measure(how_many: int) -> list[Measure]:
    """The same mails by the same client, to both."""
    reference = await _bare(how_many)
    with sqlite_place() as (url, _):
        async with counter_on(url) as counter:
            told = MailIn(host="127.0.0.1", port=0, towns={TOWN.mail_address: TOWN.slug})
            async with listening(told, partial(receive, counter), utc_now) as port:
                ours = await _pushed(port, how_many)
    figures = {
        "per_second": round(ours),
        "reference_per_second": round(reference),
        "ratio": share(ours, reference),
    }
    name = "mails accepted and committed, sqlite"
    return [Measure(name=name, figures=figures, reference="aiosmtpd that keeps nothing")]


async def _bare(how_many: int) -> float:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: aiosmtpd.smtp.SMTP(_Nothing()), "127.0.0.1", 0)
    try:
        return await _pushed(server.sockets[0].getsockname()[1], how_many)
    finally:
        server.close()


async def _pushed(port: int, how_many: int) -> float:
    """Mails a second over several sessions at once, each kept open."""
    begun = perf_counter()
    share_of_one = how_many // SESSIONS
    await asyncio.gather(*(_session(port, number, share_of_one) for number in range(SESSIONS)))
    return share_of_one * SESSIONS / (perf_counter() - begun)


async def _session(port: int, number: int, how_many: int) -> None:
    async with SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False) as client:
        send: Callable[..., Awaitable[Any]] = client.sendmail
        for one in range(how_many):
            sender = f"personne{number}-{one}@exemple.example"
            await send(sender, [TOWN.mail_address], mail_from(sender, TOWN.mail_address))


def mail_from(sender: str, box: str) -> bytes:
    """Of about five kilobytes."""
    head = (
        f"From: {sender}\r\nTo: {box}\r\nSubject: Bonjour\r\n"
        f"Message-ID: <1.{sender}>\r\n"
        "Date: Tue, 09 Jun 2026 10:00:00 +0000\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return (head + _BODY).encode()
