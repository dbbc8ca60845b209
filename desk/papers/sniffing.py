"""What a file is, by its first bytes: a name or a declared type proves nothing."""

from collections.abc import Mapping

from models.paper import PaperKind

#: Bytes that are looked at.
LOOKED_AT = 32
_BEGINS: Mapping[PaperKind, bytes] = {
    PaperKind.PDF: b"%PDF-",  # ISO 32000-1, 7.5.2
    PaperKind.JPEG: b"\xff\xd8\xff",  # ITU-T T.81, B.1.1
    PaperKind.PNG: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",  # RFC 2083, 3.1
}
#: Brands of still pictures in an ISO base media file: the same box begins a film. [ISO 23008-12, 10.2]
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_BOX = slice(4, 8)
_BRAND = slice(8, 12)
_MEDIA_TYPES: Mapping[PaperKind, str] = {
    PaperKind.PDF: "application/pdf",
    PaperKind.JPEG: "image/jpeg",
    PaperKind.PNG: "image/png",
    PaperKind.HEIC: "image/heic",
}


def kind_of(content: bytes) -> PaperKind | None:
    """The kind, or None for what is not accepted."""
    for kind, begins in _BEGINS.items():
        if content.startswith(begins):
            return kind
    still = content[_BOX] == b"ftyp" and content[_BRAND] in _HEIC_BRANDS
    return PaperKind.HEIC if still else None


def media_type(kind: PaperKind) -> str:
    """The declared type under which it is handed over."""
    return _MEDIA_TYPES[kind]
