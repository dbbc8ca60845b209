"""Whoever comes back from FranceConnect: known, linked with a proof, or handed to the town's people.

The session is the pages' own affair, once it is known who came.

Nobody is guessed: an unknown identity is linked to an account only when it is exactly one person's, and
with a proof that the account is theirs. [DOMAIN.md 5]
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk import franceconnect_told as told
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.franceconnect_proof import Guess, Typed, judge, use
from desk.pages.once import again_if_busy
from desk.pages.ways import PAGE, told_at
from models.conversation import Address
from models.family import Citizen
from models.franceconnect import FranceConnectReturn
from models.link import PageLink
from portal import activation, identity, identity_link
from portal.identity import Person
from portal.identity_link import Account

__all__ = [
    "Account",
    "Answer",
    "Outcome",
    "Person",
    "Proved",
    "linked_since",
    "prove",
    "recognise",
    "spend",
    "unlink",
]


class Outcome(StrEnum):
    """What FranceConnect's word is worth here."""

    KNOWN = "known"
    LINKED = "linked"
    PROVE = "prove"  # one account: its password is to be given once
    NOBODY = "nobody"  # the town's people are told
    SEVERAL = "several"  # so are they
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and whose account it is about."""

    outcome: Outcome
    citizen: Citizen | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """What became of a password given once: linked, or what is wrong with it."""

    guess: Guess
    citizen: Citizen | None = None
    until: datetime | None = None


async def spend(counter: Counter, town: str, state: str, expires_at: datetime) -> bool:
    """A journey comes back once: whether this is the first time. Only the hash of `state` is kept."""
    now = counter.clock()
    returned = FranceConnectReturn(
        town=town, state_hash=told.hidden(counter, state), expires_at=expires_at
    )
    await FranceConnectReturn.filter(town=town, expires_at__lt=now).delete()
    return await told.kept_once(returned)


async def recognise(
    counter: Counter, town: str, account: Account, person: Person, proof: PageLink | None
) -> Answer:
    """Whose account it is, and what was done: known, linked, asked for a proof, handed over."""
    if known := await identity_link.owner(town, account):
        return await _known(counter, known)
    found = await identity.namesakes(town, person)
    if len(found) != 1:
        outcome = Outcome.SEVERAL if found else Outcome.NOBODY
        await told.hand_over(counter, town, account, person, several=bool(found))
        return Answer(outcome)
    [citizen] = found
    if citizen.frozen_at:
        return Answer(Outcome.FROZEN, citizen)
    if proof and proof.citizen_id == citizen.id and await _link(counter, citizen, account, proof):
        return Answer(Outcome.LINKED, citizen)
    await told.note(citizen, counter.clock(), Outcome.PROVE)
    return Answer(Outcome.PROVE, citizen)


async def prove(
    counter: Counter, town: str, account: Account, citizen_id: int, typed: Typed
) -> Proved:
    """The password of the one account that it may be: right, they are linked; wrong, it is counted."""
    citizen = await Citizen.get_or_none(town=town, id=citizen_id)
    if citizen is None or citizen.frozen_at:
        return Proved(Guess.FROZEN)
    judged = await judge(counter, citizen, typed)
    if judged.guess is Guess.RIGHT and not await _link(counter, citizen, account, None):
        return Proved(Guess.FROZEN)
    return Proved(judged.guess, citizen, judged.until)


async def linked_since(citizen: Citizen) -> datetime | None:
    """When the account of `citizen` was linked to FranceConnect, None when it is not."""
    return await identity_link.linked_since(citizen)


async def unlink(counter: Counter, citizen: Citizen) -> bool:
    """The citizen no longer enters by FranceConnect. Answers whether she did."""
    now = counter.clock()
    mailbox = await mailbox_of(citizen)

    async def undo() -> bool:
        async with in_transaction():
            undone = await identity_link.unlink(citizen, now)
            if undone:
                await told.unlinked(citizen, mailbox, now)
        return undone

    undone = await again_if_busy(undo)
    counter.leaving.ring()
    return undone


async def _known(counter: Counter, citizen: Citizen) -> Answer:
    if citizen.frozen_at:
        return Answer(Outcome.FROZEN, citizen)
    await told.note(citizen, counter.clock(), Outcome.KNOWN)
    return Answer(Outcome.KNOWN, citizen)


async def _link(
    counter: Counter, citizen: Citizen, account: Account, proof: PageLink | None
) -> bool:
    """Link and open the space. False when the proof has served, or the account was frozen meanwhile."""
    goes_on, mailbox = await told_at(citizen), await mailbox_of(citizen)
    linked = await again_if_busy(
        lambda: _write(counter, citizen, account, proof, (goes_on, mailbox))
    )
    counter.arrived.ring()
    counter.leaving.ring()
    return linked


async def _write(
    counter: Counter,
    citizen: Citizen,
    account: Account,
    proof: PageLink | None,
    where: tuple[Address | None, Address | None],
) -> bool:
    now = counter.clock()
    goes_on, mailbox = where
    async with in_transaction():
        # Held first: two windows of hers come one after the other.
        mine = await Citizen.filter(town=citizen.town, id=citizen.id).select_for_update().get()
        if mine.frozen_at or (proof and not await use(counter, mine, proof, now)):
            return False
        await activation.activate(mine, at=now, by=PAGE)
        if await identity_link.without_password(mine, now):
            await told.goes_on(mine, goes_on, now)
        await identity_link.link(mine, account, now)
        await told.linked(mine, mailbox, now)
        await told.note(mine, now, Outcome.LINKED)
    return True
