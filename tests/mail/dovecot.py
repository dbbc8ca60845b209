"""A real IMAP server, Dovecot, of the tests' own: its own folder, a free port of loopback, no service."""

import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from tests.house.program import free_ports
from tests.mail.certificates import Authority

#: A package of its own.
HAS_LMTP = Path("/usr/lib/dovecot/lmtp").exists()
PATIENCE = 50.0
#: A program that starts rings no bell: seconds between two looks.
LOOK = 0.005
PASSWORD = "boîte-à-lettres-7"
_PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
needs_dovecot = pytest.mark.skipif(
    _PROGRAM is None,
    reason="Dovecot n'est pas installé (paquet dovecot-imapd) : la relève IMAP n'est pas essayée",
)

_SETTINGS = """
base_dir = {run}
state_dir = {run}
log_path = {folder}/log
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
protocols = {protocols}
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
mail_location = maildir:{folder}/mail/%n
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = {uid}
first_valid_gid = {gid}
mailbox_list_index = no
mailbox_idle_check_interval = 1s
auth_mechanisms = plain login xoauth2 oauthbearer
disable_plaintext_auth = no
{passdb}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = .
  prefix = {prefix}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service imap-urlauth-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0600
  }}
  {lmtp}
}}
{more}
"""
_STATIC = """passdb {{
  driver = static
  args = password={password}
}}"""


@dataclass
class Dovecot:
    """Stopped and started again on the same ports; every name is a mailbox, with one password."""

    folder: Path
    authority: Authority
    prefix: str = ""
    passdb: str = ""
    lmtp: bool = False
    more: str = ""
    imap: int = 0
    imaps: int = 0
    lmtp_port: int = 0
    #: Its sockets: the name of one may not be longer than 107 characters, and a test's folder is.
    run: str = field(default_factory=partial(tempfile.mkdtemp, prefix="dovecot-"))
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.imap, self.imaps, self.lmtp_port = free_ports(3)
        Path(self.run).chmod(0o755)
        (self.folder / "mail").mkdir()
        for one in (self.folder, *self.folder.parents):  # its own users must get here
            with suppress(PermissionError):
                one.chmod(one.stat().st_mode | 0o011)
            if one.name.startswith("pytest-of-"):
                break
        self.certify(self.authority.signs("localhost"))

    def certify(self, certificate: str) -> None:
        """The certificate shown from the next start on."""
        (self.folder / "certificate.pem").write_text(certificate)

    @property
    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def start(self) -> None:
        file = self.folder / "dovecot.conf"
        file.write_text(_SETTINGS.format(**self._values()))
        self._process = subprocess.Popen(  # noqa: S603 - an installed program
            [str(_PROGRAM), "-F", "-c", str(file)], stderr=subprocess.DEVNULL
        )
        self._wait_for(self.imap)  # it opens all of them, then serves

    def stop(self) -> None:
        """Every session is cut."""
        process, self._process = self._process, None
        if process:
            process.terminate()
            process.wait(PATIENCE)

    def restart(self) -> None:
        self.stop()
        self.start()

    @contextmanager
    def as_someone(self, name: str) -> Iterator[IMAPClient]:
        """The mailbox `name`, seen by a person with a mail program."""
        context = ssl.create_default_context(cafile=self.authority.file)
        with IMAPClient("localhost", self.imaps, ssl_context=context, timeout=PATIENCE) as client:
            client.plain_login(name, PASSWORD)
            yield client

    def drop(self, name: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Mails arrive. A server that hesitates, as in `holds`, keeps nothing: it is asked again."""
        for mail in mails:
            while not self._takes(name, mail, folder):
                time.sleep(LOOK)

    def holds(self, name: str, folder: str = "INBOX") -> int:
        """How many mails that folder holds; -1 while the server hesitates.

        It may, when two sessions open the same new mailbox at once: [SERVERBUG], once.
        """
        with suppress(IMAPClientError), self.as_someone(name) as client:
            if not client.folder_exists(folder):
                return 0
            return int(client.select_folder(folder, readonly=True)[b"EXISTS"])
        return -1

    def _takes(self, name: str, mail: bytes, folder: str) -> bool:
        try:
            with self.as_someone(name) as client:
                client.append(folder, mail)
        except IMAPClientError as error:
            if "SERVERBUG" not in str(error):
                raise
            return False
        return True

    def _wait_for(self, port: int) -> None:
        assert self._process
        refused = True
        while refused:
            assert self._process.poll() is None, self.log
            with socket.socket() as trying:
                refused = bool(trying.connect_ex(("127.0.0.1", port)))
            time.sleep(LOOK if refused else 0)

    def _values(self) -> dict[str, object]:
        """As root, Dovecot wants users that are not; as anyone else, nothing but ourselves."""
        me = pwd.getpwuid(os.getuid())
        root = me.pw_uid == 0
        owner = pwd.getpwnam("nobody") if root else me
        if root:
            shutil.chown(self.folder / "mail", owner.pw_uid, owner.pw_gid)
        listener = f"inet_listener lmtp {{\n    port = {self.lmtp_port}\n  }}"
        group = "dovecot" if root else grp.getgrgid(me.pw_gid).gr_name
        return {
            "folder": self.folder,
            "run": self.run,
            "internal": "dovecot" if root else me.pw_name,
            "login": "dovenull" if root else me.pw_name,
            "group": group,
            "protocols": "imap lmtp" if self.lmtp else "imap",
            "certificate": self.folder / "certificate.pem",
            "uid": owner.pw_uid,
            "gid": owner.pw_gid,
            "passdb": self.passdb or _STATIC.format(password=PASSWORD),
            "prefix": self.prefix,
            "imap": self.imap,
            "imaps": self.imaps,
            "lmtp": listener if self.lmtp else "",
            "more": self.more,
        }


@contextmanager
def running(folder: Path, authority: Authority, **others: object) -> Iterator[Dovecot]:
    """A server of one's own."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Dovecot(folder, authority, **others)  # type: ignore[arg-type]  # as the fields say
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.run, ignore_errors=True)
