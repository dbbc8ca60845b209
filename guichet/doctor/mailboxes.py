"""Each mailbox that is read over IMAP opens: server, certificate, name, password, folder."""

import asyncio
from dataclasses import replace

from guichet.doctor.visit import Visit
from guichet.finding import Finding, good, problem, skipped
from guichet.mailboxes import boxes
from mail_ingest.imap import Box, MailboxError, Pace, opens


async def mailboxes(visit: Visit) -> list[Finding]:
    """One finding a town that has one. Nothing is read nor moved."""
    every = boxes(visit.settings)
    if not every:
        return [skipped("Boîtes IMAP", "aucune ville n'en a")]
    pace = Pace(connect=visit.patience, answer=visit.patience)
    return [await _opens(slug, replace(box, pace=pace)) for slug, box in every.items()]


async def _opens(slug: str, box: Box) -> Finding:
    what = f"Boîte IMAP ({slug})"
    try:
        await asyncio.to_thread(opens, box)
    except MailboxError as error:
        return problem(what, error.told, f"corrigez [towns.{slug}.mailbox], ou voyez son hébergeur")
    return good(what, f"{box.host} l'ouvre")
