"""The kinds of values that a setting can have, and what is said of one that does not fit."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo

from mail_ingest.delimiter import squash
from models.database import configuration
from web.client import networks

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
#: A name below `_domainkey`. [RFC 6376 3.1]
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
#: Of the week, Monday first.
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
#: Letters under which our own line in a mail could be a citizen's.
_SHORTEST_DELIMITER = 8


def _slug(text: str) -> str:
    if _SLUG.fullmatch(text) and len(text) <= 64:
        return text
    better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64] or "ma-ville"
    raise ValueError(
        f"s'écrit en minuscules, chiffres et traits d'union, par exemple [towns.{better}]"
    )


def _filled(text: str) -> str:
    if not text:
        raise ValueError("est vide")
    return text


def _address(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError("doit être une adresse de courriel, par exemple espace@ville.fr")
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise ValueError("doit être une adresse web, par exemple https://espace.ville.fr")
    return text.rstrip("/")


def _proxies(text: str) -> str:
    try:
        networks(text)
    except ValueError:
        example = "127.0.0.1, 10.0.0.0/8"
        raise ValueError(
            f"doit être une liste d'adresses ou de réseaux, par exemple {example}"
        ) from None
    return text


def _link(text: str) -> str:
    if (
        "{bot}" not in text
        or "{token}" not in text
        or re.sub(r"{(bot|token)}", "", text).count("{")
    ):
        raise ValueError(
            "doit contenir {bot} et {token}, par exemple https://t.me/{bot}?start={token}"
        )
    return text


def _selector(text: str) -> str:
    if text and not all(_SELECTOR.fullmatch(label) for label in text.split(".")):
        raise ValueError("s'écrit en lettres, chiffres et traits d'union, par exemple guichet")
    return text


def _names(told: object) -> object:
    if isinstance(told, str):
        return tuple(name for one in told.split(",") if (name := one.strip()))
    return told


def _delimiter(text: str) -> str:
    if len(squash(text)) < _SHORTEST_DELIMITER or "\n" in text:
        raise ValueError(
            f"doit tenir sur une ligne et compter au moins {_SHORTEST_DELIMITER} lettres"
        )
    return text


def _hour(text: str) -> str:
    if not _HOUR.fullmatch(text):
        raise ValueError("doit être une heure de la journée, par exemple 09:00")
    return text


def _days(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names or any(name not in DAYS for name in names):
        raise ValueError(f"doit être une liste de jours parmi {', '.join(DAYS)}")
    return names


def _dates(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValueError("doit être une liste de dates, par exemple 2026-12-24") from None
    return texts


def _token(secret: SecretStr) -> SecretStr:
    if secret and not _TOKEN.fullmatch(secret.get_secret_value()):
        raise ValueError("n'est pas un jeton de BotFather (des chiffres, deux-points, des lettres)")
    return secret


def _nothing(text: Any) -> Any:
    return None if text == "" else text


def folder_of(info: ValidationInfo) -> Path:
    """The folder of the file being read; what a program builds itself is left as it is."""
    return Path((info.context or {}).get("folder", ""))


def _place(path: Path | None, info: ValidationInfo) -> Path | None:
    return path and folder_of(info) / path


def _file(path: Path, info: ValidationInfo) -> Path:
    return folder_of(info) / path


def _database(url: str, info: ValidationInfo) -> str:
    try:
        configuration(url)
    except ValueError:
        # The address itself is not repeated: it may hold a password.
        raise ValueError(
            "ne se lit pas : écrivez sqlite://var/guichet.db"
            " ou postgres://utilisateur@machine:5432/guichet"
        ) from None
    scheme, _, rest = url.partition("://")
    return f"sqlite://{folder_of(info) / rest}" if scheme == "sqlite" else url


Slug = Annotated[str, AfterValidator(_slug)]
Filled = Annotated[str, AfterValidator(_filled)]
MailAddress = Annotated[str, AfterValidator(_address)]
Url = Annotated[str, AfterValidator(_url)]
#: The same, or nothing when it is left empty.
MaybeUrl = Annotated[Url | None, BeforeValidator(_nothing)]
DeepLink = Annotated[str, AfterValidator(_link)]
Selector = Annotated[str, AfterValidator(_selector)]
Proxies = Annotated[str, AfterValidator(_proxies)]
Delimiter = Annotated[str, AfterValidator(_delimiter)]
BotToken = Annotated[SecretStr, AfterValidator(_token)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
#: A relative path is counted from the folder of the settings' file.
File = Annotated[Path, AfterValidator(_file)]
#: The same, or nothing when it is left empty.
Place = Annotated[Path | None, BeforeValidator(_nothing), AfterValidator(_place)]
#: 0 asks the system for any free one.
Port = Annotated[int, Field(ge=0, le=65535)]
#: Ten years at most, when they are days.
Count = Annotated[int, Field(ge=1, le=3650)]
#: A list; in a variable, where there is no list, names parted by commas.
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Days = Annotated[Names, AfterValidator(_days)]
Dates = Annotated[Names, AfterValidator(_dates)]
#: « 09:00 », in Paris.
Hour = Annotated[str, AfterValidator(_hour)]
