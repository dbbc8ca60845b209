"""The mail door's way out: one mail a turn, composed and handed to a relay or laid in a Maildir."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from desk.door import DelayedError, Door, Parcel, RefusedError, Spoken
from desk.town import Town
from flows.here import Channel
from flows.message import Kind
from mail_send.compose import UnsendableError, compose
from mail_send.envelope import Envelope, Footer, Link, Mailbox, Occasion, Option, Thread

ID_PREFIX = "guichet."


class Carrier(Protocol):
    """Who takes the composed mail from there."""

    async def carry(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Hand it over. Raises `DelayedError` or `RefusedError`."""


@dataclass(frozen=True, slots=True)
class MailDoor(Door):
    """Says a whole turn in one mail. A mail once sent stays as it is: there is nothing to tidy."""

    carrier: Carrier
    delimiter: str
    channel: Channel = Channel.MAIL
    together: bool = True

    @override
    async def send(self, parcel: Parcel) -> str:
        envelope = envelope_of(parcel, self.delimiter)
        try:
            mail = compose(envelope)
        except UnsendableError as error:
            raise RefusedError(f"unsendable {error}") from error
        bounces_to = plus(parcel.town.mail_address, parcel.token)
        await self.carrier.carry(mail, bounces_to, parcel.to)
        return f"<{envelope.thread.message_id}>"

    @override
    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        return


def plus(mailbox: str, token: str) -> str:
    """« guichet@ville » -> « guichet+token@ville ». [RFC 5233]"""
    local, _, domain = mailbox.partition("@")
    return f"{local}+{token}@{domain}"


def envelope_of(parcel: Parcel, delimiter: str) -> Envelope:
    """One mail out of the messages of a turn: their words in order, the last question's choices."""
    town = parcel.town
    domain = town.mail_address.partition("@")[2]
    asking = next((one for one in reversed(parcel.spoken) if one.turn), parcel.spoken[-1])
    return Envelope(
        sender=Mailbox(town.mail_address, town.name),
        to=Mailbox(parcel.to, parcel.to_name),
        reply_to=plus(town.mail_address, parcel.token),
        subject=_subject(parcel, asking),
        date=parcel.at,
        thread=Thread(
            message_id=f"{ID_PREFIX}{parcel.token}@{domain}",
            in_reply_to=parcel.answers.strip("<>"),
            references=tuple(f"{ID_PREFIX}{token}@{domain}" for token in parcel.thread),
        ),
        text="\n\n".join(one.text for one in parcel.spoken),
        options=_options(asking),
        links=tuple(
            Link(button.label, button.url) for one in parcel.spoken for button in one.buttons
        ),
        delimiter=delimiter,
        footer=Footer(town.name, town.phone, town.hours, town.site),
        occasion=Occasion.ANSWER if parcel.is_reply else Occasion.NOTICE,
    )


def _subject(parcel: Parcel, asking: Spoken) -> str:
    said = asking.subject or next((one.subject for one in parcel.spoken if one.subject), "")
    return said or parcel.town.name


def _options(asking: Spoken) -> tuple[Option, ...]:
    """A document is accepted by the words printed at its end, never by a number."""
    if asking.kind is Kind.DOCUMENT:
        return ()
    return tuple(Option(one.number, one.label) for one in asking.options)


@dataclass(frozen=True, slots=True)
class Maildir(Carrier):
    """A folder in the place of a relay: each mail one file, whole or not there. [maildir(5)]"""

    folder: Path

    @override
    async def carry(self, mail: EmailMessage, sender: str, to: str) -> None:
        mail["X-Envelope-To"] = to
        try:
            await asyncio.to_thread(self._lay, mail)
        except OSError as error:
            raise DelayedError(f"spool {type(error).__name__}") from error

    def _lay(self, mail: EmailMessage) -> None:
        for name in ("tmp", "new", "cur"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        # Named after the Message-ID: a mail laid twice after a crash is one file.
        name = mail["Message-ID"].strip("<>").replace("/", "_")
        draft = self.folder / "tmp" / name
        draft.write_bytes(mail.as_bytes())
        draft.rename(self.folder / "new" / name)
