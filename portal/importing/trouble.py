"""What is wrong with a file or a cell, in French, for the person who will mend it."""

#: Characters of a cell that a sentence repeats.
_SHOWN = 40


class BadFile(Exception):  # noqa: N818 - a state of the file, and a word for the reader
    """The file cannot be read as a whole; nothing was written."""


class BadCell(ValueError):  # noqa: N818 - the same, of a cell
    """One cell cannot be read; its line is refused, and its group with it."""


def quoted(text: str) -> str:
    """« text », shortened, and on one line."""
    told = " ".join(text[: 4 * _SHOWN].split())
    return f"« {told[:_SHOWN]}… »" if len(told) > _SHOWN else f"« {told} »"


def grouped(number: int) -> str:
    """1 000 000, as it is written in French."""
    return f"{number:,}".replace(",", " ")
