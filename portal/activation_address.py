"""The activation address of the seed: written in its exact shape, read in any that mails leave it in."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from models.link import PageLink
from portal.paris import PARIS

_PATH = "espace-citoyens/CompteCitoyen/Validation"
#: Characters read of a message, and after the path.
_READ, _REACH = 20_000, 600

_QUOTED = re.compile(r"\n[ \t]*(?:>[ \t]*)+")
_SPACES = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_WHERE = re.compile(rf"/([a-z0-9-]{{1,64}})/+{_PATH}/?(?=[?&])", re.IGNORECASE)
# Never before a letter: quoted-printable writes `id=3D65`.
_ID = re.compile(r"[?&;]id=([0-9]{1,15})(?![0-9a-z])", re.IGNORECASE)
_DATE = re.compile(r"[?&;]datecreat=([0-9]{8})(?![0-9])", re.IGNORECASE)
# The portal writes the hour without padding: 08:29 is `829`, midnight `0`. [seed, 2]
_HOUR = re.compile(r"[?&;]heurecreat=([0-9]{1,4})(?![0-9])", re.IGNORECASE)
# Exactly 32: once folded lines are joined, the next word of the mail may follow at once.
_KEY = re.compile(r"[?&;]key=([0-9a-f]{32})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationKey:
    """What an activation address says. Nothing of it is proved before `key` is compared."""

    town: str
    id: int
    datecreat: str
    heurecreat: str
    key: str


def activation_address(base_url: str, town: str, link: PageLink, key: str) -> str:
    """The address to put in the mail; day and hour of creation in Europe/Paris."""
    day, hour = created(link)
    query = f"id={link.id}&datecreat={day}&heurecreat={hour}&key={key}"
    return f"{base_url.rstrip('/')}/{town}/{_PATH}?{query}"


def created(link: PageLink) -> tuple[str, str]:
    """`datecreat` (YYYYMMDD) and `heurecreat` (H?HMM, not padded) of `link`, Europe/Paris."""
    at = link.created_at.astimezone(PARIS)
    return f"{at:%Y%m%d}", str(at.hour * 100 + at.minute)


def read_activation_address(text: str) -> ActivationKey | None:
    """The activation address in `text`, however mail clients folded, escaped or wrapped it."""
    text = text[:_READ]
    return _unwrapped(text) or _unwrapped(_without_quoted_printable(text))


def _unwrapped(text: str) -> ActivationKey | None:
    said = _SPACES.sub("", _QUOTED.sub("\n", text))
    for undo in _UNDOING:
        if found := _read(said):
            return found
        said = undo(said)
    return _read(said)


def _read(said: str) -> ActivationKey | None:
    for where in _WHERE.finditer(said):
        asked = said[where.end() : where.end() + _REACH]
        values = [pattern.search(asked) for pattern in (_ID, _DATE, _HOUR, _KEY)]
        match values:
            case [re.Match() as id_, re.Match() as day, re.Match() as hour, re.Match() as key]:
                return ActivationKey(
                    town=where[1].lower(),
                    id=int(id_[1]),
                    datecreat=day[1],
                    heurecreat=hour[1],
                    key=key[1].lower(),
                )
            case _:
                continue
    return None


def _without_quoted_printable(text: str) -> str:
    return re.sub(r"=\r?\n", "", text).replace("=3D", "=")


def _without_dashes(said: str) -> str:
    """`-3Fid-3D65`: how one mail filter escapes an address (and « / » as « _ »)."""
    if "-3Fid-3D" not in said:
        return said
    return re.sub(r"-([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), said.replace("_", "/"))


#: Tried one after the other until the address can be read; links are wrapped up to twice.
_UNDOING: tuple[Callable[[str], str], ...] = (html.unescape, unquote, unquote, _without_dashes)
