"""What the assistant says becomes a mail that any program shows, threads and lets one answer."""

from mail_send.addresses import UnsendableError
from mail_send.compose import compose, reply_link
from mail_send.envelope import END, Envelope, Footer, Link, Mailbox, Occasion, Option, Thread

__all__ = [
    "END",
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
