"""One journey to FranceConnect: what binds its return to this browser, and to what it left for."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_urlsafe
from typing import Self

#: Time to choose an identity provider and sign in there.
LIFE = timedelta(minutes=10)
#: Bytes of chance: 43 characters, where FranceConnect asks for 22.
_CHANCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """Made when the browser leaves, kept sealed in its cookie."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    #: The proof in hand when it left: the query of an activation address, or a one-time link.
    activation: str = field(default="", repr=False)
    link: str = field(default="", repr=False)

    @classmethod
    def new(cls, *, activation: str, link: str) -> Self:
        """A new one."""
        return cls(
            state=token_urlsafe(_CHANCE),
            nonce=token_urlsafe(_CHANCE),
            verifier=token_urlsafe(_CHANCE),
            activation=activation,
            link=link,
        )

    @property
    def challenge(self) -> str:
        """PKCE, S256."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
