"""Chats that are to be the citizen's no longer: this one, or all the others."""

from desk.addresses import mailbox_of
from desk.chats import linked, part
from desk.effects.outcome import Outcome
from desk.telling import unlinked
from desk.turn import Turn
from flows.here import Channel
from flows.sprint import Wanted
from models.conversation import Conversation


async def chats(turn: Turn, _wanted: Wanted) -> Outcome:
    """Which can be unlinked from here: this one, this one and others, or others only (by mail)."""
    others = await _others(turn)
    if turn.channel is Channel.MAIL:
        return Outcome("others" if others else "none", {"many": others})
    return Outcome("several" if others else "one", {"many": others})


async def unlink(turn: Turn, _wanted: Wanted) -> Outcome:
    """Make this chat nobody's again."""
    await _tell(turn, 1)
    turn.address.proved_at = None
    turn.moves_to = await Conversation.create(town=turn.town.slug)
    return Outcome("done")


async def unlink_others(turn: Turn, _wanted: Wanted) -> Outcome:
    """Every chat but the one that speaks, if a chat does."""
    if gone := await leave_others(turn):
        await _tell(turn, gone)
    return Outcome("done", {"many": gone})


async def leave_others(turn: Turn) -> int:
    """The same, without a word. A turn of theirs that is under way begins again: it meets our version."""
    gone = [chat for chat in await linked(turn.known()) if chat.id != turn.address.id]
    await part(turn.town.slug, gone)
    return len(gone)


async def _others(turn: Turn) -> int:
    return len([chat for chat in await linked(turn.known()) if chat.id != turn.address.id])


async def _tell(turn: Turn, count: int) -> None:
    citizen = turn.known()
    if mailbox := await mailbox_of(citizen):
        turn.tell(mailbox, unlinked(citizen, count, turn.now))
