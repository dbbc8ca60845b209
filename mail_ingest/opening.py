"""Where a quote begins when only words tell."""

from collections.abc import Sequence
from typing import NamedTuple

from mail_ingest.lines import Line, Mark

_MARKED = frozenset({Mark.QUOTED, Mark.PERHAPS, Mark.INTRO, Mark.BELOW})


class Opening(NamedTuple):
    """A rule that found the head of a quote: how many lines it takes, and how sure it is."""

    rule: str
    length: int
    sure: bool  # else it counts only when a marked quote follows at once


def next_said(lines: Sequence[Line], at: int) -> int:
    """The index of the first line from `at` that is not blank, or the number of lines."""
    while at < len(lines) and not lines[at].folded:
        at += 1
    return at


def is_marked(lines: Sequence[Line], at: int) -> bool:
    """Whether the first visible line from `at` is quoted by the writer's program."""
    at = next_said(lines, at)
    return at < len(lines) and lines[at].mark in _MARKED
