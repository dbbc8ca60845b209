"""Mails that are signed or encrypted: what can be read of them, and what cannot."""

from mail_ingest.cms import signed_content
from mail_ingest.mime import Part, read_part

#: Signatures that stand beside what they sign: nobody attached them. [RFC 1847]
SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_WRAPPED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_NAME = "smime.p7m"
_MOST_BYTES = 30_000_000  # of a wrapped mail
_BEGIN, _END = "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"


def is_encrypted(part: Part) -> bool:
    """PGP/MIME: nothing in it is for us. [RFC 3156 4]"""
    return part.content_type == "multipart/encrypted"


def is_wrapped(part: Part) -> bool:
    """S/MIME, signed in one piece or encrypted; some programs give the file name alone.

    A paper signed apart, as « devis.pdf.p7m », is an attachment.
    """
    name = part.name.lower()
    return name == _NAME or (part.content_type in _WRAPPED and not name)


def unwrapped(part: Part) -> Part | None:
    """The mail that an opaque signature wraps; None when it is encrypted, compressed or broken."""
    content = signed_content(part.content(_MOST_BYTES))
    return None if content is None else read_part(content)


def without_armour(text: str) -> tuple[str, bool]:
    """The text without its encrypted blocks, and whether there were any. [RFC 9580 6.2]"""
    if _BEGIN not in text:
        return text, False
    before, *rest = text.split(_BEGIN)
    return before + "".join(one.partition(_END)[2] for one in rest), True
