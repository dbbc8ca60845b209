"""A database whose disk is full: nothing is begun until there is room, and nobody pays for the failures.

Doors then keep nothing, so that Telegram and the senders' servers bring everything again; what is stored
waits; couriers send nothing that could not be marked as sent.
"""

import asyncio
import logging

from tortoise.exceptions import BaseORMException

from models.engine.each import client_of
from models.engine.full import Full
from models.post import Inbox, InboxState

log = logging.getLogger(__name__)

#: Seconds between two looks.
LOOK = 2.0
_NONE_LEFT = (
    "the disk of the database is full: nothing is lost, everything waits, and goes on by itself."
    " Free some space there, or enlarge it"
)
_AGAIN = "the disk of the database has room again"


async def has_room() -> bool:
    """Whether work may begin: nobody found the disk full, or it no longer is. Looked at again now and then.

    Told once, with its cure. What failed meanwhile is no message's fault: its attempts are forgotten.
    """
    client = client_of(Inbox)
    room = client.room
    if not room.lacking:
        return True
    now = asyncio.get_running_loop().time()
    if not room.next_look:
        log.error(_NONE_LEFT)
    elif now < room.next_look:
        return False
    room.next_look = now + LOOK
    try:
        await client.try_room()
        await Inbox.filter(state=InboxState.NEW, attempts__gt=0).update(attempts=0)
    except (Full, BaseORMException, OSError):
        return False
    room.lacking, room.next_look = False, 0.0
    log.warning(_AGAIN)
    return True
