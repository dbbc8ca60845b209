"""What the SMTP server asks at each command, and where a complete mail is stored."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiosmtpd.smtp import Envelope, Session

from desk.clock import Clock
from desk.received import Received, Taken
from mail_ingest.clue import mailbox_among, plus_token
from mail_ingest.reading import Boxes, Handed, read
from mail_ingest.session import STOPPING, SmtpSession

log = logging.getLogger(__name__)

#: Stores one event, committed when it returns; or says that it is too much for now.
Receive = Callable[[Received], Awaitable[Taken]]

#: Bytes that are parsed at once; a longer mail, or one whose signature asks the DNS, in a thread: no session
#: waits for another.
QUICK = 65_536
MOST_RECIPIENTS = 20

TAKEN = "250 2.0.0 OK"
NO_SUCH = "550 5.1.1 Cette adresse n'est pas celle d'un guichet / No such mailbox here"
TOO_MANY = "452 4.5.3 Trop de destinataires a la fois / Too many recipients at a time"
TOO_FAST = "450 4.7.1 Trop de messages, reessayez / Too many messages, try again later"
LATER = "451 4.3.0 Message non enregistre, reessayez / Not stored, try again later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Takes mail for `boxes`. A lost connection does not stop what is being stored."""

    boxes: Boxes
    receive: Receive
    clock: Clock
    #: LMTP: a status for each recipient, in their order. [RFC 2033 4.2]
    one_by_one: bool
    #: Under way; whoever closes the door waits for them.
    storing: set[asyncio.Task[str]] = field(default_factory=set)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's own name and arguments
        self,
        _server: SmtpSession,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Nobody signs in here; commands may be sent without waiting for their answers."""
        session.host_name = hostname
        *extensions, last = [one for one in responses if not one.startswith("250-AUTH")]
        return [*extensions, "250-PIPELINING", last]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name and arguments
        self,
        _server: SmtpSession,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Only the towns' mailboxes, whatever stands behind a plus."""
        if not mailbox_among(address, self.boxes.towns):
            return NO_SUCH
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, server: SmtpSession, _session: Session, envelope: Envelope
    ) -> str:
        """Store for each mailbox, then answer. A failure is the sender's to try again."""
        if server.leaving:
            return STOPPING
        server.answering = True
        sender, raw = envelope.mail_from or "", envelope.content
        assert isinstance(raw, bytes)
        keeping = self._keep(sender, tuple(envelope.rcpt_tos), raw)
        kept = asyncio.get_running_loop().create_task(keeping)
        self.storing.add(kept)
        kept.add_done_callback(self.storing.discard)
        return await asyncio.shield(kept)

    async def _keep(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> str:
        told: dict[str, str] = {}
        for recipient in self._once_each(recipients):
            status = await self._kept(sender, recipient, raw)
            told[mailbox_among(recipient, self.boxes.towns)] = status
            if status is not TAKEN and not self.one_by_one:
                return status  # the sender tries them all again
        if self.one_by_one:
            return "\r\n".join(told[mailbox_among(one, self.boxes.towns)] for one in recipients)
        return TAKEN

    async def _kept(self, sender: str, recipient: str, raw: bytes) -> str:
        try:
            taken = await self._store(sender, recipient, raw)
        except Exception as error:  # noqa: BLE001 - whatever failed, the mail was not kept: say so
            log.error("a mail could not be stored: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold their words
            return LATER
        return TOO_FAST if taken is Taken.TOO_MUCH else TAKEN

    def _once_each(self, recipients: tuple[str, ...]) -> list[str]:
        """One recipient for each mailbox; one that has a token rather than one that has none."""
        best: dict[str, str] = {}
        for recipient in sorted(recipients, key=lambda one: not plus_token(one)[1]):
            best.setdefault(mailbox_among(recipient, self.boxes.towns), recipient)
        return list(best.values())

    async def _store(self, sender: str, recipient: str, raw: bytes) -> Taken:
        handed = Handed(sender=sender, recipient=recipient, raw=raw, at=self.clock())
        if len(raw) <= QUICK and self.boxes.trust.lookup is None:
            received = read(handed, self.boxes)
        else:
            received = await asyncio.to_thread(read, handed, self.boxes)
        if received is None:
            log.info("a mail concerned nobody: left aside")
            return Taken.STORED
        return await self.receive(received)
