"""A link or a code opened in a chat: kept for that chat a quarter of an hour, and linked by its yes, once.

Telegram says nothing of who opened a link, which may have been forwarded or stolen. [DOMAIN.md 4]
"""

from datetime import timedelta

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from desk.turn import Turn
from flows.here import Channel
from models.link import PageLink, Purpose

#: From « C'est bien vous ? » to the yes.
LIFE = timedelta(minutes=15)
#: What serves on elsewhere, by mail or on a page, once a chat is linked by it.
_LASTING = (Purpose.INVITATION, Purpose.LETTER)


def is_linked(link: PageLink) -> bool:
    """Whether a chat said yes to it: it links none any more, that one included if it was unlinked since."""
    return link.address_id is not None and link.opened_until is None


async def keep(turn: Turn, link: PageLink) -> bool:
    """Keep it for this chat. False when another one opened it, and still has time to answer."""
    if turn.channel is Channel.MAIL:
        return not is_linked(
            link
        )  # a mail is answered days later, and proves a mailbox: the yes decides
    # One statement decides: of two chats that open it at the same moment, one is too late.
    free = _still(turn, link.id).filter(_open_to(turn))
    return bool(await free.update(address_id=turn.address.id, opened_until=turn.now + LIFE))


async def take(turn: Turn, row: int) -> PageLink | None:
    """The link, used by the yes of this chat. None when it serves no more, or that yes comes too late."""
    by_mail = turn.channel is Channel.MAIL
    mine = Q(address_id=turn.address.id, opened_until__gt=turn.now)
    still = _still(turn, row).filter(_open_to(turn) if by_mail else mine)
    if not await still.update(address_id=turn.address.id, opened_until=None):
        return None
    link = await PageLink.get(town=turn.town.slug, id=row)
    if link.purpose not in _LASTING:
        link.used_at, link.used_by = turn.now, turn.channel.value
        await link.save(update_fields=["used_at", "used_by"])
    return link


async def let_go(turn: Turn, row: int) -> None:
    """Opened here, and answered no."""
    mine = _still(turn, row).filter(address_id=turn.address.id, opened_until__isnull=False)
    await mine.update(address_id=None, opened_until=None)


async def may_open_again(turn: Turn, row: int) -> bool:
    """Whether the same link, opened again, would ask again: only the time to answer has passed."""
    return await _still(turn, row).filter(_open_to(turn)).exists()


def _open_to(turn: Turn) -> Q:
    """Opened by no chat, by this one, or by one that did not answer in time."""
    mine = Q(address_id=turn.address.id, opened_until__isnull=False)
    return Q(address_id__isnull=True) | mine | Q(opened_until__lte=turn.now)


def _still(turn: Turn, row: int) -> QuerySet[PageLink]:
    return PageLink.filter(
        town=turn.town.slug,
        id=row,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=turn.now,
    )
