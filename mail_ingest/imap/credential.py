"""What opens a mailbox: a password, or a token that its host gives and takes back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from imapclient import IMAPClient
from typing_extensions import override


class Credential(Protocol):
    """Signs in. Raises what the client raises; `LoginError` when the server says no."""

    def sign_in(self, client: IMAPClient, username: str) -> None:
        """Blocking."""


@dataclass(frozen=True, slots=True)
class Password(Credential):
    """With accents too, where the server can take them. [RFC 4616]"""

    value: str = field(repr=False)

    @override
    def sign_in(self, client: IMAPClient, username: str) -> None:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(username, self.value)
        else:
            client.login(username, self.value)


@dataclass(frozen=True, slots=True)
class Token(Credential):
    """`fresh` gives a token for this sign-in; it may ask the network, and raise `MailboxError`."""

    fresh: Callable[[], str] = field(repr=False)

    @override
    def sign_in(self, client: IMAPClient, username: str) -> None:
        said = iter([f"user={username}\1auth=Bearer {self.fresh()}\1\1"])
        # A refusal comes as a second question, to be answered by nothing.
        client.sasl_login("XOAUTH2", lambda _asked: next(said, ""))
