"""What others may know of a citizen, and would therefore try first."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from portal.password.reasons import Reason

#: Characters, and names: what the judging process is told is bounded.
LONGEST, MOST = 40, 60


@dataclass(frozen=True, slots=True)
class Known:
    """Names (given, family, of the household), town, login, and years of birth (four digits)."""

    names: tuple[str, ...] = ()
    town: str = ""
    login: str = ""
    birth_years: tuple[int, ...] = ()

    def words(self) -> Mapping[str, Reason]:
        """Every folded spelling to look for, whole, in parts and backwards."""
        found: dict[str, Reason] = {}
        for reason, text in self._texts():
            for spelling in _spellings(text):
                found.setdefault(spelling, reason)
                found.setdefault(spelling[::-1], reason)
        return dict(islice(found.items(), MOST))

    def _texts(self) -> Iterator[tuple[Reason, str]]:
        for name in self.names:
            yield Reason.HOLDS_NAME, name
        yield Reason.HOLDS_LOGIN, self.login
        yield Reason.HOLDS_TOWN, self.town


def folded(text: str) -> str:
    """Small letters without accents: « Œuvré » is `oeuvre`."""
    bare = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(char for char in bare if not unicodedata.combining(char))


def _spellings(text: str) -> Iterator[str]:
    parts = re.findall(r"[^\W_]+", folded(text[:LONGEST]))
    for spelling in ("".join(parts), *parts):
        if len(spelling) > 2:
            yield spelling
