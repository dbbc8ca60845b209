"""One of several processes that read, then write, the same SQLite file."""

import asyncio
import sys

from tortoise.transactions import in_transaction

from tests.models.engine.tables import Family, opened


async def main(url: str, times: int) -> None:
    """Add one to the number that is the family's name, `times` times."""
    async with opened(url):
        for _ in range(times):
            async with in_transaction():
                family = await Family.get(id=1)
                family.name = str(int(family.name) + 1)
                await family.save()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
