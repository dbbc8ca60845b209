"""The citizen's linked chats, seen from the space: listed, one more linked, one unlinked."""

from dataclasses import dataclass
from datetime import timedelta

from tortoise.transactions import in_transaction

from desk.addresses import mailbox_of
from desk.chats import Chat, chats_of, leave
from desk.counter import Counter
from desk.pages.once import again_if_busy
from desk.pages.ways import note
from desk.telling import tell, unlinked
from flows.note import NoteKind
from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose

__all__ = ["Chat", "Offer", "chats_of", "offer", "unlink_chat"]

#: From the page to Telegram, on the same table or on the telephone beside it.
LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Offer:
    """Telegram's address, and the four signs that the page and the chat both show."""

    telegram: str
    match: str


async def offer(counter: Counter, citizen: Citizen) -> Offer | None:
    """A link that makes one chat hers: the newest alone is good. None in a town without a bot."""
    town = counter.towns[citizen.town]
    if not town.bot:
        return None
    link = await issue(counter, citizen)
    token = counter.keys.token(Purpose.BINDING.value, link.id)
    return Offer(town.telegram_link.format(bot=town.bot, token=token), counter.keys.match(link.id))


async def issue(counter: Counter, citizen: Citizen) -> PageLink:
    """Its row."""
    now = counter.clock()
    mine = {"town": citizen.town, "citizen_id": citizen.id, "purpose": Purpose.BINDING}
    async with in_transaction():
        before = PageLink.filter(**mine, used_at__isnull=True, revoked_at__isnull=True)
        await before.update(revoked_at=now)
        link = PageLink(**mine, created_at=now, expires_at=now + LIFE)
        await link.save()
    return link


async def unlink_chat(counter: Counter, citizen: Citizen, number: int) -> bool:
    """Make that chat nobody's, and tell the mailbox on file. False when it was not hers."""
    mailbox = await mailbox_of(citizen)
    done = await again_if_busy(lambda: _unlink(counter, citizen, number, mailbox))
    counter.leaving.ring()
    return done


async def _unlink(counter: Counter, citizen: Citizen, number: int, mailbox: Address | None) -> bool:
    now = counter.clock()
    async with in_transaction():
        if not await leave(citizen, {number}):
            return False
        told = unlinked(citizen, 1, now)
        await tell(citizen, mailbox, told, at=now, key=f"unlink:{number}")
        await note(citizen, now, NoteKind.EFFECT, "unlink.unlink", "unlink:done")
    return True
