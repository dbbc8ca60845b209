"""Who speaks: codes found, chats bound, proofs asked and checked, signing out, unlinking."""

from datetime import datetime, timedelta

from desk import invitations
from desk.addresses import conversation_of, mailbox_of
from desk.effects.outcome import Outcome
from desk.turn import Turn
from flows.here import Channel
from flows.message import Json, Message
from flows.note import Note, NoteKind
from flows.sprint import Wanted
from models.conversation import Conversation
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import invitation, names
from portal.invitation import InvitationState
from portal.password import blocked_until
from words.desk_keys import TOLD_LINKED, TOLD_PROOF

#: Between two codes for the same chat.
PROOF_SPACING = timedelta(minutes=1)
#: Wrong proofs after which a new one must be asked.
MOST_PROOFS = 5


async def find_code(turn: Turn, wanted: Wanted) -> Outcome:
    """Whose invitation that code, deep link or pasted address is. Nothing is used up by looking."""
    turn.discreet = True
    if until := _blocked(turn):
        return Outcome("blocked", {"until": until.isoformat()})
    typed = wanted.value or ""
    pasted = invitation.read_activation_address(typed)
    if pasted and pasted.town != turn.town.slug:
        return Outcome("elsewhere", {"town": pasted.town})
    link = await _link_of(turn, typed, pasted)
    citizen = await Citizen.get_or_none(town=turn.town.slug, id=link.citizen_id) if link else None
    if link is None or citizen is None:
        return await _unknown(turn)
    turn.address.failures = 0
    return await _found(turn, link, citizen)


def _blocked(turn: Turn) -> datetime | None:
    last = turn.address.last_failure_at
    until = blocked_until(min(turn.address.failures, 9), last) if last else None
    return until if until and until > turn.now else None


async def _unknown(turn: Turn) -> Outcome:
    turn.address.failures += 1
    turn.address.last_failure_at = turn.now
    if until := _blocked(turn):
        return Outcome("blocked", {"until": until.isoformat()})
    return Outcome("unknown")


async def _link_of(
    turn: Turn, typed: str, pasted: invitation.ActivationKey | None
) -> PageLink | None:
    keys, town = turn.counter.keys, turn.town.slug
    if pasted:
        link = await PageLink.get_or_none(town=town, id=pasted.id, purpose=Purpose.INVITATION)
        good = link is not None and keys.is_activation_key(link.id, link.issue, pasted.key)
        return link if good else None
    if (row := keys.row("invitation", typed.strip())) is not None:
        return await PageLink.get_or_none(town=town, id=row, purpose=Purpose.INVITATION)
    return await PageLink.filter(
        town=town, code_hash=keys.code_hash(typed), purpose=Purpose.INVITATION
    ).first()


async def _found(turn: Turn, link: PageLink, citizen: Citizen) -> Outcome:
    state = await invitation.good_invitation(link, citizen, turn.now)
    mine = turn.citizen is not None and turn.citizen.id == citizen.id
    if state is InvitationState.EXPIRED:
        await invitations.send_again(turn, citizen)
        return Outcome("expired", {"mail": names.masked_mail(citizen.mail)})
    if state is not InvitationState.GOOD or _taken(turn, link):
        return Outcome("mine" if mine else "used", _use(link, citizen))
    if mine:
        return Outcome("mine")
    if turn.channel is Channel.MAIL:
        await invitations.send_again(turn, citizen)
        return Outcome("asked")
    facts: dict[str, Json] = {
        "bind": f"link:{link.id}",
        "login": citizen.login,
        "name": names.masked(citizen),
        # A chat has one citizen at a time: a second link asks first.
        "replaces": turn.citizen.login if turn.citizen else None,
    }
    return Outcome("found", facts)


def _taken(turn: Turn, link: PageLink) -> bool:
    """A token bound to one chat is useless from another. [DOMAIN.md 4]"""
    return link.address_id not in {None, turn.address.id}


def _use(link: PageLink, citizen: Citizen) -> dict[str, str | None]:
    used = link.used_at or citizen.identifiers_set_at or citizen.activated_at
    return {"on": used.isoformat() if used else None, "by": link.used_by or citizen.activated_by}


async def bind(turn: Turn, wanted: Wanted) -> Outcome:
    """Make this chat the citizen's; the mailbox on file is told."""
    kind, _, row = str(wanted.data["bind"]).partition(":")
    if kind == "link":
        link = await PageLink.get(town=turn.town.slug, id=int(row))
        link.address_id = turn.address.id
        await link.save(update_fields=["address_id"])
        citizen = await Citizen.get(town=turn.town.slug, id=link.citizen_id)
    else:
        citizen = await Citizen.get(town=turn.town.slug, id=int(row))
    turn.moves_to = await conversation_of(citizen)
    turn.address.proved_at = turn.now
    turn.note(Note(kind=NoteKind.EFFECT, detail=f"bind:{turn.channel.value}:{kind}"))
    if mailbox := await mailbox_of(citizen):
        params = {"name": names.polite(citizen), "on": turn.now.isoformat()}
        turn.tell(mailbox, Message(text=TOLD_LINKED, params=params))
        turn.sayings[-1].conversation_id = turn.moves_to.id
    return Outcome("bound")


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


async def unlink(turn: Turn, _wanted: Wanted) -> Outcome:
    """Make this chat nobody's again."""
    turn.address.proved_at = None
    turn.moves_to = await Conversation.create(town=turn.town.slug)
    return Outcome("done")
