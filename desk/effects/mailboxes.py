"""The citizen's other mailboxes: shown, and taken away."""

from desk import mailboxes as others
from desk.addresses import mailbox_of
from desk.effects.outcome import Outcome
from desk.turn import Turn
from flows.message import Json, Message
from flows.sprint import Wanted
from portal import names
from words.desk_keys import TOLD_MAILBOX_GONE


async def mailboxes(turn: Turn, _wanted: Wanted) -> Outcome:
    """Which there are, half hidden."""
    shown: list[Json] = [
        names.masked_mail(one.external_id) for one in await others.mailboxes_of(turn.known())
    ]
    return Outcome("some" if shown else "none", {"mailboxes": shown})


async def drop_mailboxes(turn: Turn, _wanted: Wanted) -> Outcome:
    """None but the one on file, which is told."""
    citizen = turn.known()
    if await others.drop(turn) and (mailbox := await mailbox_of(citizen)):
        params: dict[str, Json] = {"name": names.polite(citizen), "on": turn.now.isoformat()}
        turn.tell(mailbox, Message(text=TOLD_MAILBOX_GONE, params=params))
    return Outcome("done")
