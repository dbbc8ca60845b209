"""What `--columns` shows: the columns of a kind, and a file that can be imported as it is."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.importing.columns import Column


def described(columns: Sequence[Column]) -> Iterator[tuple[str, str, str]]:
    """Each column: its name, whether it must be there, and what it holds."""
    for column in columns:
        others = f" (ou : {', '.join(column.others)})" if column.others else ""
        yield column.name, "obligatoire" if column.required else "", f"{column.help}{others}"


def write_example(path: Path, columns: Sequence[Column]) -> None:
    """A CSV as Excel opens it. Raises `FileExistsError`: nothing is overwritten."""
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file, delimiter=";")
        sheet.writerow([column.name for column in columns])
        for number in range(max(len(column.examples) for column in columns)):
            sheet.writerow([_nth(column, number) for column in columns])


def _nth(column: Column, number: int) -> str:
    return column.examples[number] if number < len(column.examples) else ""
