"""The five words that staff read of each citizen's mailbox."""

from collections.abc import Iterable

from desk.addresses import owners_of
from flows.here import Channel
from models.conversation import Address
from models.family import Citizen, MailState


async def keep_state(address: Address, state: MailState) -> None:
    """For everyone who has that mailbox on file."""
    ids = [one.id for one in await owners_of(address) if one.mail_state != state]
    if ids:
        await Citizen.filter(town=address.town, id__in=ids).update(mail_state=state)


async def accepted(addresses: Iterable[Address]) -> None:
    """A server took our mail for them: delivered, until it comes back."""
    towns: dict[str, set[str]] = {}
    for one in addresses:
        if one.channel == Channel.MAIL:
            towns.setdefault(one.town, set()).add(one.external_id)
    for town, mails in towns.items():
        waiting = Citizen.filter(town=town, mail__in=mails)
        await waiting.exclude(mail_state=MailState.DELIVERED).update(mail_state=MailState.DELIVERED)
