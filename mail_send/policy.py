"""How the headers of our mails are written on the wire."""

from email.policy import EmailPolicy

from typing_extensions import override

# The standard folding turns an id of more than 77 signs into encoded words, and the thread is lost.
_VERBATIM = frozenset({"message-id", "in-reply-to", "references", "list-unsubscribe"})


class WirePolicy(EmailPolicy):
    """SMTP line ends, 7-bit headers, ids folded at spaces and never encoded. [RFC 5322 2.2.3]"""

    @override
    def fold(self, name: str, value: str) -> str:
        """One header with its name, folded."""
        if name.lower() in _VERBATIM:
            return f"{name}: {f'{self.linesep} '.join(value.split())}{self.linesep}"
        return str(super().fold(name, value))

    @override
    def fold_binary(self, name: str, value: str) -> bytes:
        """The same, in bytes."""
        if name.lower() in _VERBATIM:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


WIRE = WirePolicy(linesep="\r\n")
