"""Which conversation a mail may belong to: tokens in its recipients, ids of our own mails.

A token is base32 in lower case, since some servers lower-case what stands before the @. A clue
proves nothing: whoever reads it verifies the token.
"""

import re
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass

from mail_ingest.letter import Letter

TOKEN = re.compile(r"[a-z2-7]{16,64}")
ID_PREFIX = "guichet."


@dataclass(frozen=True, slots=True)
class Clues:
    """Tokens in the order they should be believed, without doubles."""

    reply_tokens: tuple[str, ...] = ()  # of `mairie+TOKEN@…` in the recipients
    message_tokens: tuple[str, ...] = ()  # of `<guichet.TOKEN@…>`, the latest mail first


def clues(letter: Letter, mailboxes: Collection[str] = ()) -> Clues:
    """The clues of a letter; with `mailboxes` (`mairie@…`), only those addressed to them."""
    ours = {one.lower() for one in mailboxes}
    domains = {one.rpartition("@")[2] for one in ours}
    ids = [*letter.in_reply_to, *reversed(letter.references)]
    return Clues(
        tuple(dict.fromkeys(_from_recipients(letter.recipients, ours))),
        tuple(dict.fromkeys(_from_ids(ids, domains))),
    )


def plus_token(address: str) -> tuple[str, str]:
    """ "mairie+TOKEN@…" as ("mairie@…", token); the token is empty when there is none. [RFC 5233]"""
    local, _, host = address.strip("<> ").lower().rpartition("@")
    box, _, token = local.rpartition("+")
    if not box or not TOKEN.fullmatch(token):
        return f"{local}@{host}", ""
    return f"{box}@{host}", token


def mailbox_among(address: str, ours: Container[str]) -> str:
    """The mailbox of `ours` that `address` leads to, whatever stands behind its plus; else empty."""
    local, _, host = address.strip("<> ").lower().rpartition("@")
    while local:
        if f"{local}@{host}" in ours:
            return f"{local}@{host}"
        local = local.rpartition("+")[0]
    return ""


def _from_recipients(recipients: Iterable[str], ours: set[str]) -> Iterable[str]:
    for address in recipients:
        box, token = plus_token(address)
        if token and (not ours or box in ours):
            yield token


def _from_ids(ids: Iterable[str], domains: set[str]) -> Iterable[str]:
    for one in ids:
        local, _, host = one.lower().rpartition("@")
        token = local.removeprefix(ID_PREFIX)
        if token != local and TOKEN.fullmatch(token) and (not domains or host in domains):
            yield token
