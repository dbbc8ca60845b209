"""Whether the pages can work at all."""

from tortoise.exceptions import BaseORMException

from models.link import PageLink


async def alive() -> bool:
    """Whether the database answers."""
    try:
        await PageLink.exists(id=0)
    except (BaseORMException, OSError):
        return False
    return True
