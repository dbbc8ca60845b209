"""The conditions of use: the version in force, its text in parts, who accepted which, and the proof."""

import hashlib
import hmac
from datetime import datetime
from enum import StrEnum

from models.family import Citizen
from models.terms import Acceptance, Terms
from portal.parts import parts

__all__ = [
    "Accepted",
    "Published",
    "accept",
    "accepted_version",
    "current",
    "end_code",
    "fingerprint",
    "has_accepted",
    "parts",
    "publish",
    "version",
]


class Published(StrEnum):
    """What became of a publication. A version never changes once it is published."""

    PUBLISHED = "published"
    ALREADY = "already"
    DIFFERENT = "different"


class Accepted(StrEnum):
    """What became of an acceptance. NEWER: another version is in force than the one shown."""

    ACCEPTED = "accepted"
    NEWER = "newer"
    ALREADY = "already"


async def current(town: str) -> Terms | None:
    """The version in force: the latest published."""
    return await Terms.filter(town=town).order_by("-published_at", "-id").first()


async def version(town: str, name: str) -> Terms:
    """A version as it was published. Raises `DoesNotExist`."""
    return await Terms.get(town=town, version=name)


async def publish(town: str, version: str, text: str, at: datetime) -> Published:
    """Put a version in force from `at` on."""
    text = _tidy(text)
    sha256 = fingerprint(text)
    if known := await Terms.get_or_none(town=town, version=version):
        return Published.ALREADY if known.sha256 == sha256 else Published.DIFFERENT
    terms = Terms(town=town, version=version, text=text, sha256=sha256, published_at=at)
    await terms.save()
    return Published.PUBLISHED


def fingerprint(text: str) -> str:
    """The hash kept of a text, whatever spaces its file ends its lines with."""
    return hashlib.sha256(_tidy(text).encode()).hexdigest()


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


async def accept(
    citizen: Citizen, *, version: str, channel: str, manner: str, at: datetime
) -> Accepted:
    """Keep the proof that `citizen` accepted `version`; `manner` tells how the end was reached."""
    terms = await current(citizen.town)
    if terms is None or terms.version != version:
        return Accepted.NEWER
    if await has_accepted(citizen, version):
        return Accepted.ALREADY
    proof = Acceptance(
        town=citizen.town,
        citizen_id=citizen.id,
        version=version,
        sha256=terms.sha256,
        accepted_at=at,
        channel=channel,
        manner=manner,
    )
    await proof.save()
    return Accepted.ACCEPTED


async def has_accepted(citizen: Citizen, version: str) -> bool:
    """Whether `citizen` ever accepted that version."""
    proofs = Acceptance.filter(town=citizen.town, citizen_id=citizen.id, version=version)
    return await proofs.exists()


async def accepted_version(citizen: Citizen) -> str | None:
    """The version that `citizen` accepted last."""
    proofs = Acceptance.filter(town=citizen.town, citizen_id=citizen.id)
    latest = await proofs.order_by("-accepted_at", "-id").first()
    return latest.version if latest else None


def end_code(town: str, version: str, citizen_id: int, secret: bytes) -> str:
    """The four digits printed after the last word: typed back, they tell that the end was reached."""
    said = f"terms:{town}:{version}:{citizen_id}".encode()
    return f"{int.from_bytes(hmac.digest(secret, said, 'sha256')[:8]) % 10_000:04d}"
