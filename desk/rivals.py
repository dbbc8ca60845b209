"""Another program that takes a bot's messages: written in the journal, for staff and for `guichet doctor`."""

from datetime import datetime, timedelta

from flows.here import Channel
from flows.note import NoteKind
from models.journal import Journal

#: How the journal says it.
RIVAL = "rival"
#: Two programs take the bot from each other all day long: one line is enough for so long.
SPACING = timedelta(minutes=10)


async def meet(town: str, now: datetime) -> None:
    """Telegram has just answered 409: somebody else receives what is written to that town's bot."""
    last = await last_met(town)
    if last is None or now - last >= SPACING:
        line = Journal(
            at=now,
            town=town,
            channel=Channel.TELEGRAM.value,
            kind=NoteKind.HAPPENED.value,
            detail=RIVAL,
        )
        await line.save()


async def last_met(town: str) -> datetime | None:
    """When that was seen last."""
    lines = Journal.filter(town=town, kind=NoteKind.HAPPENED.value, detail=RIVAL)
    last = await lines.order_by("-at").first()
    return last.at if last else None
