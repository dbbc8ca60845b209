"""What a phone sends that is not text. A photo and a document can be fetched; the other files are only names."""

from collections.abc import Callable

from demo.bot_api.errors import Payload


def _file(kind: str, number: int, size: int) -> Payload:
    return {
        "file_id": f"AgACAgQAAxkBAAI-{kind}-{number}",
        "file_unique_id": f"AQAD{kind}{number}",
        "file_size": size,
    }


def photo(number: int) -> Payload:
    """A picture, in the sizes that Telegram makes of it."""
    sizes = [("s", 90, 67, 1_320), ("m", 320, 240, 18_400), ("x", 800, 600, 74_000)]
    return {
        "photo": [
            {**_file(f"photo{name}", number, size), "width": width, "height": height}
            for name, width, height, size in sizes
        ]
    }


def voice(number: int) -> Payload:
    """A voice message of three seconds."""
    return {"voice": {**_file("voice", number, 9_800), "duration": 3, "mime_type": "audio/ogg"}}


def sticker(number: int) -> Payload:
    """A sticker, thumb up."""
    details = {"type": "regular", "width": 512, "height": 512, "emoji": "👍"}
    flags = {"is_animated": False, "is_video": False, "set_name": "Guichet"}
    return {"sticker": {**_file("sticker", number, 24_000), **details, **flags}}


def document(number: int) -> Payload:
    """A file."""
    details = {"file_name": "attestation.pdf", "mime_type": "application/pdf"}
    return {"document": {**_file("document", number, 120_000), **details}}


def video(number: int) -> Payload:
    """A short film."""
    details = {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4"}
    return {"video": {**_file("video", number, 900_000), **details}}


def location(_number: int) -> Payload:
    """A place, the same one each time."""
    return {"location": {"latitude": 48.9362, "longitude": 2.3574, "horizontal_accuracy": 20}}


def contact(number: int) -> Payload:
    """A visiting card, with a number that Arcep keeps for fiction."""
    return {"contact": {"phone_number": f"+331990000{number % 100:02d}", "first_name": "Camille"}}


#: The smallest files of their kinds, given to whoever asks for a photo or a document.
_JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
#: A stand-in for each kind of file: where it lies, and what it holds.
FILES: dict[str, tuple[str, bytes]] = {
    "photo": ("photos/file.jpg", _JPEG),
    "document": ("documents/file.pdf", _PDF),
}


def kind_held(file_id: str) -> str:
    """The kind of file that an id of ours names; empty for what cannot be fetched."""
    return next((kind for kind in FILES if f"-{kind}" in file_id), "")


MEDIA: dict[str, Callable[[int], Payload]] = {
    "photo": photo,
    "voice": voice,
    "sticker": sticker,
    "document": document,
    "video": video,
    "location": location,
    "contact": contact,
}
