"""A file of as many households as one likes, with every awkwardness of real ones, always the same."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

COLUMNS = (
    "foyer", "personne", "role", "compte", "civilite", "prenom", "nom", "naissance", "courriel",
    "telephone", "adresse", "code_postal", "ville", "ecole", "classe", "responsables", "remarque",
)  # fmt: skip
_GIVEN = ("Claire", "Hugo", "Zoé", "Jean-Noël", "Aïcha", "Mihàly", "Anne Sophie", "Loïc", "Œdile")
_FAMILY = ("Testa", "Le Goff", "D’Estourbeil", "Martin", "Nguyễn", "Belhadji", "Ferrandou-Péry")
_SEPARATED, _WRONG, _SCATTERED, _ODD = 9, 97, 53, 31
Line = dict[str, str]


def lines(how_many: int) -> Iterator[Line]:
    """The lines of so many households; one in 97 is refused, one in 53 has a line far below."""
    late: list[Line] = []
    for number in range(1, how_many + 1):
        home = _home(number)
        if number % _SCATTERED == 0:
            late.append(home.pop())
        yield from home
    yield from late


def write(path: Path, how_many: int) -> int:
    """As Excel writes it: windows-1252 would not hold « Nguyễn », so UTF-8 with its mark. Lines written."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, COLUMNS, restval="", delimiter=";")
        sheet.writeheader()
        return sum(1 for line in lines(how_many) if sheet.writerow(line))


def _home(n: int) -> list[Line]:
    family = _FAMILY[n % len(_FAMILY)]
    people = [_adult(n, 1, family), *_second(n, family), *_children(n, family)]
    if n % _WRONG == 0:
        people[0]["naissance"] = ("31/02/1980", "01/01/2090", "=A1", "tilleul")[n % 4]
    return [{**_address(n), "foyer": f"F{n}", **one} for one in people]


def _second(n: int, family: str) -> list[Line]:
    if n % 2:
        return []
    other = _adult(n, 2, family)
    other["courriel"] = _mail(n, 1)  # a couple shares its mailbox
    other["compte"] = "non" if n % 10 == 0 else "oui"
    return [other]


def _adult(n: int, nth: int, family: str) -> Line:
    born = f"{n % 28 + 1:02}/{n % 12 + 1:02}/{1950 + n % 55}"
    return {
        "personne": f"A{n}-{nth}",
        "role": "adulte",
        "compte": "oui",
        "civilite": ("Mme", "M.", "Madame", "")[n % 4],
        "prenom": _GIVEN[(n + nth) % len(_GIVEN)],
        "nom": family if n % _ODD else f"\u00a0{family.upper()}  ",
        "naissance": born if n % 3 else f"{1950 + n % 55}-{n % 12 + 1:02}-{n % 28 + 1:02}",
        "courriel": "" if n % 7 == 0 else _mail(n, nth),
        "telephone": "" if n % 5 == 0 else f"6399{n % 100_000:05}",
        "remarque": "allergique ; « à revoir »\nvoir dossier" if n % _ODD == 0 else "",
    }


def _mail(n: int, nth: int) -> str:
    return f"Famille{n}.{nth}@Courriel.example"


def _children(n: int, family: str) -> list[Line]:
    parents = f"A{n}-1,A{n + 1}-1" if n % _SEPARATED == 0 else ""
    return [
        {
            "personne": f"E{n}-{nth}",
            "role": "Enfant",
            "prenom": _GIVEN[(n * nth) % len(_GIVEN)],
            "nom": family,
            "naissance": f"{n % 28 + 1} mars {2012 + n % 12}",
            "ecole": "École des Tilleuls",
            "classe": "CE2",
            "responsables": parents,
        }
        for nth in range(1, n % 3 + 1)
    ]


def _address(n: int) -> Line:
    return {"adresse": f"{n % 200 + 1} bis, rue n° {n}", "code_postal": "210", "ville": "Val-Test"}


def first(count: int, how_many: int) -> Sequence[Line]:
    """So many lines of so many households."""
    return list(islice(chain(lines(how_many)), count))
