"""The mail door's way out: one mail a turn, composed and handed to a relay or laid in a Maildir."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from desk.door import Door, Parcel, RefusedError, Spoken
from desk.town import Town
from flows.here import Channel
from flows.message import Kind
from mail_send.addresses import UnsendableError, wire_address
from mail_send.carrier import Carrier, Posting
from mail_send.compose import compose
from mail_send.dkim_signature import Signer
from mail_send.envelope import Envelope, File, Footer, Link, Mailbox, Occasion, Option, Thread
from mail_send.policy import WIRE
from words.filters import of

ID_PREFIX = "guichet."
#: The word that stops reminders, in the mail that a program writes for the citizen.
STOP = "STOP"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDoor(Door):
    """Says a whole turn in one mail. A mail once sent stays as it is: there is nothing to tidy."""

    carrier: Carrier
    delimiter: str
    #: For each town, the sentence that says how a choice is made.
    hints: Mapping[str, str]
    #: The towns that sign their mails.
    signers: Mapping[str, Signer] = field(default_factory=dict)
    channel: Channel = Channel.MAIL
    together: bool = True

    @override
    async def send(self, parcel: Parcel) -> str:
        """Raises `RefusedError` for an address that no mail can have; gone, when it is the citizen's."""
        try:
            to = wire_address("to", parcel.to)
            bounces_to = answered_at(parcel.town, parcel.token)
            envelope = envelope_of(parcel, self.delimiter, self.hints[parcel.town.slug])
            posting = Posting(
                raw=self._sealed(parcel.town, compose(envelope).as_bytes(policy=WIRE)),
                message_id=envelope.thread.message_id,
                sender=wire_address("sender", bounces_to),
                to=to,
                priority=parcel.priority,
            )
        except UnsendableError as error:
            raise RefusedError(f"unsendable {error.field}", gone=error.field == "to") from error
        await self.carrier.carry(posting)
        return _receipt(posting.message_id)

    def _sealed(self, town: Town, raw: bytes) -> bytes:
        signer = self.signers.get(town.slug)
        return signer.signed(raw) if signer else raw

    @override
    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        return


def _receipt(message_id: str) -> str:
    """A name for the mail that is safe to store: the id itself holds the token that answers it."""
    return f"@{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"


def answered_at(town: Town, token: str) -> str:
    """« guichet@ville » -> « guichet+token@ville », where mail to it arrives. [RFC 5233]"""
    if not town.plus_addressing:
        return town.mail_address
    local, _, domain = town.mail_address.partition("@")
    return f"{local}+{token}@{domain}"


def envelope_of(parcel: Parcel, delimiter: str, hint: str) -> Envelope:
    """One mail out of the messages of a turn: their words in order, the last question's choices."""
    town = parcel.town
    domain = town.mail_address.partition("@")[2]
    name = f"Mairie {of(town.name)}"
    asking, said, after = _parted(parcel.spoken)
    return Envelope(
        sender=Mailbox(town.mail_address, name),
        to=Mailbox(parcel.to, parcel.to_name),
        reply_to=answered_at(town, parcel.token),
        reference="" if town.plus_addressing else f"{ID_PREFIX}{parcel.token}",
        subject=_subject(parcel, asking),
        date=parcel.at,
        thread=Thread(
            message_id=f"{ID_PREFIX}{parcel.token}@{domain}",
            in_reply_to=parcel.answers.strip("<>"),
            references=tuple(f"{ID_PREFIX}{token}@{domain}" for token in parcel.thread),
        ),
        text=said,
        afterword=after,
        options=_options(asking),
        hint=hint,
        links=_links(parcel.spoken),
        links_first=asking.kind is Kind.SECRET,
        delimiter=delimiter,
        footer=Footer(name, town.phone, town.hours, town.site),
        files=tuple(File(one.name, one.media_type, one.content) for one in parcel.enclosed),
        occasion=Occasion.ANSWER if parcel.is_reply else Occasion.NOTICE,
        unsubscribe=_ways_to_stop(parcel),
    )


def _ways_to_stop(parcel: Parcel) -> tuple[str, ...]:
    """A page first, which takes one press [RFC 8058]; a mail for programs that know no other way."""
    if not parcel.stop:
        return ()
    mailbox = answered_at(parcel.town, parcel.token)
    return (parcel.stop, f"mailto:{mailbox}?subject={STOP}&body={STOP}")


def _parted(spoken: Sequence[Spoken]) -> tuple[Spoken, str, str]:
    """The question, the words up to it, and those after it: nothing stands between it and its choices."""
    at = next((at for at in range(len(spoken) - 1, -1, -1) if spoken[at].turn), len(spoken) - 1)
    texts = list(_said_once(one.text for one in spoken))
    return spoken[at], _joined(texts[: at + 1]), _joined(texts[at + 1 :])


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _subject(parcel: Parcel, asking: Spoken) -> str:
    if parcel.subject:
        return parcel.subject
    # Without a question the first message is what the mail is about; a notice may stand after it.
    first = next((one.subject for one in parcel.spoken if one.subject), "")
    said = (asking.subject if asking.turn else "") or first
    return said or f"Mairie {of(parcel.town.name)}"


def _said_once(texts: Iterable[str]) -> Iterable[str]:
    """Two messages of a turn that begin with the same greeting greet once; the same words are said once."""
    heard: set[str] = set()
    for text in texts:
        paragraphs = text.strip().split("\n\n")
        fresh = paragraphs[1:] if paragraphs[0] in heard else paragraphs
        heard.add(paragraphs[0])
        yield _joined(fresh)


def _options(asking: Spoken) -> tuple[Option, ...]:
    """A document is accepted by the words printed at its end, never by a number."""
    if asking.kind is Kind.DOCUMENT:
        return ()
    return tuple(Option(one.number, one.label, one.page or None) for one in asking.options)


def _links(spoken: Iterable[Spoken]) -> tuple[Link, ...]:
    """Every page to open, once."""
    pages = [(button.label, button.url) for one in spoken for button in one.buttons]
    return tuple(Link(label, url) for label, url in dict.fromkeys(pages))
