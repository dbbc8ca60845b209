"""One person, as the tables know them: the account, its conversations, the addresses that lead there."""

from collections.abc import Collection
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from desk.addresses import owners_of
from desk.town import Town
from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen
from models.journal import Journal, Utterance
from models.post import Outbox
from portal import names
from portal.names import same_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`conversations` hold theirs, and nobody's that their chats had before they were linked."""

    citizen: Citizen
    conversations: tuple[int, ...]
    #: Of those, the ones that bear their name.
    own: tuple[int, ...]
    #: Chats and mailboxes that are theirs alone.
    addresses: tuple[Address, ...]
    #: Mailboxes that others have on file too, or the town itself.
    shared: tuple[Address, ...] = ()
    #: Where the shared ones lead when nobody knows who writes, and messages there that name this person.
    common: tuple[int, ...] = ()
    mentions: tuple[int, ...] = ()

    @property
    def town(self) -> str:
        """The town whose rows these are."""
        return self.citizen.town

    @property
    def address_ids(self) -> list[int]:
        """Of the addresses that are theirs alone."""
        return [address.id for address in self.addresses]


async def person_of(citizen: Citizen, town: Town, seen: Person | None = None) -> Person:
    """All that leads to `citizen`, now or before; `seen` is what did a moment ago, its traces gone since."""
    own = await _ids(Conversation.filter(town=citizen.town, citizen_id=citizen.id))
    found = await _leading(citizen, own, seen.address_ids if seen else [])
    alone: list[Address] = []
    shared: list[Address] = []
    for address in found:
        (alone if await _is_theirs_alone(address, citizen, town) else shared).append(address)
    before = await _before(citizen.town, [address.id for address in alone])
    before += seen.conversations if seen else ()
    led = [address.conversation_id for address in shared if address.conversation_id]
    return Person(
        citizen=citizen,
        conversations=tuple(dict.fromkeys([*own, *before])),
        own=tuple(own),
        addresses=tuple(alone),
        shared=tuple(shared),
        common=tuple(await _ids(_without_citizen(citizen.town, led))),
        mentions=tuple(await _mentions(citizen, [address.id for address in shared])),
    )


async def _leading(citizen: Citizen, own: list[int], seen: list[int]) -> list[Address]:
    """Linked chats, chats that were linked and lead to nobody since, the mailbox on file."""
    of_town = Address.filter(town=citizen.town)
    linked = await of_town.filter(conversation_id__in=own)
    known = {address.id: address for address in linked}
    for address in await of_town.filter(id__in=[*await _chats_of_before(citizen), *seen]):
        if await _is_nobodys(citizen.town, address.conversation_id):
            known[address.id] = address
    if mail := same_mail(citizen.mail):
        boxes = await of_town.filter(channel=Channel.MAIL, external_id=mail)
        known |= {address.id: address for address in boxes}
    return [known[row] for row in sorted(known)]


async def _chats_of_before(citizen: Citizen) -> list[int]:
    lines = Journal.filter(town=citizen.town, citizen_id=citizen.id, channel=Channel.TELEGRAM)
    rows = await lines.exclude(address_id=None).distinct().values_list("address_id", flat=True)
    return [int(str(row)) for row in rows]


async def _is_nobodys(town: str, conversation_id: int | None) -> bool:
    if conversation_id is None:
        return True
    leads_to = await Conversation.get_or_none(town=town, id=conversation_id)
    return leads_to is None or leads_to.citizen_id is None


async def _is_theirs_alone(address: Address, citizen: Citizen, town: Town) -> bool:
    if address.channel != Channel.MAIL:
        return True
    others = [owner for owner in await owners_of(address) if owner.id != citizen.id]
    return not others and address.external_id != same_mail(town.contact)


async def _before(town: str, addresses: Collection[int]) -> list[int]:
    """The conversations without a citizen that those addresses had."""
    lines = Journal.filter(town=town, citizen_id=None, address_id__in=list(addresses))
    said = Utterance.filter(town=town, address_id__in=list(addresses))
    led = await Address.filter(town=town, id__in=list(addresses))
    seen = {
        *await lines.distinct().values_list("conversation_id", flat=True),
        *await said.distinct().values_list("conversation_id", flat=True),
        *(address.conversation_id for address in led),
    } - {None}
    return await _ids(_without_citizen(town, seen))


async def _mentions(citizen: Citizen, addresses: Collection[int]) -> list[int]:
    """A login or a name told to a shared mailbox, because somebody unknown asked for it."""
    told = Outbox.filter(town=citizen.town, address_id__in=list(addresses))
    names_ = {names.polite(citizen), names.full(citizen)}
    return [
        row.id
        for row in await told
        if row.message["params"].get("login") == citizen.login
        or (await _is_nobodys(citizen.town, row.conversation_id) and _named(row) in names_)
    ]


def _named(row: Outbox) -> object:
    return row.message["params"].get("name")


def _without_citizen(town: str, ids: Collection[object]) -> QuerySet[Conversation]:
    return Conversation.filter(town=town, citizen_id=None, id__in=list(ids))


async def _ids(rows: QuerySet[Conversation]) -> list[int]:
    return [row.id for row in await rows.order_by("id")]
