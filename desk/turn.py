"""All that one transaction reads and will write: the workspace that a turn's effects share."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desk.counter import Counter
from desk.inbox import Waiting
from desk.town import Town
from flows.catalogue import Catalogue
from flows.here import Channel, Here, Level, Stage
from flows.message import Json, Message
from flows.note import Note
from flows.session import Session
from models.conversation import Address, Conversation
from models.family import Citizen
from portal.standing import standing


@dataclass(slots=True, kw_only=True)
class Saying:
    """One message that will leave. `refs` are the rows from which its links are derived at sending."""

    address_id: int
    message: Message
    refs: dict[str, Json] = field(default_factory=dict)
    conversation_id: int | None = None
    priority: int = 0
    due_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Noted:
    """One line of the journal, with who it is about."""

    note: Note
    citizen_id: int | None
    conversation_id: int | None


@dataclass(slots=True, kw_only=True)
class Turn:
    """One address, its conversation and its citizen, as they are now in this transaction."""

    counter: Counter
    town: Town
    now: datetime
    key: str
    address: Address
    conversation: Conversation
    citizen: Citizen | None
    session: Session
    #: What the present event itself proves (a mail's token); a chat's own proof is on its address.
    proved: Level = Level.PUBLIC
    #: The messages that this turn plays; a turn without any answers what is not in the inbox.
    rows: list[Waiting] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)
    #: The other addresses that are told something.
    elsewhere: dict[int, Address] = field(default_factory=dict)
    #: The hash of a secret judged before the transaction. Never the secret.
    secret_hash: str = field(default="", repr=False)
    #: Set by an effect: the address goes on in this conversation once the flow has left.
    moves_to: Conversation | None = None
    #: Words of a chat are answered a moment later: others may follow, and get the same answer.
    settles: bool = False
    #: What is answered by mail may be done on a page before that mail is read.
    may_go_on: bool = False
    #: 0 answers, 1 recalls, 2 begins: answers leave first.
    priority: int = 0
    #: The words of this event must not be kept (a code, a proof).
    discreet: bool = False
    last_words: str = field(default="", repr=False)
    #: The question that stood when the turn began, and the buttons pressed during it.
    asked_before: int = 0
    pressed: list[str] = field(default_factory=list)
    #: What the citizen said and may be kept, apart from the journal.
    heard: list[str] = field(default_factory=list, repr=False)
    answers: str = ""
    root: int | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The flows of this town."""
        return self.counter.catalogues[self.town.slug]

    @property
    def channel(self) -> Channel:
        """The channel that is being answered."""
        return Channel(self.address.channel)

    async def here(self) -> Here:
        """Where the present event comes from, and how far the account has come."""
        return Here(
            channel=self.channel,
            level=max(self.proved, self._proved_by_chat()),
            stage=Stage[(await standing(self.citizen)).name],
            secrets=self.counter.secret_way(self.channel),
        )

    def _proved_by_chat(self) -> Level:
        proved, used = self.address.proved_at, self.address.used_at
        if self.channel is not Channel.TELEGRAM or proved is None:
            return Level.PUBLIC
        limits = self.counter.limits
        if self.now - proved <= limits.fresh_proof:
            return Level.CHANGE
        return (
            Level.READ
            if self.now - max(proved, used or proved) <= limits.linked_chat
            else Level.PUBLIC
        )

    def known(self) -> Citizen:
        """The citizen, where the flow cannot have come without one."""
        assert self.citizen is not None, "an anonymous conversation asked for a citizen's data"
        return self.citizen

    def say(self, message: Message, *, remind: tuple[timedelta, ...] = ()) -> None:
        """Answer where the citizen is."""
        refs: dict[str, Json] = {}
        if remind:
            refs["remind"] = [int(after.total_seconds()) for after in remind]
        if self.answers:
            refs["answers"] = self.answers
        if self.root:
            refs["root"] = self.root
        self.sayings.append(
            Saying(
                address_id=self.address.id,
                conversation_id=self.conversation.id,
                message=message,
                refs=refs,
                priority=self.priority,
            )
        )

    def tell(self, address: Address, message: Message, **refs: Any) -> None:
        """Say something elsewhere: to the mailbox on file, to the town's contact."""
        _ = self.elsewhere.setdefault(address.id, address)
        self.sayings.append(
            Saying(
                address_id=address.id,
                conversation_id=self.conversation.id,
                message=message,
                refs=refs,
            )
        )

    def note(self, note: Note) -> None:
        """Write a line of the journal."""
        citizen_id = self.citizen.id if self.citizen else None
        self.notes.append(
            Noted(note=note, citizen_id=citizen_id, conversation_id=self.conversation.id)
        )
