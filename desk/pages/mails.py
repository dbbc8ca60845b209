"""The mail that a page was opened from: found by its token, with the person it was for."""

from dataclasses import dataclass

from desk.counter import Counter
from flows.here import Channel
from models.conversation import Address, Conversation
from models.family import Citizen
from models.post import Outbox
from portal import names


@dataclass(frozen=True, slots=True)
class Mail:
    """One row that left by mail, the mailbox that it went to, and the conversation that it belongs to."""

    row: Outbox
    address: Address
    conversation: Conversation
    citizen: Citizen | None

    @property
    def who(self) -> str:
        """The person, half hidden; empty in a conversation that has none."""
        return names.masked(self.citizen) if self.citizen else ""

    @property
    def mailbox(self) -> str:
        """The mailbox, half hidden."""
        return names.masked_mail(self.address.external_id)


async def mail_of(counter: Counter, town: str, purpose: str, token: str) -> Mail | None:
    """The mail whose token that is. The same first query for a token that we never made."""
    row_id = counter.keys.row(purpose, token) if len(token) <= 64 else None
    row = await Outbox.get_or_none(town=town, id=row_id or 0)
    if row is None or row.conversation_id is None:
        return None
    address = await Address.get_or_none(town=town, id=row.address_id, channel=Channel.MAIL)
    conversation = await Conversation.get_or_none(town=town, id=row.conversation_id)
    if address is None or conversation is None:
        return None
    owner = conversation.citizen_id
    citizen = await Citizen.get_or_none(town=town, id=owner) if owner is not None else None
    return Mail(row, address, conversation, citizen)
