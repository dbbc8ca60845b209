"""Binding a chat to a space: whose a code or a link is, and the chat made that citizen's, once it is confirmed."""

from desk import invitations
from desk.addresses import conversation_of, mailbox_of
from desk.chats import linked
from desk.effects import opening
from desk.effects.lettered import LETTER, find_letter
from desk.effects.outcome import Outcome
from desk.effects.tried import blocked, failed
from desk.turn import Turn
from flows.codes import letter_key
from flows.here import Channel
from flows.message import Json, Message
from flows.note import Note, NoteKind
from flows.sprint import Wanted
from models.conversation import Conversation
from models.family import Citizen, MailState
from models.link import PageLink, Purpose
from portal import activation, citizens, invitation, names
from portal.invitation import InvitationState
from words.desk_keys import TOLD_LINKED


async def find_code(turn: Turn, wanted: Wanted) -> Outcome:
    """Whose invitation that code, deep link or pasted address is. Opening keeps it for this chat a moment."""
    turn.discreet = True
    if until := blocked(turn):
        return Outcome("blocked", {"until": until.isoformat()})
    typed = wanted.value or ""
    if letter_key(typed) is not None:
        return await find_letter(turn, typed)
    pasted = invitation.read_activation_address(typed)
    if pasted and pasted.town != turn.town.slug:
        return Outcome("elsewhere", {"town": pasted.town})
    link = await _link_of(turn, typed, pasted)
    citizen = await Citizen.get_or_none(town=turn.town.slug, id=link.citizen_id) if link else None
    if link is None or citizen is None:
        return failed(turn, "unknown")
    turn.address.failures = 0
    if link.purpose is Purpose.BINDING:
        return await _offered(turn, link, citizen)
    return await _found(turn, link, citizen)


async def _link_of(
    turn: Turn, typed: str, pasted: invitation.ActivationKey | None
) -> PageLink | None:
    keys, town = turn.counter.keys, turn.town.slug
    if pasted:
        link = await PageLink.get_or_none(town=town, id=pasted.id, purpose=Purpose.INVITATION)
        good = link is not None and keys.is_activation_key(link.id, link.issue, pasted.key)
        return link if good else None
    for purpose in (Purpose.INVITATION, Purpose.BINDING):
        if (row := keys.row(purpose.value, typed.strip())) is not None:
            return await PageLink.get_or_none(town=town, id=row, purpose=purpose)
    return await PageLink.filter(
        town=town, code_hash__in=keys.code_hashes(typed), purpose=Purpose.INVITATION
    ).first()


async def _found(turn: Turn, link: PageLink, citizen: Citizen) -> Outcome:
    state = await invitation.good_invitation(link, citizen, turn.now)
    mine = turn.citizen is not None and turn.citizen.id == citizen.id
    if state is InvitationState.EXPIRED:
        await invitations.send_again(turn, citizen)
        return Outcome("expired", {"mail": names.masked_mail(citizen.mail)})
    if state is InvitationState.CANCELLED:
        return Outcome("cancelled")
    if state is not InvitationState.GOOD or opening.is_linked(link):
        return Outcome("mine" if mine else "used", _use(link, citizen))
    if mine:
        return Outcome("mine")
    if turn.channel is Channel.MAIL:
        await invitations.send_again(turn, citizen)
        return Outcome("asked")
    return await _kept(turn, link, _whose(turn, link, citizen))


async def _kept(turn: Turn, link: PageLink, facts: dict[str, Json]) -> Outcome:
    return Outcome("found", facts) if await opening.keep(turn, link) else Outcome("held")


async def _offered(turn: Turn, link: PageLink, citizen: Citizen) -> Outcome:
    """From a page, which shows the same four signs: once, for a quarter of an hour, in one chat."""
    if turn.citizen is not None and turn.citizen.id == citizen.id:
        return Outcome("mine")
    over = link.used_at or link.revoked_at or link.expires_at <= turn.now
    if over or turn.channel is Channel.MAIL:
        return Outcome("gone")
    match = turn.counter.keys.match(link.id)
    return await _kept(turn, link, {**_whose(turn, link, citizen), "match": match})


def _whose(turn: Turn, link: PageLink, citizen: Citizen) -> dict[str, Json]:
    return {
        "bind": f"link:{link.id}",
        "login": citizen.login,
        "name": names.masked(citizen),
        # A chat has one citizen at a time: a second link asks first.
        "replaces": turn.citizen.login if turn.citizen else None,
        "match": None,
    }


def _use(link: PageLink, citizen: Citizen) -> dict[str, str | None]:
    used = link.used_at or citizen.identifiers_set_at or citizen.activated_at
    return {"on": used.isoformat() if used else None, "by": link.used_by or citizen.activated_by}


async def bind(turn: Turn, wanted: Wanted) -> Outcome:
    """Make this chat the citizen's; the mailbox on file and the other linked chats are told."""
    kind, _, row = str(wanted.data["bind"]).partition(":")
    owner = int(row)
    if kind in {"link", LETTER}:
        link = await opening.take(turn, int(row))
        if link is None:
            again = await opening.may_open_again(turn, int(row))
            return Outcome("late" if again else "gone")
        owner = int(link.citizen_id)
    citizen = await Citizen.get(town=turn.town.slug, id=owner)
    if kind == LETTER:
        await _lettered(turn, citizen)
    turn.moves_to = await conversation_of(citizen)
    turn.address.proved_at = turn.now
    turn.note(Note(kind=NoteKind.EFFECT, detail=f"bind:{turn.channel.value}:{kind}"))
    await _told(turn, citizen, turn.moves_to)
    return Outcome("bound")


async def let_go(turn: Turn, wanted: Wanted) -> Outcome:
    """« Non, ce n'est pas moi »: whoever the link was meant for may open it at once."""
    await opening.let_go(turn, int(str(wanted.data["bind"]).partition(":")[2]))
    return Outcome("done")


async def _lettered(turn: Turn, citizen: Citizen) -> None:
    """Who held the letter, and knew the rest, has just said yes: the space opens, and a mailbox is theirs."""
    if turn.channel is Channel.MAIL:
        mail = turn.address.external_id
        await citizens.change(citizen, mail=mail, mail_state=MailState.DELIVERED)
    done = await activation.activate(citizen, at=turn.now, by=turn.channel.value)
    turn.note(Note(kind=NoteKind.EFFECT, detail=f"activate:{done.value}"))


async def _told(turn: Turn, citizen: Citizen, thread: Conversation) -> None:
    params: dict[str, Json] = {"name": names.polite(citizen), "on": turn.now.isoformat()}
    others = [chat for chat in await linked(citizen) if chat.id != turn.address.id]
    mailbox = await mailbox_of(citizen)
    told = [mailbox] if mailbox and mailbox.id != turn.address.id else []
    for address in [*told, *others]:
        turn.tell(address, Message(text=TOLD_LINKED, params=params))
        turn.sayings[-1].conversation_id = thread.id
