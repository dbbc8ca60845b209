"""The citizen's other mailboxes: asked for, shown, and taken away."""

from datetime import timedelta

from desk import mailboxes as others
from desk.addresses import address_of, mailbox_of
from desk.effects.outcome import Outcome
from desk.mailboxes import Confirming
from desk.turn import Turn
from flows.here import Channel
from flows.message import Json, Message
from flows.sprint import Wanted
from models.journal import Journal
from portal import names
from words.desk_keys import TOLD_MAILBOX_GONE

#: Mailboxes that one citizen may have us write to in a week.
MOST_ASKED = 3
_WEEK = timedelta(days=7)


async def mailboxes(turn: Turn, _wanted: Wanted) -> Outcome:
    """Which there are, half hidden."""
    shown: list[Json] = [
        names.masked_mail(one.external_id) for one in await others.mailboxes_of(turn.known())
    ]
    return Outcome("some" if shown else "none", {"mailboxes": shown})


async def ask_mailbox(turn: Turn, wanted: Wanted) -> Outcome:
    """The mailbox that was named is written to, unless it is theirs already, the town's, or gone."""
    citizen, mail = turn.known(), (wanted.value or "").lower()
    if others.is_the_towns(turn, mail):
        return Outcome("refused")
    mine = {one.external_id for one in await others.mailboxes_of(citizen)} | {citizen.mail.lower()}
    if mail in mine:
        return Outcome("known")
    other = await address_of(turn.town.slug, Channel.MAIL, mail)
    if other.refused_at is not None:
        return Outcome("refused")
    if await _asked_lately(turn) >= MOST_ASKED:
        return Outcome("full")
    match await others.confirm(turn, other):
        case Confirming.ASKED:
            return Outcome("sent")
        case Confirming.THERE:
            return Outcome("known")
        case Confirming.FULL:
            return Outcome("full")


async def _asked_lately(turn: Turn) -> int:
    """Strangers' mailboxes may be named: what was taken away counts too."""
    asked = Journal.filter(
        town=turn.town.slug, citizen_id=turn.known().id, detail="ask_mailbox:sent"
    )
    return await asked.filter(at__gt=turn.now - _WEEK).count()


async def drop_mailboxes(turn: Turn, _wanted: Wanted) -> Outcome:
    """None but the one on file, which is told."""
    citizen = turn.known()
    if await others.drop(turn) and (mailbox := await mailbox_of(citizen)):
        params: dict[str, Json] = {"name": names.polite(citizen), "on": turn.now.isoformat()}
        turn.tell(mailbox, Message(text=TOLD_MAILBOX_GONE, params=params))
    return Outcome("done")
