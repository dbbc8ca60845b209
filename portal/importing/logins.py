"""Proposing a login that nobody has in the town: claire.testa, claire.testa2…"""

import re
import unicodedata
from collections.abc import Iterable

from portal.credentials import LONGEST, SHORTEST, login_form

_ROOM = 6  # characters left for a number


class Logins:
    """Those that are taken: in the database, in the file, or proposed already."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def propose(self, given: str, family: str, person: str) -> str:
        """A login made of the name, else of the identifier of the person."""
        base = _base(given, family) or _base("compte", person) or "compte"
        number = self._numbers.get(base, 1)
        login = base if number == 1 else f"{base}{number}"
        while login in self._taken or login_form(login) is None:
            number += 1
            login = f"{base}{number}"
        self._numbers[base] = number
        self._taken.add(login)
        return login


def _base(given: str, family: str) -> str:
    parts = [part for part in (_plain(given), _plain(family)) if part]
    base = ".".join(parts)[: LONGEST - _ROOM].strip(".-")
    return base if len(parts) == 2 and len(base) >= SHORTEST else ""


def _plain(name: str) -> str:
    """« Le Goff » is le-goff, « D'Estourbeil » destourbeil, « Œuvrard » oeuvrard."""
    wide = name.casefold().replace("œ", "oe").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
    letters = unicodedata.normalize("NFKD", wide).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.replace("'", "")).strip("-")
