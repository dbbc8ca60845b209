"""From a chat or a mailbox to its row, and to the conversation it leads to."""

from tortoise.expressions import RawSQL

from desk.flood import MOST_WAITING
from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen
from portal import citizens
from portal.sharing import contested

#: No more is counted: the cost does not grow with what waits.
_WAITING = RawSQL(
    "(SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE inbox.address_id = address.id"  # noqa: S608 - a number of ours
    f" AND inbox.state = 'new' LIMIT {MOST_WAITING}) AS waiting)"
)


async def address_of(town: str, channel: Channel, external_id: str) -> Address:
    """The row of that chat or mailbox, made at the first message."""
    known = await Address.get_or_none(town=town, channel=channel, external_id=external_id)
    if known is not None:
        return known
    # Another process may be faster; inside a transaction its row must not be an error.
    made = Address(town=town, channel=channel, external_id=external_id)
    await Address.bulk_create([made], ignore_conflicts=True)
    return await Address.get(town=town, channel=channel, external_id=external_id)


async def found(town: str, channel: Channel, external_id: str) -> tuple[Address, int] | None:
    """The row, if there is one, and how much of what it said waits to be played, seen at the same moment.

    No more than `MOST_WAITING`.
    """
    here = Address.filter(town=town, channel=channel, external_id=external_id)
    known = await here.annotate(waiting=_WAITING).first()
    return None if known is None else (known, int(getattr(known, "waiting")))  # noqa: B009 - no field of it


async def conversation_of(citizen: Citizen) -> Conversation:
    """The one conversation of a citizen, begun with the first message either way."""
    mine = {"town": citizen.town, "citizen_id": citizen.id}
    known = await Conversation.get_or_none(**mine)
    if known is not None:
        return known
    # A chat and a page may begin it at the same moment: the second waits for the first, and takes its row.
    await Conversation.bulk_create([Conversation(**mine)], ignore_conflicts=True)
    return await Conversation.get(**mine)


async def conversation_at(address: Address, known: Conversation | None = None) -> Conversation:
    """Where `address` leads: its own conversation, the citizen's whose only mailbox it is, or a new one."""
    if known is None or known.id != address.conversation_id:
        known = await _led_to(address)
    if known is not None and (address.channel != Channel.MAIL or known.citizen_id is None):
        return known
    owners = await owners_of(address)
    # A mailbox that the town has since given to somebody else, or to several, is not theirs any more.
    if known is not None and {one.id for one in owners} <= {known.citizen_id}:
        return known
    if len(owners) == 1:
        conversation = await conversation_of(owners[0])
    else:
        conversation = await Conversation.create(town=address.town)
    address.conversation_id = conversation.id
    await address.save(update_fields=["conversation_id"])
    return conversation


async def _led_to(address: Address) -> Conversation | None:
    if address.conversation_id is None:
        return None
    return await Conversation.get(town=address.town, id=address.conversation_id)


async def is_contested(address: Address) -> bool:
    """Whether several households gave that mailbox: it learns nothing personal, and speaks for nobody."""
    if address.channel != Channel.MAIL:
        return False
    return bool(await contested(address.town, [address.external_id]))


async def owners_of(address: Address) -> list[Citizen]:
    """The citizens who have that mailbox on file: a couple may share one. Nobody owns a chat."""
    if address.channel != Channel.MAIL:
        return []
    alike = await citizens.by_mail(address.town, address.external_id)
    # A look-alike (a full-width letter, the kelvin sign) is one spelling with ours, and another mailbox.
    return [one for one in alike if one.mail.lower() == address.external_id]


async def mailbox_of(citizen: Citizen) -> Address | None:
    """The mailbox on file. None for who has none, or shares it with another household: nothing goes there."""
    if not citizen.mail or await contested(citizen.town, [citizen.mail]):
        return None
    return await address_of(citizen.town, Channel.MAIL, citizen.mail.lower())
