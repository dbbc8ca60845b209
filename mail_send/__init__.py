"""What the assistant says becomes a mail that any program shows, threads and lets one answer."""

from mail_send.compose import UnsendableError, compose, reply_link
from mail_send.envelope import Envelope, Footer, Link, Mailbox, Occasion, Option, Thread

__all__ = [
    "Envelope",
    "Footer",
    "Link",
    "Mailbox",
    "Occasion",
    "Option",
    "Thread",
    "UnsendableError",
    "compose",
    "reply_link",
]
