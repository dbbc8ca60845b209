"""Small pieces of the desk's work, each long enough to be killed in many places."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from desk.addresses import address_of, conversation_of
from desk.clock import Clock
from desk.counter import Counter
from desk.inbox import MOST_ATTEMPTS
from desk.received import Begun, Heard, Pressed, Received, What
from desk.reception import receive
from desk.waves.only import Only, wanted
from desk.waves.queueing import Asked, open_wave, queue
from flows.here import Channel
from flows.session import Session
from guichet.bench.crash.doors import BLOCKED
from guichet.bench.house import TOWN
from guichet.bench.turns import play
from models.conversation import Address, Conversation
from models.family import Citizen, Household
from models.post import Inbox
from portal.terms import publish

#: A Tuesday, noon in Paris.
NOON = datetime(2026, 6, 9, 10, tzinfo=UTC)
#: Typed in a chat; found in no file and no row, wherever the process dies.
SECRET = "violette-cabane-73-nuage"  # noqa: S105 - nobody's
CHAT, MAILBOX = "700", "claire.mesure@exemple.example"
_MOST_STEPS = 20

#: From where, and what.
Said = tuple[Channel, str, What]
#: Makes the past of a scene, in an empty town; answers what arrives then.
Scene = Callable[[Counter], Awaitable[list[Said]]]


class Work(StrEnum):
    """What the desk does in a scene."""

    TWO_CHATS = "two chats write for the first time"
    TWO_ADDRESSES = "a citizen writes from a chat and from a mailbox"
    SECRET = "a password is typed in a chat"  # noqa: S105 - the name of a scene
    EFFECT = "a citizen accepts the terms"
    REFUSED = "a chat that blocked us is answered"
    WAVE = "a wave is queued, and let go little by little"
    PARKED = "a message that failed too often is put aside"


def received(number: int, said: Said, clock: Clock) -> Received:
    """The event as its door hands it in, under the same name at each delivery."""
    channel, address, what = said
    return Received(
        town=TOWN.slug,
        channel=channel,
        address=address,
        account=f"crash:{channel.value}",
        external_id=str(number),
        at=clock(),
        what=what,
    )


async def _two_chats(counter: Counter) -> list[Said]:
    del counter  # the town has just opened
    return [
        (Channel.TELEGRAM, "1", Heard(text="bonjour")),
        (Channel.TELEGRAM, "2", Heard(text="aide")),
        (Channel.TELEGRAM, "1", Heard(text="menu")),
    ]


async def _two_addresses(counter: Counter) -> list[Said]:
    _ = await _citizen(counter.clock())
    return [
        (Channel.TELEGRAM, CHAT, Heard(text="mes coordonnées")),
        (Channel.MAIL, MAILBOX, Heard(text="aide", aligned=True)),
    ]


async def _secret(counter: Counter) -> list[Said]:
    await _walk(counter, await _citizen(counter.clock()), "identifiers", until="password")
    return [
        (Channel.TELEGRAM, CHAT, Heard(text=SECRET, receipt="m-secret")),
        (Channel.TELEGRAM, CHAT, Heard(text="répéter")),
    ]


async def _accepts(counter: Counter) -> list[Said]:
    citizen = await _citizen(counter.clock())
    citizen.identifiers_set_at = NOON
    await citizen.save()
    session = await _walk(counter, citizen, "terms", until="read")
    pressed = Pressed(key="accepter", turn=session.turn, receipt="9")
    return [(Channel.TELEGRAM, CHAT, pressed), (Channel.TELEGRAM, CHAT, Heard(text="aide"))]


async def _refused(counter: Counter) -> list[Said]:
    _ = await _citizen(counter.clock())
    await Address.filter(external_id=CHAT).update(external_id=BLOCKED)
    return [(Channel.TELEGRAM, BLOCKED, Heard(text="mes coordonnées"))]


async def _wave(counter: Counter) -> list[Said]:
    """Two adults who know nothing yet, and nobody who writes."""
    for number in range(2):
        home = await Household.create(town=TOWN.slug, external_id=f"h{number}")
        adult = Citizen(
            town=TOWN.slug,
            household=home,
            external_id=f"c{number}",
            login=f"mesure{number}",
            given_name="Claire",
            family_name=f"Mesure{number}",
            mail=f"claire{number}@exemple.example",
            created_at=counter.clock(),
        )
        await adult.save()
    return []


async def queue_everyone(counter: Counter) -> None:
    """As `guichet invite` does, however often it is begun again."""
    now = counter.clock()
    wave = await open_wave(TOWN.slug, "lundi", 240, now)
    await queue(TOWN.slug, wave, Asked(people=await wanted(TOWN.slug, Only())), now)


async def _parked(counter: Counter) -> list[Said]:
    """It failed as often as it may: the next one to claim it puts it aside, and apologises."""
    _ = await _citizen(counter.clock())
    poison = (Channel.TELEGRAM, CHAT, Heard(text="mes coordonnées"))
    await receive(counter, received(-1, poison, counter.clock))
    await Inbox.all().update(attempts=MOST_ATTEMPTS)
    return [(Channel.TELEGRAM, CHAT, Heard(text="aide"))]


async def _citizen(now: datetime) -> Citizen:
    """Activated, known by a mailbox and a linked chat, both proved."""
    await publish(TOWN.slug, "2026-1", "## Article 1\n\nLes règles sont simples.", NOON)
    household = await Household.create(town=TOWN.slug, external_id="h")
    citizen = await Citizen.create(
        town=TOWN.slug,
        household=household,
        external_id="c",
        login="mesure65",
        given_name="Claire",
        family_name="Mesure",
        mail=MAILBOX,
        created_at=NOON,
        activated_at=NOON,
    )
    conversation = await conversation_of(citizen)
    for channel, name in ((Channel.TELEGRAM, CHAT), (Channel.MAIL, MAILBOX)):
        address = await address_of(TOWN.slug, channel, name)
        await Address.filter(id=address.id).update(
            conversation_id=conversation.id, proved_at=now, used_at=now
        )
    return citizen


async def _walk(counter: Counter, citizen: Citizen, flow: str, *, until: str) -> Session:
    """Begin that flow in the chat, and take the first choice offered until the step waits."""
    what: What = Begun(flow=flow, citizen=citizen.id)
    for number in range(1, _MOST_STEPS):
        said = (Channel.TELEGRAM, CHAT, what)
        await receive(counter, received(-number, said, counter.clock))
        await play(counter)
        row = await Conversation.get(town=TOWN.slug, citizen_id=citizen.id)
        session = Session.open(row.session)
        choices = [one.key for one in session.question.choices] if session.question else []
        if session.top.step == until and "suite" not in choices:
            return session
        what = Pressed(key=choices[0], turn=session.turn)
    raise LookupError(f"{flow} never waits at {until}")


SCENES = {
    Work.TWO_CHATS: _two_chats,
    Work.TWO_ADDRESSES: _two_addresses,
    Work.SECRET: _secret,
    Work.EFFECT: _accepts,
    Work.REFUSED: _refused,
    Work.WAVE: _wave,
    Work.PARKED: _parked,
}
#: Scenes whose first and last word come from two addresses: either may be played first.
EITHER_FIRST = frozenset({Work.TWO_ADDRESSES})
#: Whoever begins again does so after every lease has run out.
AGAIN = NOON + timedelta(minutes=5)
