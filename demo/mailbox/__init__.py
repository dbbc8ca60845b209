"""The mails that the demo « sent », read in the browser; answering one sends a real mail by SMTP."""

from demo.mailbox.answering import Server
from demo.mailbox.routes import routes

__all__ = ["Server", "routes"]
