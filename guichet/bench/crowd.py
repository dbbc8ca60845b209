"""Conversations to measure with: many at rest, some of them speaking."""

from collections.abc import Sequence
from datetime import timedelta

from tortoise.connection import get_connection

from desk import stored
from desk.clock import utc_now
from desk.received import Heard
from flows.here import Channel
from guichet.bench.house import TOWN
from models.conversation import Address
from models.post import Inbox

#: What they say, one after the other: each opens or repairs, none needs an account.
WORDS = ("bonjour", "aide", "répéter", "menu")

_RESTING = """
INSERT INTO conversation (id, town, session, version)
SELECT n, '{town}', '{{}}', 0 FROM ({numbers}) AS t;
INSERT INTO address
(id, town, channel, external_id, conversation_id, failures, leased_by, sending_by)
SELECT n, '{town}', 'telegram', 'r' || n, n, 0, '', '' FROM ({numbers}) AS t;
INSERT INTO outbox
(town, address_id, conversation_id, turn_key, turn, priority, state, created_at, due_at, attempts,
 message, refs, receipt, error)
SELECT '{town}', n, n, 'in:0', 1, 0, 'sent', {now}, {now}, 0, '{{}}', '{{}}', '1', ''
FROM ({numbers}) AS t;
INSERT INTO inbox
(town, account, external_id, address_id, received_at, ready_at, state, attempts, body)
SELECT '{town}', 'rest', 'r' || n, n, {now}, {now}, 'done', 1, '{{}}' FROM ({numbers}) AS t
"""
_SQLITE = (
    "WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last})"
    " SELECT n FROM s"
)
_POSTGRES = "SELECT generate_series({first}, {last}) AS n"
#: What such a load leaves behind is done before anything is timed.
_SETTLE_POSTGRES = ("VACUUM ANALYZE", "CHECKPOINT")
_SETTLE_SQLITE = ("PRAGMA wal_checkpoint(TRUNCATE)", "ANALYZE")
#: Rows written in one commit.
SLICE = 20_000
#: Ids of those at rest begin there, far above those that speak.
FIRST = 1_000_000_000


async def rest(url: str, begin: int, how_many: int) -> None:
    """Conversations that nobody speaks in now, each with its address, a message received and one sent."""
    postgres = url.startswith("postgres")
    client = get_connection("guichet_postgres" if postgres else "guichet_sqlite")
    now = "now()" if postgres else "'2026-01-01 00:00:00+00:00'"
    for first in range(begin, begin + how_many, SLICE):
        last = min(first + SLICE, begin + how_many) - 1
        numbers = (_POSTGRES if postgres else _SQLITE).format(first=first, last=last)
        for statement in _RESTING.split(";"):
            await client.execute_script(statement.format(town=TOWN.slug, now=now, numbers=numbers))
    for statement in _SETTLE_POSTGRES if postgres else _SETTLE_SQLITE:
        await client.execute_script(statement)


async def speakers(how_many: int) -> list[int]:
    """Addresses that will speak; the desk makes their conversations."""
    made = [
        Address(town=TOWN.slug, channel=Channel.TELEGRAM, external_id=str(number))
        for number in range(how_many)
    ]
    await Address.bulk_create(made, batch_size=500)
    ids = (
        await Address.filter(external_id__in=[one.external_id for one in made])
        .order_by("id")
        .values_list("id", flat=True)
    )
    return [int(str(one)) for one in ids]


async def say(addresses: Sequence[int], rounds: Sequence[int]) -> None:
    """Each address says one message for each round, stored as a door stores it."""
    now = utc_now()
    rows = [
        Inbox(
            town=TOWN.slug,
            account="bench",
            external_id=f"{number}:{address}",
            address_id=address,
            received_at=now,
            ready_at=now + timedelta(microseconds=place),
            body=stored.close(Heard(text=WORDS[number % len(WORDS)])),
        )
        for number in rounds
        for place, address in enumerate(addresses)
    ]
    await Inbox.bulk_create(rows, batch_size=500)
