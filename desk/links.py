"""The rows behind a message's links: made with the turn, so that the courier can derive and retry."""

from datetime import timedelta

from desk import invitations
from desk.turn import Turn
from flows.here import Channel
from flows.message import Json, Link, Message
from models.link import PageLink, Purpose

_PURPOSES = {
    Link.IDENTIFIERS: Purpose.IDENTIFIERS,
    Link.RESET: Purpose.RESET,
    Link.TEMPORARY: Purpose.TEMPORARY,
    Link.TERMS: Purpose.TERMS,
}


async def refs_of(turn: Turn, message: Message) -> dict[str, Json]:
    """For each link of `message`, the row from which its address is derived at sending."""
    links: dict[str, Json] = {}
    for link in message.links:
        if link in _PURPOSES:
            links[link.value] = (await _page(turn, _PURPOSES[link])).id
        else:
            links[link.value] = (await _invitation(turn)).id
    ready = message.params.get("ready")
    refs: dict[str, Json] = {"links": links} if links else {}
    return {**refs, "ready": ready} if isinstance(ready, int) else refs


async def _invitation(turn: Turn) -> PageLink:
    citizen = turn.known()
    return await invitations.latest(citizen) or await invitations.issue(
        turn.counter, citizen, turn.now
    )


async def _page(turn: Turn, purpose: Purpose) -> PageLink:
    return await PageLink.create(
        town=turn.town.slug,
        purpose=purpose,
        # Whoever signs in has no citizen yet: the page asks for the login's own password.
        citizen_id=turn.citizen.id if turn.citizen else None,
        conversation_id=turn.conversation.id,
        address_id=turn.address.id,
        created_at=turn.now,
        expires_at=turn.now + _life(turn, purpose),
    )


def _life(turn: Turn, purpose: Purpose) -> timedelta:
    """A mailed link lives as long as its step; one given in a chat, minutes. [DOMAIN.md 3]"""
    limits = turn.counter.limits
    if turn.channel is Channel.TELEGRAM:
        return limits.chat_link
    return limits.reset_link if purpose is Purpose.RESET else limits.first_link
