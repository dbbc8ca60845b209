"""Playing one event in a turn: the engine steps, the town acts, until the conversation waits again."""

from dataclasses import replace

from desk.addresses import mailbox_of
from desk.effects import perform
from desk.received import (
    Automatic,
    Begun,
    Heard,
    Held,
    Misplaced,
    Moved,
    Overrun,
    Pressed,
    Refused,
    Returned,
    Unanswered,
    What,
)
from desk.turn import Turn
from flows.engine import step
from flows.events import (
    Began,
    Done,
    Happened,
    Inbound,
    Picked,
    Said,
    SecretMisplaced,
    Silence,
)
from flows.here import Channel
from flows.message import Kind, Message
from flows.note import Note, NoteKind
from flows.session import Session
from flows.sprint import Sprint
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox, OutboxState
from portal import tickets
from words.desk_keys import PERSON_ANSWER, TOLD_OTHER_CHANNEL

#: Effects that one event may lead to.
MOST_ROUNDS = 10


async def event_of(turn: Turn, what: What, answered: int | None) -> Inbound | None:
    """The flows' word for what was received; None for what concerns the desk alone."""
    here, at = await turn.here(), turn.now
    match what:
        case Heard(text=text, carries=carries):
            return Said(
                at=at,
                here=here,
                text=text,
                turn=answered,
                carries=carries,
                papers=what.papers,
                unkept=what.unkept,
                beside=what.beside,
            )
        case Pressed(key=key, turn=asked):
            return Picked(at=at, here=here, key=key, turn=asked)
        case Moved(what=name, facts=facts):
            return Happened(at=at, here=here, what=name, facts=facts)
        case Begun(flow=flow, facts=facts):
            return Began(at=at, here=here, flow=flow, facts=facts)
        case Unanswered(turn=asked, nth=nth):
            return Silence(at=at, here=here, turn=asked, nth=nth)
        case Misplaced():
            return SecretMisplaced(at=at, here=here)
        case Refused() | Held() | Automatic() | Returned() | Overrun():
            return None


async def play(turn: Turn, event: Inbound) -> None:
    """Step, act, step again; then, if the address has moved, go on in its new conversation."""
    turn.discreet = False
    sprint = step(turn.catalogue, turn.session, event)
    for _ in range(MOST_ROUNDS):
        _absorb(turn, sprint)
        if sprint.effect is None:
            break
        outcome = await perform(turn, sprint.effect)
        done = Done(at=turn.now, here=await turn.here(), outcome=outcome.name, facts=outcome.facts)
        sprint = step(turn.catalogue, turn.session, done)
    else:
        raise EffectsError(str(sprint.effect))
    if turn.moves_to is not None:
        await _move(turn, turn.moves_to)


class EffectsError(Exception):
    """One event led to more effects than any conversation needs: the flow turns in circles."""


def _absorb(turn: Turn, sprint: Sprint) -> None:
    turn.session = sprint.session
    for note in sprint.journal:
        turn.note(note)
    for message in sprint.messages:
        asks = message.turn == sprint.session.turn and message.kind is not Kind.STATEMENT
        turn.say(message, remind=sprint.remind if asks else ())


async def _move(turn: Turn, target: Conversation) -> None:
    """The conversation left is closed as it is, without its question if another one is joined."""
    turn.moves_to = None
    joined = target.citizen_id is not None
    left = replace(turn.session, frames=(), question=None) if joined else turn.session
    await _keep(turn.conversation, left)
    turn.conversation = target
    turn.address.conversation_id = target.id
    turn.session = Session.open(target.session)
    turn.citizen = (
        await Citizen.get_or_none(town=target.town, id=target.citizen_id) if joined else None
    )
    if joined:
        here = await turn.here()
        await play(turn, Happened(at=turn.now, here=here, what="joined"))


async def _keep(conversation: Conversation, session: Session) -> None:
    """It goes on counting its questions, for whoever still writes there: old answers stay old."""
    await Conversation.filter(id=conversation.id, town=conversation.town).update(
        session=session.close() if session.turn else {}, version=conversation.version + 1
    )


async def forward(turn: Turn, answered: Outbox, heard: Heard) -> None:
    """A person of the town answered: the words go to the citizen's own channel."""
    target = answered.refs.get("forward_to")
    address = await Address.get(town=turn.town.slug, id=target)
    turn.note(Note(kind=NoteKind.HAPPENED, detail="person_answered", length=len(heard.text)))
    if ticket := answered.refs.get("ticket"):
        await tickets.answered(turn.town.slug, ticket, turn.now)
    turn.tell(address, Message(text=PERSON_ANSWER, params={"words": heard.text}))


async def unreachable(turn: Turn, what: Refused) -> None:
    """The channel refuses: drop what waits there, and ask the present question once on the other one."""
    turn.note(Note(kind=NoteKind.HAPPENED, detail="unreachable"))
    turn.address.refused_at = turn.now
    await Outbox.filter(address_id=turn.address.id, state=OutboxState.PENDING).update(
        state=OutboxState.DROPPED, error=what.reason[:64]
    )
    other = await other_address(turn)
    if other is None:
        return
    turn.tell(other, Message(text=TOLD_OTHER_CHANNEL))
    if turn.session.question:
        turn.tell(other, turn.session.question)


async def other_address(turn: Turn) -> Address | None:
    """Where else the citizen can be written to: the chat for a mailbox, the mailbox for a chat."""
    if turn.citizen is None:
        return None
    if turn.channel is Channel.TELEGRAM:
        other = await mailbox_of(turn.citizen)
    else:
        other = await (
            Address.filter(
                town=turn.town.slug,
                conversation_id=turn.conversation.id,
                channel=Channel.TELEGRAM,
                refused_at=None,
            )
            .order_by("-used_at")
            .first()
        )
    return None if other is None or other.refused_at else other


def collapsed(turn: Turn, before: int) -> None:
    """Several short messages in a row get one answer: of what was said earlier only statements stay."""
    later = turn.sayings[before:]
    if not any(_here(turn, saying.address_id) for saying in later):
        return
    kept = [
        saying
        for saying in turn.sayings[:before]
        if not _here(turn, saying.address_id) or saying.message.kind is Kind.STATEMENT
    ]
    turn.sayings = kept + later


def _here(turn: Turn, address_id: int) -> bool:
    return bool(address_id == turn.address.id)
