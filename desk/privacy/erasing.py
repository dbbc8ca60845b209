"""Erasing a person: the words, the addresses, the account. What the law has us keep is kept apart.

In the order in which a crash does the least harm: the account is closed, the words go in small
transactions, then at once all that leads to the person; whatever came meanwhile goes last. Stopped in
the middle, it is begun again under the same login.
"""

import json
from collections import Counter as Count
from dataclasses import dataclass
from functools import partial
from secrets import randbits

from desk.counter import Counter
from desk.privacy.account import close_account, empty_account
from desk.privacy.acts import Staff, begin, finish, note
from desk.privacy.batches import Told, each_batch, silently, together
from desk.privacy.forgetting import forget, remember
from desk.privacy.holdings import HOLDINGS
from desk.privacy.person import Person, person_of
from desk.privacy.traces import KEPT, TRACES
from models.conversation import Address, Conversation
from models.family import Citizen
from models.link import PageLink
from models.post import Timer
from models.staff import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How many rows would go, and how many would stay as legal proof, by heading."""

    erased: dict[str, int]
    kept: dict[str, int]

    @property
    def total(self) -> int:
        """Of what would go."""
        return sum(self.erased.values())


async def outlook(counter: Counter, citizen: Citizen) -> Outlook:
    """What erasing would do. Changes nothing."""
    person = await person_of(citizen, counter.towns[citizen.town])
    erased = {name: await trace.rows(person).count() for name, trace in TRACES.items()}
    erased |= {"conversations": len(person.own), "addresses": len(person.addresses)}
    mine = {"town": citizen.town, "citizen_id": citizen.id}
    kept = {name: await HOLDINGS[name].table.filter(**mine).count() for name in KEPT}
    return Outlook(erased=erased, kept=kept)


async def erase(
    counter: Counter, citizen: Citizen, staff: Staff, told: Told = silently
) -> Count[str]:
    """Erase `citizen`. Answers how many rows went, by heading. A number, once told, is never taken back."""
    counts: Count[str] = Count()
    town = counter.towns[citizen.town]
    act = await together(
        lambda: begin(Deed.ERASE, citizen.town, staff, counter.clock(), citizen.id)
    )
    await together(lambda: close_account(citizen, counter.clock()))
    # The journal's lines stay together under a number that leads to nobody.
    pseudonym = -(randbits(52) + 1)
    before = await person_of(citizen, town)
    await _words(before, pseudonym, counts, told)
    gone = await together(lambda: _gone(counter, before, counts))
    await _words(gone, pseudonym, counts, told)
    await together(lambda: remember(gone.addresses))

    async def done() -> None:
        now = counter.clock()
        await finish(act, now, counts)
        await note(Deed.ERASE, citizen, now)

    await together(done)
    return counts


async def _words(person: Person, pseudonym: int, counts: Count[str], told: Told) -> None:
    for name, trace in TRACES.items():
        act = partial(trace.act, person, pseudonym)
        counts[name] += await each_batch(trace.rows(person), act, told)


async def _gone(counter: Counter, seen: Person, counts: Count[str]) -> Person:
    """In one transaction: nothing leads to this person any more."""
    # Held in the order in which a turn holds them: the citizen, the conversation, the address.
    mine = Citizen.filter(town=seen.town, id=seen.citizen.id)
    citizen = await mine.select_for_update().get()
    person = await person_of(citizen, counter.towns[seen.town], seen)
    ids = list(person.conversations)
    # The conversations first: a turn under way holds its own until it is written, or begins again.
    counts["conversations"] += await Conversation.filter(town=person.town, id__in=ids).delete()
    await Timer.filter(town=person.town, conversation_id__in=ids).delete()
    counts["addresses"] += await forget(person.addresses)
    # A mailbox that others share stays theirs.
    shared = [address.id for address in person.shared]
    led = Address.filter(town=person.town, id__in=shared, conversation_id__in=ids)
    await led.update(conversation_id=None, proved_at=None)
    await _unnamed(person)
    # An invitation of somebody else, opened in one of their chats, opens anywhere again.
    bound = PageLink.filter(town=person.town, address_id__in=person.address_ids)
    await bound.update(address_id=None)
    await empty_account(citizen, counter.clock())
    return person


async def _unnamed(person: Person) -> None:
    """At a shared mailbox, « who writes? » may wait with this person's login in hand: it begins again."""
    for row in await Conversation.filter(town=person.town, id__in=list(person.common)):
        if person.citizen.login in json.dumps(row.session, ensure_ascii=False):
            same = Conversation.filter(town=person.town, id=row.id)
            await same.update(session={}, version=row.version + 1)
