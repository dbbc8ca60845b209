"""The invitation and what is answered to it: activate, not me, no longer, send it again."""

from desk import invitations, mailboxes
from desk.addresses import mailbox_of
from desk.effects.outcome import Outcome
from desk.effects.unlinking import leave_others
from desk.turn import Turn
from flows.here import Channel
from flows.message import Json, Message
from flows.note import Note, NoteKind
from flows.sprint import Wanted
from portal import activation, citizens, invitation, names
from words.desk_keys import TOLD_FROZEN


async def activate(turn: Turn, _wanted: Wanted) -> Outcome:
    """Open the space, by the channel where it was asked."""
    citizen = turn.known()
    if turn.channel is Channel.MAIL and not await invitation.is_invited(citizen, turn.now):
        taken_back = await invitation.withdrawn(citizen, turn.now)
        return Outcome("cancelled" if taken_back else "expired", {"login": citizen.login})
    done = await activation.activate(citizen, at=turn.now, by=turn.channel.value)
    return Outcome(done.value, {"login": citizen.login})


async def not_me(turn: Turn, _wanted: Wanted) -> Outcome:
    """Freeze at once, close every way in but this one, and tell the town: a person looks at it.

    What goes on elsewhere is not to open again when the space does; and whoever said it proves anew who they are.
    """
    await activation.not_me(turn.known(), turn.now)
    await leave_others(turn)
    await mailboxes.drop(turn)
    turn.address.proved_at = None
    contact = await invitations.contact_of(turn.town)
    params = {"login": turn.known().login, "name": names.full(turn.known())}
    turn.tell(contact, Message(text=TOLD_FROZEN, params=params))
    return Outcome("frozen")


async def no_longer(turn: Turn, _wanted: Wanted) -> Outcome:
    """Remind this person no more."""
    await activation.no_longer(turn.known(), turn.now)
    return Outcome("noted")


async def fresh_invitation(turn: Turn, _wanted: Wanted) -> Outcome:
    """A new link, password and code, to the mailbox on file and nowhere else."""
    citizen = turn.known()
    if await mailbox_of(citizen) is None:
        return Outcome("nowhere")
    facts: dict[str, Json] = {"mail": names.masked_mail(citizen.mail)}
    if turn.channel is Channel.MAIL:
        # The question that follows in this very mail carries the fresh link.
        link = await invitations.issue(turn.counter, citizen, turn.now)
        turn.note(Note(kind=NoteKind.EFFECT, detail=f"invitation:{link.issue}"))
        facts["until"] = link.expires_at.date().isoformat()
    else:
        await invitations.send_again(turn, citizen)
    return Outcome("sent", facts)


async def resend(turn: Turn, wanted: Wanted) -> Outcome:
    """« Je n'ai rien reçu »: the same answer for everyone; a mail leaves only to an address on file."""
    found = await citizens.by_mail(turn.town.slug, wanted.value or "")
    for citizen in found:
        if citizen.identifiers_set_at is None and citizen.frozen_at is None:
            await invitations.send_again(turn, citizen)
    turn.note(Note(kind=NoteKind.EFFECT, detail=f"resend:{'on file' if found else 'unknown'}"))
    return Outcome("sent")
