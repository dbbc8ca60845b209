"""`--only` read: « foyer=F-12 », « école=Jules-Ferry », or a file of numbers, one a line."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from desk.waves.only import MOST, Only
from guichet.errors import NotFoundError, SettingsError

#: What may stand before the equals sign, without accents, and where it goes.
_KINDS: Mapping[str, str] = {
    "espace": "logins",
    "citoyen": "numbers",
    "foyer": "households",
    "ecole": "schools",
    "classe": "classes",
}


def read_only(told: Sequence[str]) -> Only:
    """Several of one kind widen, another kind narrows. Raises `SettingsError`, `NotFoundError`."""
    lists: dict[str, list[str]] = defaultdict(list)
    for one in told:
        kind, equals, value = one.partition("=")
        if not equals:
            lists["numbers"] += _numbers(Path(one))
        elif (name := _KINDS.get(_plain(kind))) and value.strip():
            lists[name].append(value.strip())
        else:
            kinds = "espace, citoyen, foyer, école, classe"
            raise SettingsError(
                [f"--only « {one} » : écrivez GENRE=VALEUR ({kinds}) ou un fichier"]
            )
    return Only(**{name: tuple(values) for name, values in lists.items()})


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.strip().lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _numbers(file: Path) -> list[str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError(
            f"--only : le fichier {file} ne se lit pas ({type(error).__name__}).",
            "Donnez un fichier de texte : un numéro de citoyen par ligne.",
        ) from error
    numbers = [line.strip() for line in lines if line.strip()]
    if len(numbers) > MOST:
        raise SettingsError([f"--only : {file} a {len(numbers)} lignes ; {MOST} au plus"])
    return numbers
