"""The files of a mail that may answer a question: neither the logo of a signature, nor what machines add."""

from collections.abc import Iterable, Iterator
from functools import partial

from desk.received import Offer
from mail_ingest.letter import Attachment
from mail_ingest.mime import Part

#: Files looked at, of one mail; the desk keeps fewer.
MOST = 10
#: Bytes of an inline image above which it is a photograph rather than the logo of a signature.
_PHOTOGRAPH = 100_000
#: Signatures, visiting cards, meetings, mails inside mails: programs add them by themselves.
_ADDED = (
    "application/pkcs7-",
    "application/x-pkcs7-",
    "application/pgp-",
    "application/ms-tnef",
    "application/vnd.ms-tnef",
    "application/ics",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "message/",
)


def counts(attachment: Attachment) -> bool:
    """Whether a citizen sent it on purpose."""
    return not attachment.inline or attachment.size > _PHOTOGRAPH


def is_sent(attachment: Attachment) -> bool:
    """Whether it is a file that a citizen sends, and no business of machines."""
    return counts(attachment) and not attachment.content_type.startswith(_ADDED)


def offers(attachments: Iterable[Attachment]) -> tuple[Offer, ...]:
    """Those that a citizen may have been asked for; nothing is decoded yet."""
    return tuple(_offers(attachments))[:MOST]


def _offers(attachments: Iterable[Attachment]) -> Iterator[Offer]:
    for one in attachments:
        if one.part and is_sent(one):
            yield Offer(name=one.name, size=one.size, fetch=partial(_content, one.part))


async def _content(part: Part, most: int) -> bytes:
    return part.content(most)
