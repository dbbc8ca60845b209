"""A real Postfix of the tests' own, between the citizens, the program and their mailboxes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.program import free_ports
from tests.mail.dovecot import HAS_LMTP

_PROGRAM = shutil.which("postfix") or shutil.which("postfix", path="/usr/sbin")
#: Postfix drops its own rights: it will not start without them.
needs_postfix = pytest.mark.skipif(
    _PROGRAM is None or os.getuid() != 0 or not HAS_LMTP,
    reason="Postfix ou dovecot-lmtpd n'est pas installé, ou les essais ne sont pas lancés par root :"
    " le trajet entier par LMTP n'est pas essayé",
)
CITIZENS, TOWN = "courriel.example", "val-fleuri.example"

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.val-fleuri.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
recipient_delimiter = +
virtual_mailbox_domains = {citizens}, {town}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{mailboxes}
transport_maps = inline:{{guichet@{town}=lmtp:inet:127.0.0.1:{program}}}
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
smtpd_client_connection_count_limit = 0
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
#: Mails that one sender may bring in a minute, with room to spare.
FLOW = 75


@dataclass
class Postfix:
    """Takes mail on `port`; hands the town's to the program, the citizens' to their mailboxes."""

    folder: Path
    program: int
    mailboxes: int
    port: int = 0

    def __post_init__(self) -> None:
        [self.port] = free_ports(1)

    def start(self) -> None:
        for one in ("conf", "queue", "data"):
            (self.folder / one).mkdir(parents=True)
        shutil.chown(self.folder / "data", "postfix")
        for above in (self.folder, *self.folder.parents):  # its own users must get here
            with suppress(PermissionError):
                above.chmod(above.stat().st_mode | 0o011)
            if above.name.startswith("pytest-of-"):
                break
        told = {"citizens": CITIZENS, "town": TOWN, **vars(self)}
        (self.folder / "conf" / "main.cf").write_text(_MAIN.format(**told))
        (self.folder / "conf" / "master.cf").write_text(_MASTER.format(**told))
        self._ask("start")

    def stop(self) -> None:
        self._ask("stop")

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text() if file.exists() else ""

    def load(self, how_many: int, to: str) -> None:
        """Postfix's own generator of mails: each waits for its 250. Nobody writes fast enough to be put off."""
        source = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
        for nth in range(0, how_many, FLOW):
            sender, some = f"foule{nth}@{CITIZENS}", min(FLOW, how_many - nth)
            words = ["-s", "10", "-m", str(some), "-l", "2000", "-f", sender, "-t", to]
            subprocess.run([source, *words, f"127.0.0.1:{self.port}"], check=True, timeout=90)  # noqa: S603

    def _ask(self, word: str) -> None:
        done = subprocess.run(  # noqa: S603 - an installed program
            [str(_PROGRAM), "-c", str(self.folder / "conf"), word],
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )
        assert done.returncode == 0, done.stderr + self.log


@contextmanager
def running(folder: Path, *, program: int, mailboxes: int) -> Iterator[Postfix]:
    """Between that port of the program and that of the mailboxes."""
    server = Postfix(folder, program, mailboxes)
    try:
        server.start()
        yield server
    finally:
        server.stop()
