"""Addresses and words as they may stand in a header or in an envelope."""

import re
from email.headerregistry import Address

from mail_send.envelope import Mailbox

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class UnsendableError(ValueError):
    """An address or an id that cannot stand in a header; it says which, never its value."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def wire_address(field: str, address: str) -> str:
    """The address in ASCII, for the envelope. Raises `UnsendableError` with the name of the field."""
    local, _, host = address.rpartition("@")
    try:
        domain = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UnsendableError(field) from error
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise UnsendableError(field)
    return f"{local}@{domain}"


def header_address(field: str, mailbox: Mailbox) -> Address:
    """The mailbox, for a header. Raises `UnsendableError`."""
    local, _, domain = wire_address(field, mailbox.address).rpartition("@")
    return Address(one_line(mailbox.name), local, domain)


def one_line(text: str) -> str:
    """One line: nothing that could begin another header."""
    return " ".join(_CONTROL.sub(" ", text).split())
