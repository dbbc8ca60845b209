"""A citizen whose mailbox is at a real IMAP server."""

from dataclasses import dataclass, field

from typing_extensions import override

from demo.mailbox import letters
from demo.mailbox.letters import Letter
from tests.house.mailbox import Mailbox
from tests.mail.dovecot import Dovecot


@dataclass
class Correspondent(Mailbox):
    """Reads by IMAP; what was fetched is kept in a folder, as a mail program does."""

    server: Dovecot = field(kw_only=True)

    @override
    def letters(self) -> list[Letter]:
        fetched = self.place.folder.with_name("relevé") / "new"
        fetched.mkdir(parents=True, exist_ok=True)
        with self.server.as_someone(self.address.partition("@")[0]) as client:
            client.select_folder("INBOX", readonly=True)
            for uid, told in client.fetch(client.search(), ["BODY.PEEK[]"]).items():
                file = fetched / str(uid)
                if not file.exists():
                    file.write_bytes(told[b"BODY[]"])
        return list(reversed(letters.letters(fetched.parent)))
