"""One mailbox, read until told to stop: each mail is stored and committed, then put away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial

from desk.backoff import Backoff, Pause
from desk.clock import Clock
from desk.received import Heard, Received, Taken
from flows.events import Carries
from mail_ingest.imap.box import Box
from mail_ingest.imap.connection import Connection, Fetched
from mail_ingest.imap.thread import Thread
from mail_ingest.imap.trouble import MailboxError, UnreadableMailError
from mail_ingest.reading import Boxes, Handed, read

log = logging.getLogger(__name__)

#: Stores one event, committed when it returns; says whether it was a secret.
Receive = Callable[[Received], Awaitable[Taken]]

#: Faults of ours, never of a database: the same mail would fail for ever and block the mailbox.
MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, AssertionError)
#: Seconds that a stop leaves to the thread to let go of its socket.
GRACE = 2.0

OPEN = "la boîte %s est ouverte : ses courriels sont relevés"
SHUT = "la boîte %s n'est pas relevée : %s. Nouvel essai de temps en temps, sans redémarrer"
OLD = (
    "la boîte %s contient %d courriels de plus de %d jours : ils y restent, sans réponse."
    " Traitez-les, ou rangez-les ailleurs"
)
STUCK = (
    "un courriel de la boîte %s n'a pas pu être rangé dans le dossier « %s » : il y reste, marqué comme"
    " répondu. Vérifiez que l'identifiant peut créer ce dossier et y déplacer des courriels"
)
ODD = "un courriel de la boîte %s n'a pas pu être lu (%s) : il y reste, marqué d'une étoile, pour une personne"
HEAVY = (
    "un courriel de la boîte %s est trop lourd : seul son en-tête a été lu, son auteur l'apprend"
)
NOT_STORED = (
    "la base de données ne garde pas ce qui arrive (%s) : les courriels attendent dans la boîte"
)


async def read_mailbox(
    box: Box, boxes: Boxes, receive: Receive, clock: Clock, pause: Pause = asyncio.sleep
) -> None:
    """Until cancelled. `boxes` hold this mailbox's address, and whom its stamps are believed of."""
    await _Reader(box, boxes, receive, clock, pause).run()


@dataclass(slots=True)
class _Reader:
    """What is told is told once: `shut`, why it is not read; `told`, what people should look at."""

    box: Box
    boxes: Boxes
    receive: Receive
    clock: Clock
    pause: Pause
    shut: str | None = None
    told: set[str] = field(default_factory=set)
    backoff: Backoff = field(init=False)
    refused: Backoff = field(init=False)

    def __post_init__(self) -> None:
        self.backoff = Backoff(*self.box.pace.retry)
        self.refused = Backoff(*self.box.pace.refused)

    async def run(self) -> None:
        while True:
            try:
                await self._while_it_lasts()
            except MailboxError as error:
                self._shut(error.told)
                await self.pause((self.refused if error.lasting else self.backoff).next())

    async def _while_it_lasts(self) -> None:
        """One connection, until it breaks. On a stop the thread is let go of, never waited for long."""
        thread, connection = Thread(f"imap {self.box.town}"), Connection(self.box)
        visit = _Visit(self.box, thread, connection)
        try:
            await thread.do(connection.open)
            oldest = (self.clock() - self.box.oldest).date()
            if left := await thread.do(partial(connection.left_before, oldest)):
                self._tell(OLD, self.box.address, left, self.box.oldest.days)
            while True:
                await self._read_all(visit)
                self._well()
                await visit.news(self.pause)
        finally:
            connection.hang_up()
            await visit.end()

    async def _read_all(self, visit: "_Visit") -> None:
        oldest = (self.clock() - self.box.oldest).date()
        for uid in await visit.thread.do(partial(visit.connection.to_read, oldest)):
            try:
                await self._read_one(visit, uid)
            except (*MISTAKES, UnreadableMailError) as error:
                # Its contents are the citizen's: the kind of the error must do.
                log.error(ODD, self.box.address, type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
                await visit.thread.do(partial(visit.connection.leave_to_people, uid))

    async def _read_one(self, visit: "_Visit", uid: int) -> None:
        mail = await visit.thread.do(partial(visit.connection.fetch, uid))
        if mail is None:
            return
        received = await visit.thread.do(partial(self._understood, mail))
        taken = Taken.STORED
        if received is None:
            log.info("a mail concerned nobody: left aside")
        else:
            known = f"{visit.connection.generation}:{uid}"
            taken = await self._keep(replace(received, account=self.box.account, external_id=known))
        await self._put_away(visit, uid, taken)

    def _understood(self, mail: Fetched) -> Received | None:
        handed = Handed(sender=None, recipient=self.box.address, raw=mail.raw, at=self.clock())
        received = read(handed, self.boxes)
        if mail.whole or received is None or not isinstance(received.what, Heard):
            return received
        log.warning(HEAVY, self.box.address)
        return replace(received, what=replace(received.what, text="", carries=Carries.FILE))

    async def _keep(self, received: Received) -> Taken:
        try:
            return await self.receive(received)
        except MISTAKES:
            raise
        except Exception as error:
            raise MailboxError(NOT_STORED % type(error).__name__) from error

    async def _put_away(self, visit: "_Visit", uid: int, taken: Taken) -> None:
        if taken is Taken.SECRET:
            await visit.thread.do(partial(visit.connection.erase, uid))
        elif not await visit.thread.do(partial(visit.connection.put_away, uid)):
            self._tell(STUCK, self.box.address, self.box.done_folder)

    def _shut(self, why: str) -> None:
        if why != self.shut:
            log.warning(SHUT, self.box.address, why)
        self.shut = why

    def _well(self) -> None:
        self.backoff.reset()
        self.refused.reset()
        if self.shut != "":
            log.info(OPEN, self.box.address)
        self.shut = ""

    def _tell(self, sentence: str, *details: object) -> None:
        told = sentence % details
        if told not in self.told:
            log.warning("%s", told)
        self.told.add(told)


@dataclass(frozen=True, slots=True)
class _Visit:
    """One connection and the thread that it belongs to."""

    box: Box
    thread: Thread
    connection: Connection

    async def news(self, pause: Pause) -> None:
        """Something came, or it is time to look."""
        if self.connection.has_idle:
            await self.thread.do(partial(self.connection.await_news, self.box.pace.idle))
        else:
            await pause(self.box.pace.poll)

    async def end(self) -> None:
        """A thread that still dials is not waited for: it lets go of its socket by itself."""
        try:
            async with asyncio.timeout(GRACE):
                await self.thread.do(self.connection.close)
        except TimeoutError:
            log.info("the thread of the mailbox %s is left to end by itself", self.box.address)
        finally:
            self.thread.leave()
