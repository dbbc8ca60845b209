"""Sending one person again what they need to come in, wherever they stopped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk import invitations
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.privacy.acts import Staff, write_down
from desk.privacy.batches import together
from desk.privacy.reaching import hand_in
from desk.received import Begun
from models.family import Citizen
from models.staff import Deed, StaffAct
from portal.names import masked_mail
from portal.standing import Standing, standing

#: Between two mails to the same person, whoever of the staff asks.
SPACING = timedelta(minutes=invitations.SPACING_MINUTES)


class Resent(StrEnum):
    """What leaves, or why nothing does."""

    INVITATION = "invitation"
    JOURNEY = "journey"
    RESET = "reset"
    NO_MAIL = "no_mail"
    SHARED = "shared"
    FROZEN = "frozen"
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it, and the mailbox on file, half hidden."""

    what: Resent
    mail: str = ""

    @property
    def done(self) -> bool:
        """Whether a mail leaves."""
        return self.what in _BEGINS


#: For each standing that can be helped, what leaves; and for each of those, the flow that begins.
_SENT = {
    Standing.INVITED: Resent.INVITATION,
    Standing.ACTIVE: Resent.JOURNEY,
    Standing.SECURED: Resent.JOURNEY,
    Standing.READY: Resent.RESET,
}
_BEGINS = {Resent.INVITATION: "journey", Resent.JOURNEY: "journey", Resent.RESET: "forgotten"}


async def resend(counter: Counter, citizen: Citizen, staff: Staff) -> Answer:
    """The invitation, the step where they stopped, or a link for a new password: to the mailbox on file."""
    mailbox = await mailbox_of(citizen)  # made outside: two programs may make it at once
    if mailbox is None:
        return Answer(_without(citizen))
    answer = await together(lambda: _begin(counter, citizen, staff))
    counter.arrived.ring()
    return answer


async def _begin(counter: Counter, citizen: Citizen, staff: Staff) -> Answer:
    now = counter.clock()
    # Held, so that two who ask at once send one mail.
    held = await Citizen.filter(town=citizen.town, id=citizen.id).select_for_update().get()
    mailbox = await mailbox_of(held)
    what = _SENT.get(await standing(held))
    if mailbox is None or what is None:
        return Answer(Resent.FROZEN if mailbox else _without(held))
    if await _too_soon(held, now):
        return Answer(Resent.TOO_SOON, masked_mail(held.mail))
    if what is Resent.INVITATION:
        _ = await invitations.issue(counter, held, now)
    act = await write_down(Deed.RESEND, held, staff, now)
    await hand_in(mailbox, Begun(flow=_BEGINS[what], citizen=held.id), act, now)
    return Answer(what, masked_mail(held.mail))


def _without(citizen: Citizen) -> Resent:
    """Why there is no mailbox: none on file, or one that another household gave too."""
    return Resent.SHARED if citizen.mail else Resent.NO_MAIL


async def _too_soon(citizen: Citizen, now: datetime) -> bool:
    """An invitation that just left, or the same deed of a moment ago."""
    since = now - SPACING
    deeds = StaffAct.filter(town=citizen.town, citizen_id=citizen.id, deed=Deed.RESEND)
    invited = await invitations.latest(citizen)
    return await deeds.filter(at__gt=since).exists() or (
        invited is not None and invited.created_at > since
    )
