"""Whose turn it is: the longest waiting; and when more waits than one look can see, each town and address in turn.

A flood then delays whoever makes it: a round still serves the other towns, and the other addresses.
"""

from collections.abc import Sequence
from datetime import datetime

from desk.room import has_room
from models.engine.each import read
from models.post import Inbox

#: Messages that one look sees. Fewer waiting: all of them are seen, and the longest waiting comes first.
SEEN = 320
_LONGEST = """
SELECT i.address_id FROM inbox AS i JOIN address AS a ON a.id = i.address_id
WHERE i.state = 'new' AND i.ready_at <= {0} AND (a.leased_until IS NULL OR a.leased_until < {0})
ORDER BY i.ready_at LIMIT {1}
"""
# The two that follow hop from one value of the index to the next: their cost does not grow with the flood.
_TOWNS = """
WITH RECURSIVE hop (town) AS (
    SELECT MIN(town) FROM inbox WHERE state = 'new'
    UNION ALL
    SELECT (SELECT MIN(town) FROM inbox WHERE state = 'new' AND town > hop.town)
    FROM hop WHERE hop.town IS NOT NULL
) SELECT town FROM hop WHERE town IS NOT NULL
"""
_ADDRESSES = """
WITH RECURSIVE hop (id) AS (
    SELECT MIN(address_id) FROM inbox WHERE state = 'new' AND town = {0} AND address_id > {1}
    UNION ALL
    SELECT (
        SELECT MIN(address_id) FROM inbox WHERE state = 'new' AND town = {0} AND address_id > hop.id
    ) FROM hop WHERE hop.id IS NOT NULL
) SELECT a.id FROM hop JOIN address AS a ON a.id = hop.id
WHERE (a.leased_until IS NULL OR a.leased_until < {2}) AND EXISTS (
    SELECT 1 FROM inbox AS i WHERE i.address_id = a.id AND i.state = 'new' AND i.ready_at <= {2}
) LIMIT {3}
"""


class Rota:
    """One worker's place in the round."""

    def __init__(self) -> None:
        self._last_town = ""
        self._last_address: dict[str, int] = {}

    async def next(self, now: datetime, most: int) -> list[int]:
        """Addresses with something to play that nobody plays, those to serve first at the head.

        In a flood no more than `most`: who is passed over waits until the round comes back.
        """
        if not await has_room():
            return []
        waiting = await read(Inbox, _LONGEST, now, SEEN)
        longest = list(dict.fromkeys(int(row["address_id"]) for row in waiting))
        if len(waiting) < SEEN:
            self._last_address.clear()
            return longest
        towns = self._in_turn([str(row["town"]) for row in await read(Inbox, _TOWNS)])[:most]
        share = -(-most // max(len(towns), 1))
        served = [one for town in towns for one in await self._of(town, now, share)]
        return served[:most] or longest[:most]

    def _in_turn(self, towns: Sequence[str]) -> list[str]:
        """Those after the last one served, then the others."""
        after = [town for town in towns if town > self._last_town]
        return [*after, *(town for town in towns if town <= self._last_town)]

    async def _of(self, town: str, now: datetime, share: int) -> list[int]:
        """The town's addresses after the last one served; from the first again once the end is reached."""
        last = self._last_address.get(town, 0)
        found = [int(row["id"]) for row in await read(Inbox, _ADDRESSES, town, last, now, share)]
        self._last_town = town
        self._last_address[town] = found[-1] if len(found) == share else 0
        return found
