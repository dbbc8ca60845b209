"""The IMAP door: a mail is stored and committed before it leaves the folder where it came in.

One thread a mailbox does what blocks; everything that decides runs on the loop.
"""

from mail_ingest.imap.box import Box, Pace, Tls
from mail_ingest.imap.connection import opens
from mail_ingest.imap.credential import Password, Token
from mail_ingest.imap.reader import read_mailbox
from mail_ingest.imap.tokens import Endpoint, asked, kept
from mail_ingest.imap.trouble import MailboxError

__all__ = [
    "Box",
    "Endpoint",
    "MailboxError",
    "Pace",
    "Password",
    "Tls",
    "Token",
    "asked",
    "kept",
    "opens",
    "read_mailbox",
]
