"""The one way in for every door: what is received is stored and committed, unless it is a secret."""

import asyncio
import logging
from datetime import datetime

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from desk import inbox
from desk.addresses import address_of, found, met
from desk.closing import Conflict, close
from desk.counter import Counter
from desk.flood import MOST_WAITING, from_outside
from desk.papers import keeping as papers
from desk.playing import play
from desk.received import Heard, Misplaced, Overrun, Received, Taken
from desk.room import has_room
from desk.secrecy import Judgement, SecretWait, betrays, judge, passes, secret_wait
from desk.speaker import who_speaks, written_to
from desk.tidying import erase
from desk.turn import Turn
from desk.turns import open_turn, take
from flows.events import Carries, Verdict
from flows.here import Channel, SecretWay
from flows.steps import Secret
from models.conversation import Address
from models.engine import Busy, Full
from models.post import Inbox, InboxState
from portal import credentials

log = logging.getLogger(__name__)

#: How long a message waits for the earlier ones of its address to be played, before it is classified.
PATIENCE = 5.0
_PAUSE = 0.05


async def receive(counter: Counter, received: Received) -> Taken:
    """Store one event. When this returns, it is committed: the door may acknowledge it.

    Raises the database's own errors: the door must then not acknowledge.
    """
    if not await has_room():
        raise Full("the disk of the database is full")
    if counter.flood.over(received, counter.clock()):
        return await _too_much(counter, received)
    received = await written_to(counter, received)
    here = (received.town, received.channel, received.address)
    known = await found(*here)
    if known and known[1] >= MOST_WAITING and from_outside(received):
        return await _too_much(counter, received)
    taken = None if known else await _first_words(counter, received)
    if taken is None:
        address, earlier = known or (await address_of(*here), 1)
        heard = isinstance(received.what, Heard)
        settled = not (heard and earlier) or await _earlier_ones_first(counter, address)
        taken = await _keep(counter, address, received, settled=settled)
    counter.arrived.ring()
    return taken


async def _too_much(counter: Counter, received: Received) -> Taken:
    """Not kept. A chat reads so once an hour, whichever process sees it; a mail's server brings it again."""
    now = counter.clock()
    if received.channel is Channel.TELEGRAM and counter.flood.to_tell(received, now):
        address = await address_of(received.town, received.channel, received.address)
        await inbox.put(
            address,
            account="flood",
            external_id=f"{address.id}:{now:%Y-%m-%dT%H}",
            at=now,
            what=Overrun(),
        )
        counter.arrived.ring()
    return Taken.TOO_MUCH


async def _first_words(counter: Counter, received: Received) -> Taken | None:
    """An address unknown until now: its row, its conversation and its message share one commit.

    None when another process has just met it: its first message has to be played before this one.
    """

    async def meet() -> Taken | None:
        address = await met(received.town, received.channel, received.address)
        return None if address is None else await _keep(counter, address, received, settled=True)

    return await counter.intake.write(meet)


async def _keep(counter: Counter, address: Address, received: Received, *, settled: bool) -> Taken:
    if isinstance(received.what, Heard):
        return await _sift(counter, address, received, settled=settled)
    await _put(counter, address, received)
    return Taken.STORED


async def _put(counter: Counter, address: Address, received: Received) -> None:
    await counter.intake.write(
        lambda: inbox.put(
            address,
            account=received.account,
            external_id=received.external_id,
            at=received.at,
            what=received.what,
        )
    )


async def _sift(counter: Counter, address: Address, received: Received, *, settled: bool) -> Taken:
    """A secret never reaches the inbox; everything else does."""
    heard = received.what
    assert isinstance(heard, Heard)
    speaker = await who_speaks(counter, address, heard, counter.clock())
    wait = await secret_wait(counter, speaker.conversation)
    if wait is None:
        told = await betrays(counter, speaker.conversation, heard)
        if told:
            await _misplaced(address, received)
        elif papers.wanted(counter, received, speaker):
            await papers.keep(counter, address, received, speaker)
        else:
            await _put(counter, address, received)
        return Taken.SECRET if told else Taken.STORED
    if passes(counter, received.town, wait, heard):
        await _put(counter, address, received)
        return Taken.STORED
    in_chat = counter.secret_way(Channel(address.channel)) is SecretWay.CHAT
    typed_here = heard.carries is Carries.WORDS and in_chat
    if settled and typed_here:
        await _judge(counter, address, received, wait)
    else:
        await _misplaced(address, received)
    return Taken.SECRET


async def _misplaced(address: Address, received: Received) -> None:
    """The verdict alone is stored, and with it the order to erase: a crash leaves no secret behind."""
    assert isinstance(received.what, Heard)
    async with in_transaction():
        await inbox.put(
            address,
            account=received.account,
            external_id=received.external_id,
            at=received.at,
            what=Misplaced(tokens=received.what.tokens),
        )
        await erase(address, received.what.receipt, received.at)


async def _earlier_ones_first(counter: Counter, address: Address) -> bool:
    """Play what this address said before, so that this message meets the right question."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while await Inbox.filter(address_id=address.id, state=InboxState.NEW).exists():
        if not await take(counter, address.id):
            if loop.time() > deadline:
                return False
            await asyncio.sleep(_PAUSE)
    await address.refresh_from_db()
    return True


async def _judge(counter: Counter, address: Address, received: Received, wait: SecretWait) -> None:
    """Judge before the transaction; in it, apply the verdict if the same question still waits."""
    if await inbox.known(received.account, received.external_id):
        return
    assert isinstance(received.what, Heard)
    judgement = await judge(counter, received.town, wait, received.what.text)
    for _ in range(8):
        try:
            async with in_transaction():
                await _apply(counter, address.id, received, judgement)
        except IntegrityError:
            log.info("a secret was delivered twice: handled once")
        except (Busy, Conflict):
            continue
        break
    counter.leaving.ring()


async def _apply(
    counter: Counter, address_id: int, received: Received, judgement: Judgement
) -> None:
    now = counter.clock()
    address = await Address.get(id=address_id)
    await inbox.bury(address, received.account, received.external_id, received.at)
    assert isinstance(received.what, Heard)
    await erase(address, received.what.receipt, now)
    speaker = await who_speaks(counter, address, received.what, now)
    key = f"secret:{received.account}:{received.external_id}"[:64]
    turn = await open_turn(counter, address, speaker, key=key, now=now)
    turn.proved = speaker.proved
    if _still_waits(turn, judgement.turn):
        turn.secret_hash = judgement.secret_hash
        await _count(judgement, now)
    await play(turn, judgement.event(now, await turn.here()))
    await close(turn)


def _still_waits(turn: Turn, asked: int) -> bool:
    session = turn.session
    if not session.frames or session.top.asked != asked:
        return False
    return isinstance(turn.catalogue[session.top.flow].by_id.get(session.top.step), Secret)


async def _count(judgement: Judgement, now: datetime) -> None:
    """Failures are counted in the same transaction as what is answered to them."""
    if judgement.about is None:
        return
    if judgement.verdict is Verdict.WRONG:
        await credentials.failed(judgement.about, now)
    elif judgement.verdict is Verdict.ACCEPTED:
        await credentials.recognised(judgement.about, now)
