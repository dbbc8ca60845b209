"""One connection to one mailbox: what blocks, and raises `MailboxError` in words."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from time import monotonic

from imapclient import ANSWERED, FLAGGED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from imapclient.imapclient import TRASH

from mail_ingest.imap.box import Box, Tls
from mail_ingest.imap.trouble import MailboxError, UnreadableMailError, told

#: Bytes of a head that are read of a mail too heavy to be.
_HEAD = 65_536
_SIZE, _BODY, _TOP = b"RFC822.SIZE", b"BODY[]<0>", b"BODY[HEADER]<0>"
_NEWS = frozenset({b"EXISTS", b"RECENT"})
#: Flags that every server has. Whoever flagged or answered a mail by hand has taken it over.
_TO_READ = ("UNDELETED", "UNFLAGGED", "UNANSWERED")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of one mail; its head alone when it was too heavy."""

    raw: bytes
    whole: bool


class Connection:
    """For one thread; only `hang_up` may be called from another."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._client: IMAPClient | None = None
        self._done = box.done_folder
        #: UIDVALIDITY: the numbers of mails mean something together with it.
        self.generation = 0

    def open(self) -> None:
        """Dial, encrypt, sign in, choose the folder, and make sure of the other one."""
        with told(self._box.host):
            self._client = client = self._dial()
            client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._box.credential.sign_in(client, self._box.username)
            chosen = client.select_folder(self._box.folder)
            self.generation = int(chosen.get(b"UIDVALIDITY", 0))
            self._make_done_folder()
        if not self.generation:
            raise MailboxError(f"{self._box.host} ne numérote pas ses courriels (UIDVALIDITY)")

    def _dial(self) -> IMAPClient:
        box, patience = self._box, SocketTimeout(self._box.pace.connect, self._box.pace.answer)
        if box.tls is Tls.TLS:
            return IMAPClient(box.host, box.port, ssl_context=box.trusting(), timeout=patience)
        client = IMAPClient(box.host, box.port, ssl=False, timeout=patience)
        self._client = client
        if box.tls is Tls.STARTTLS:
            client.starttls(box.trusting())
        return client

    def _make_done_folder(self) -> None:
        """Under the prefix that some servers want of every folder: « INBOX. ». [RFC 2342]"""
        client, wanted = self._opened, self._box.done_folder
        if client.has_capability("NAMESPACE"):
            personal = client.namespace().personal or ((("", ""),))
            prefix = personal[0][0]
            wanted = wanted if wanted.startswith(prefix) else prefix + wanted
        self._done = wanted
        if not client.folder_exists(wanted):
            with suppress_refusals():  # told when a mail cannot be put there
                client.create_folder(wanted)
                client.subscribe_folder(wanted)

    @property
    def _opened(self) -> IMAPClient:
        assert self._client is not None
        return self._client

    @property
    def has_idle(self) -> bool:
        """Whether the server tells by itself that something came."""
        return bool(self._opened.has_capability("IDLE"))

    def to_read(self, since: date) -> list[int]:
        """The numbers of the mails to read, oldest first."""
        with told(self._box.host):
            return sorted(self._opened.search([*_TO_READ, "SINCE", since]))

    def left_before(self, day: date) -> int:
        """How many were there long before us."""
        with told(self._box.host):
            return len(self._opened.search([*_TO_READ, "BEFORE", day]))

    def fetch(self, uid: int) -> Fetched | None:
        """None when it is gone. Raises `UnreadableMailError` when the server cannot give this one."""
        with told(self._box.host), self._of_this_mail():
            size = self._asked(uid, "RFC822.SIZE", _SIZE)
            most = self._box.max_bytes
            if isinstance(size, int) and size <= most:
                # Some servers are wrong about sizes: never more than the limit, whatever they say.
                raw = self._asked(uid, f"BODY.PEEK[]<0.{most + 1}>", _BODY)
                if not isinstance(raw, bytes) or len(raw) <= most:
                    return Fetched(raw, whole=True) if isinstance(raw, bytes) else None
            head = self._asked(uid, f"BODY.PEEK[HEADER]<0.{_HEAD}>", _TOP)
            return Fetched(head, whole=False) if isinstance(head, bytes) else None

    def _asked(self, uid: int, what: str, key: bytes) -> object:
        """The value, None when the mail is gone."""
        answer = self._opened.fetch([uid], [what])
        return answer.get(uid, {}).get(key)

    @contextmanager
    def _of_this_mail(self) -> Iterator[None]:
        try:
            yield
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise UnreadableMailError from error

    def put_away(self, uid: int) -> bool:
        """Move it to the other folder. False: it stays, marked as answered, and is not read again."""
        with told(self._box.host):
            if self._moved(uid):
                return True
            self._make_done_folder()  # somebody may have removed it
            if self._moved(uid):
                return True
            self._opened.add_flags([uid], [SEEN, ANSWERED])
            return False

    def _moved(self, uid: int) -> bool:
        with suppress_refusals():
            self._move(uid)
            return True
        return False

    def _move(self, uid: int) -> None:
        client = self._opened
        if client.has_capability("MOVE"):
            client.move([uid], self._done)
            return
        client.copy([uid], self._done)
        client.delete_messages([uid])
        if client.has_capability("UIDPLUS"):
            client.uid_expunge([uid])

    def erase(self, uid: int) -> None:
        """It held a secret: it is kept nowhere, as far as the host lets us."""
        client = self._opened
        with told(self._box.host):
            if client.has_capability("X-GM-EXT-1"):  # Gmail keeps what is expunged, but not its bin
                client.move([uid], client.find_special_folder(TRASH) or self._done)
                return
            client.delete_messages([uid])
            # Without UIDPLUS, what others marked as deleted goes too: they meant it.
            client.uid_expunge([uid]) if client.has_capability("UIDPLUS") else client.expunge()

    def leave_to_people(self, uid: int) -> None:
        """It stays where it is, flagged: a star in a webmail."""
        with told(self._box.host):
            self._opened.add_flags([uid], [FLAGGED])

    def await_news(self, seconds: float) -> None:
        """IDLE until something came, or for that long. What ends it also proves the line alive."""
        with told(self._box.host):
            self._opened.idle()
            deadline = monotonic() + seconds
            while (left := deadline - monotonic()) > 0:
                said = self._opened.idle_check(timeout=left)
                # Nothing at once means that the server has closed, and would for ever: the next
                # command tells. An encrypted line may also wake up for nothing of ours.
                if not said or _tells(said):
                    break
            self._opened.idle_done()

    def hang_up(self) -> None:
        """From another thread: whatever is waited for here ends at once."""
        client = self._client
        if client is not None:
            with suppress(OSError):
                # The plain socket's own: that of TLS would change it under the other thread.
                socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)

    def close(self) -> None:
        """The socket, whatever state it is in."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, IMAPClientError):
                client.shutdown()


def opens(box: Box) -> None:
    """Open it once, and leave. Raises `MailboxError`."""
    connection = Connection(box)
    try:
        connection.open()
    finally:
        connection.close()


@contextmanager
def suppress_refusals() -> Iterator[None]:
    """What the server will not do is left undone; a broken line is not suppressed."""
    try:
        yield
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return


def _tells(said: Sequence[tuple[object, ...]]) -> bool:
    return any(_NEWS.intersection(one) or one[:1] == (b"BYE",) for one in said)
