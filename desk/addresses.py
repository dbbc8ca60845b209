"""From a chat or a mailbox to its row, and to the conversation it leads to."""

from desk.flood import MOST_WAITING
from flows.here import Channel
from models.conversation import Address, Conversation
from models.engine.each import change, object_of, read
from models.family import Citizen
from portal import citizens
from portal.sharing import contested

#: What waits is counted up to a bound: the cost does not grow with it.
_FOUND = """
SELECT a.*, (
    SELECT COUNT(*) FROM (SELECT 1 FROM inbox AS i WHERE i.address_id = a.id AND i.state = 'new' LIMIT {3}) AS w
) AS waiting FROM address AS a WHERE a.town = {0} AND a.channel = {1} AND a.external_id = {2}
"""
_MET = """
INSERT INTO address (town, channel, external_id, failures, leased_by, sending_by)
VALUES ({0}, {1}, {2}, 0, '', '') ON CONFLICT DO NOTHING RETURNING *
"""

_LED = "UPDATE address SET conversation_id = {0} WHERE id = {1} AND town = {2}"


async def address_of(town: str, channel: Channel, external_id: str) -> Address:
    """The row of that chat or mailbox, made at the first message."""
    known = await Address.get_or_none(town=town, channel=channel, external_id=external_id)
    if known is not None:
        return known
    # Another process may be faster; inside a transaction its row must not be an error.
    made = Address(town=town, channel=channel, external_id=external_id)
    await Address.bulk_create([made], ignore_conflicts=True)
    return await Address.get(town=town, channel=channel, external_id=external_id)


async def met(town: str, channel: Channel, external_id: str) -> Address | None:
    """The row of a chat or mailbox that was unknown until now; None when another process has just made it."""
    made = await read(Address, _MET, town, channel.value, external_id)
    return object_of(Address, made[0]) if made else None


async def found(town: str, channel: Channel, external_id: str) -> tuple[Address, int] | None:
    """The row, if there is one, and how much of what it said waits to be played, seen at the same moment.

    No more than `MOST_WAITING`.
    """
    known = await read(Address, _FOUND, town, channel.value, external_id, MOST_WAITING)
    return (object_of(Address, known[0]), int(known[0]["waiting"])) if known else None


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
    await change(Address, _LED, conversation.id, address.id, address.town)
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
