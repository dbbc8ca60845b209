"""What a bot has yet to receive: kept until a later call passes a greater offset."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from math import inf

from demo.bot_api.bell import Bell
from demo.bot_api.clock import Clock
from demo.bot_api.errors import Payload, conflict

#: What a bot receives when it has not chosen. [core.telegram.org/bots/api#getupdates]
DEFAULT_KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})
#: Kinds that must be named to be received; we never send them, but a bot may ask for them.
KNOWN_KINDS = DEFAULT_KINDS | {"chat_member", "message_reaction", "message_reaction_count"}
#: A press that no bot fetched is lost after 150 s, anything else after a day.
LIFETIMES = {"callback_query": 150}
LIFETIME = 86_400
#: An offset further than this beyond the last update is taken for a mistake, and forgets nothing.
TOO_FAR = 10

OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One update, and the chat it comes from."""

    update_id: int
    kind: str
    body: Payload
    chat: int
    expires: float

    def payload(self) -> Payload:
        """The `Update` object."""
        return {"update_id": self.update_id, self.kind: self.body}

    @property
    def lane(self) -> tuple[int, bool]:
        """What a webhook keeps in order: one person's messages, and apart from them his presses."""
        return self.chat, self.kind == "callback_query"


class UpdateQueue:
    """The updates of one bot, oldest first."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._soonest = inf
        self._echoes: deque[Update] = deque()
        self._echoed: set[int] = set()
        self._repeats = 0
        self._poller: asyncio.Future[None] | None = None
        self.next_id = first_id
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self.chosen: list[str] = []
        self.pushed = Bell()

    def push(self, kind: str, body: Payload, chat: int) -> int | None:
        """Keep an update for the bot; None when it did not ask for this kind."""
        if kind not in self.allowed:
            return None
        expires = self._clock.now() + LIFETIMES.get(kind, LIFETIME)
        update = Update(update_id=self.next_id, kind=kind, body=body, chat=chat, expires=expires)
        self.next_id += 1
        self._pending[update.update_id] = update
        self._soonest = min(self._soonest, expires)
        self._wake()
        self.pushed.ring()
        return update.update_id

    def allow(self, kinds: Iterable[str]) -> None:
        """Choose what to receive from now on; an empty choice is the default one."""
        self.chosen = [kind for kind in kinds if kind in KNOWN_KINDS]
        self.allowed = frozenset(self.chosen) or DEFAULT_KINDS

    def waiting(self, limit: int | None = None) -> list[Update]:
        """What is kept, oldest first, without what nobody fetched in time."""
        now = self._clock.now()
        if self._soonest <= now:
            kept = ((key, update) for key, update in self._pending.items() if update.expires > now)
            self._pending = OrderedDict(kept)
            self._soonest = min((one.expires for one in self._pending.values()), default=inf)
        return list(islice(self._pending.values(), limit))

    def keeps(self, update: Update) -> bool:
        """Whether this update is still to be delivered."""
        return update.update_id in self._pending and update.expires > self._clock.now()

    def forget(self, update: Update) -> None:
        """The webhook has it."""
        self._pending.pop(update.update_id, None)

    def drop(self) -> None:
        """Forget everything, as `drop_pending_updates` asks."""
        self._pending.clear()
        self._echoes.clear()

    def repeat(self, times: int) -> None:
        """Hand out each of the next `times` updates once more, acknowledged or not."""
        self._repeats += times

    def repeats(self, update: Update) -> bool:
        """Whether this update, handed out now, is to be handed out again."""
        if not self._repeats or update.update_id in self._echoed:
            return False
        self._repeats -= 1
        self._echoed.add(update.update_id)
        return True

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """`getUpdates`: acknowledge what is below `offset`, and wait for what is not."""
        self._acknowledge(offset)
        batch = self._hand_out(limit)
        if batch or not seconds:
            return batch
        self.interrupt(OTHER_POLL)
        self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._poller
        except TimeoutError:
            return []
        return self._hand_out(limit)

    def interrupt(self, why: str) -> None:
        """End the long poll that waits, if one does."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(why))

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def _acknowledge(self, offset: int) -> None:
        first = offset if offset >= 0 else max(self.next_id + offset, 0)
        if first > self.next_id + TOO_FAR:
            return
        while self._pending and next(iter(self._pending)) < first:
            self._pending.popitem(last=False)

    def _hand_out(self, limit: int) -> list[Update]:
        again = [self._echoes.popleft() for _ in range(min(limit, len(self._echoes)))]
        new = self.waiting(limit - len(again))
        self._echoes.extend(update for update in new if self.repeats(update))
        return again + new
