"""One person's time at the terminal: what is done on a channel, played to its end, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.reading import Arrival, Press, Written
from demo.bot_api.messages import Message
from demo.mailbox.letters import Letter
from desk import outbox, timers
from desk.counter import Counter
from desk.courier import carry
from desk.door import Door
from desk.journal.following import Follower
from desk.journal.reading import Line, Wanted
from desk.received import Heard, Received, Taken
from desk.reception import receive
from desk.rota import Rota
from desk.secrecy import secret_wait
from desk.speaker import Speaker, who_speaks
from desk.turns import take
from flows.here import Channel
from guichet.terminal.hour import Hour
from guichet.terminal.letterbox import Letterbox
from guichet.terminal.phone import Key, Phone
from guichet.terminal.who import Who
from mail_ingest.clue import plus_token
from models.conversation import Address
from models.post import Inbox, InboxState, Outbox

#: A message that failed is tried again a little later; here, later is at once.
PATIENCE = timedelta(seconds=10)
MOST_TRIES = 4
AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of one thing: on the phone, in the mailbox and in those of others, in the journal."""

    channel: Channel
    secret: bool = False
    bubbles: list[Message] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    elsewhere: list[Letter] = field(default_factory=list)
    journal: list[Line] = field(default_factory=list)
    #: What was said to the citizen's own address, as keys.
    said: list[Outbox] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Evening:
    """The citizen, both channels, the hour. Stepped by hand: nothing moves between two lines."""

    counter: Counter
    doors: Mapping[Channel, Door]
    hour: Hour
    who: Who
    phone: Phone
    box: Letterbox | None
    channel: Channel
    follower: Follower = field(init=False)
    _last_row: int = 0

    def __post_init__(self) -> None:
        self.follower = Follower(Wanted(towns=tuple(self.counter.towns)), self.hour)

    async def begins(self) -> None:
        """From here on the journal and the outbox are read."""
        await self.follower.start(0)
        last = await Outbox.all().order_by("-id").first()
        self._last_row = last.id if last else 0

    async def says(self, text: str) -> Round:
        """A line typed on the present channel."""
        if self.channel is Channel.TELEGRAM:
            return await self._told(self.phone.says(text))
        assert self.box is not None
        received = self.box.writes(text)
        taken = await receive(self.counter, received) if received else Taken.STORED
        return await self.settles(secret=taken is Taken.SECRET)

    async def presses(self, key: Key) -> Round:
        """A button of the phone."""
        return await self._told(self.phone.presses(key))

    async def waits_a_day(self) -> Round:
        """Nobody says anything; the clock on the wall is looked at tomorrow."""
        self.hour.next_day()
        await timers.ring(self.counter)
        return await self.settles()

    async def settles(self, *, secret: bool = False, at: Channel | None = None) -> Round:
        """Play all that came, send all that is due; then look around. `said` is what went to `at`."""
        for _ in range(MOST_TRIES):
            await self._work()
            if not await Inbox.filter(state=InboxState.NEW).exists():
                break
            self.hour.passes(PATIENCE)
        letters, elsewhere = self.box.news() if self.box else ([], [])
        return Round(
            channel=self.channel,
            secret=secret,
            bubbles=self.phone.news(),
            letters=letters,
            elsewhere=elsewhere,
            journal=await self.follower.poll(),
            said=await self._said(at or self.channel),
        )

    async def address(self, at: Channel | None = None) -> Address | None:
        """The row of the present channel's address, once something was said there."""
        channel = at or self.channel
        mail = self.box.address if self.box else ""
        external_id = mail if channel is Channel.MAIL else str(self.who.person.id)
        [town] = self.counter.towns
        return await Address.get_or_none(town=town, channel=channel, external_id=external_id)

    async def speaker(self) -> Speaker | None:
        """Whom the desk would see in the next line."""
        address = await self.address()
        if address is None:
            return None
        return await who_speaks(self.counter, address, self._next(), self.hour())

    async def expects_secret(self) -> bool:
        """Whether what is typed next must not be seen."""
        speaker = await self.speaker()
        return bool(speaker and await secret_wait(self.counter, speaker.conversation))

    def _next(self) -> Heard:
        answered = self.box.answers if self.box and self.channel is Channel.MAIL else None
        return Heard(text="", tokens=(plus_token(answered.reply_to)[1],) if answered else ())

    async def _told(self, arrival: Arrival | None) -> Round:
        """What the bot's listener does, without a Bot API."""
        received: Received | None = None
        if isinstance(arrival, Written | Press):
            received = arrival.received
        taken = await receive(self.counter, received) if received else Taken.STORED
        if taken is Taken.SECRET and isinstance(arrival, Written):
            self.phone.erases(arrival.message_id)
        return await self.settles(secret=taken is Taken.SECRET)

    async def _work(self) -> None:
        moved, rota = 1, Rota()
        while moved:
            moved = 0
            for address in await rota.next(self.hour(), AT_ONCE):
                moved += max(await take(self.counter, address), 0)
            for address in await outbox.destinations(self.hour(), AT_ONCE):
                moved += await carry(self.counter, self.doors, address)

    async def _said(self, at: Channel) -> list[Outbox]:
        rows = await Outbox.filter(id__gt=self._last_row).order_by("id")
        if rows:
            self._last_row = rows[-1].id
        address = await self.address(at)
        return [row for row in rows if address and row.address_id == address.id]
