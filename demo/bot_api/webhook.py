"""Delivery by POST: each person's updates in order, again and again until a 2xx."""

import asyncio
from dataclasses import dataclass, field

import httpx

from demo.bot_api.clock import Clock
from demo.bot_api.updates import Update, UpdateQueue

PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: The longest wait between two tries, in seconds.
LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where a bot wants its updates."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""


@dataclass(slots=True)
class Trouble:
    """The last failure, as `getWebhookInfo` tells it."""

    date: int = 0
    message: str = ""


@dataclass(slots=True)
class Postman:
    """Carries the updates of one bot to its webhook."""

    updates: UpdateQueue
    webhook: Webhook
    client: httpx.AsyncClient
    delay: float
    trouble: Trouble = field(default_factory=Trouble)
    _lanes: set[tuple[int, bool]] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None

    def start(self, tasks: asyncio.TaskGroup, clock: Clock) -> None:
        """Deliver until stopped."""
        self._task = tasks.create_task(self._run(clock))

    def stop(self) -> None:
        """Deliver nothing more; what was not acknowledged is kept."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self, clock: Clock) -> None:
        connections = asyncio.Semaphore(self.webhook.max_connections)
        async with asyncio.TaskGroup() as tasks:
            while True:
                for lane in {update.lane for update in self.updates.waiting()} - self._lanes:
                    self._lanes.add(lane)
                    tasks.create_task(self._empty(lane, connections, clock))
                await self.updates.pushed.heard()

    async def _empty(
        self, lane: tuple[int, bool], connections: asyncio.Semaphore, clock: Clock
    ) -> None:
        while update := next((one for one in self.updates.waiting() if one.lane == lane), None):
            await self._deliver(update, connections, clock)
        self._lanes.discard(lane)

    async def _deliver(self, update: Update, connections: asyncio.Semaphore, clock: Clock) -> None:
        failures = 0
        while self.updates.keeps(update):
            async with connections:
                why = await self._post(update)
            if not why:
                if not self.updates.repeats(update):
                    self.updates.forget(update)
                continue
            self.trouble = Trouble(int(clock.now()), why)
            # Telegram's own rhythm: the first retry at once, then twice as long each time.
            wait = min(self.delay * 2**failures, LONGEST_DELAY) if failures else 0.0
            failures += 1
            await asyncio.sleep(wait)

    async def _post(self, update: Update) -> str:
        headers = {PROOF_HEADER: self.webhook.secret} if self.webhook.secret else {}
        try:
            answer = await self.client.post(
                self.webhook.url, json=update.payload(), headers=headers
            )
        except httpx.HTTPError as error:
            return f"Connection failed: {error.__class__.__name__}"
        if answer.is_success:
            return ""
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
