"""Who speaks: proofs asked and checked, signing out."""

from datetime import timedelta

from desk.addresses import mailbox_of
from desk.effects.outcome import Outcome
from desk.turn import Turn
from flows.here import Channel
from flows.message import Message
from flows.sprint import Wanted
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import names
from words.desk_keys import TOLD_PROOF

#: Between two codes for the same chat.
PROOF_SPACING = timedelta(minutes=1)
#: Wrong proofs after which a new one must be asked.
MOST_PROOFS = 5


async def send_proof(turn: Turn, _wanted: Wanted) -> Outcome:
    """Six digits to the mailbox on file; on that mailbox itself, the very answer is the proof."""
    citizen = turn.known()
    mailbox = await mailbox_of(citizen)
    if mailbox is None:
        return Outcome("nowhere")
    masked = {"mail": names.masked_mail(citizen.mail)}
    if turn.channel is Channel.MAIL:
        return Outcome("mail", masked)
    if await _just_sent(turn, citizen):
        return Outcome("code", masked)
    link = await PageLink.create(
        town=turn.town.slug,
        purpose=Purpose.PROOF,
        citizen_id=citizen.id,
        address_id=turn.address.id,
        created_at=turn.now,
        expires_at=turn.now + turn.counter.limits.proof,
    )
    turn.tell(
        mailbox,
        Message(text=TOLD_PROOF, params={"name": names.polite(citizen)}),
        proof=link.id,
    )
    return Outcome("code", masked)


async def _just_sent(turn: Turn, citizen: Citizen) -> bool:
    """One mail a minute is enough; and none while the last code, spent on wrong guesses, still lives."""
    last = await (
        PageLink.filter(
            town=turn.town.slug,
            purpose=Purpose.PROOF,
            citizen_id=citizen.id,
            address_id=turn.address.id,
            used_at=None,
        )
        .order_by("-id")
        .first()
    )
    if last is None:
        return False
    spent = last.failures >= MOST_PROOFS and last.expires_at > turn.now
    return spent or last.created_at > turn.now - PROOF_SPACING


async def check_proof(turn: Turn, wanted: Wanted) -> Outcome:
    """Whether those are the digits sent last for this chat."""
    turn.discreet = True
    link = await (
        PageLink.filter(
            town=turn.town.slug,
            purpose=Purpose.PROOF,
            citizen_id=turn.known().id,
            address_id=turn.address.id,
        )
        .order_by("-id")
        .first()
    )
    if link is None or link.used_at or link.expires_at <= turn.now:
        return Outcome("expired")
    if link.failures >= MOST_PROOFS:
        return Outcome("blocked", {"until": link.expires_at.isoformat()})
    if not turn.counter.keys.is_digits(link.id, wanted.value or ""):
        link.failures += 1
        await link.save(update_fields=["failures"])
        return Outcome("wrong", {"left": MOST_PROOFS - link.failures})
    link.used_at, link.used_by = turn.now, turn.channel.value
    await link.save(update_fields=["used_at", "used_by"])
    turn.address.proved_at = turn.now
    return Outcome("proved")


async def sign_out(turn: Turn, _wanted: Wanted) -> Outcome:
    """Keep the chat linked; it must prove itself again before it reads anything."""
    turn.address.proved_at = None
    return Outcome("done")
