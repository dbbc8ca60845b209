"""What the citizen wrote, out of a mail that repeats what we wrote.

When a rule doubts, the words stay: a word too many is asked about, a lost word is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mail_ingest.attribution import RULE, attribution, inside
from mail_ingest.delimiter import Needle, find, needle
from mail_ingest.html_text import html_lines
from mail_ingest.inserted import inserted
from mail_ingest.letter import Letter
from mail_ingest.lines import Line, Mark, text_lines
from mail_ingest.opening import Opening, is_marked, next_said
from mail_ingest.quoted_header import quoted_header
from mail_ingest.signature import cut_signature

DELIMITER = "Répondez au-dessus de cette ligne"
#: The last line of our mails: a citizen who answers below it is found. `mail_send` writes the same.
END = "Fin de notre message"
_ANSWERED = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|tr|fw|fwd|aw|wg|rif|rv|enc|antw|sv)\s*(?:\[\d+\])?\s*:",
    re.IGNORECASE,
)
_LEFT_OUT = frozenset({Mark.QUOTED, Mark.INTRO, Mark.SIGNED})
_UNDER = frozenset({Mark.BELOW, Mark.TYPED, Mark.COLOURED})
_ADDED = frozenset({"device", "signature", "legal"})  # cuts that quote nothing
_PGP = re.compile(r"-----(?:BEGIN PGP SIGNED MESSAGE|BEGIN PGP SIGNATURE)-----")


@dataclass(frozen=True, slots=True)
class Cut:
    """What was left out: the rule that did it, and the first line of it."""

    rule: str
    line: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The words of the citizen, empty when none, and everything that was left out."""

    text: str
    cut: tuple[Cut, ...] = ()


@dataclass(slots=True)
class _Sieve:
    """One reading of the lines, from top to bottom."""

    delimiter: Needle
    end: Needle
    kept: list[Line | None] = field(default_factory=list)  # None stands where something was cut
    cuts: list[Cut] = field(default_factory=list)
    quoting: bool = False  # something introduced a quote: indented lines are quoted
    past_end: bool = False  # below our own last line: the citizen speaks
    below: bool = False  # a repeated header stands above unmarked lines
    marked: bool = False  # our own line stands in a marked quote: whatever is unmarked was typed

    def leave_out(self, rule: str, one: Line) -> None:
        if self.kept and self.kept[-1] is None and self.cuts and self.cuts[-1].rule == rule:
            return
        self.kept.append(None)
        self.cuts.append(Cut(rule, one.text))


def reply_text(letter: Letter, delimiter: str = DELIMITER, end: str = "") -> Reply:
    """What the citizen wrote; `end` is the last line of our mails, if they have one."""
    first = None
    for lines in _readings(letter):
        reply = read_lines(lines, delimiter, end)
        if reply.text:
            return reply
        first = first or reply
    first = first or Reply("")
    said = "" if any(cut.rule not in _ADDED for cut in first.cut) else _subject(letter)
    return Reply(said, first.cut)


def _readings(letter: Letter) -> list[list[Line]]:
    """HTML first: its marks are surer than words, and it does not fold lines."""
    html = [html_lines(letter.html)] if letter.html is not None else []
    text = [text_lines(_unsigned(letter.text))] if letter.text is not None else []
    return html + text


def _unsigned(text: str) -> str:
    """The text between the marks of an inline signature. [RFC 9580 7]"""
    begin, *more = _PGP.split(text, maxsplit=2)
    if not more:
        return text
    return begin + more[0].partition("\n\n")[2]


def _subject(letter: Letter) -> str:
    # The subject of an encrypted mail is its program's, « ... » as often as not.
    if letter.sealed or _ANSWERED.match(letter.subject):
        return ""
    return letter.subject.strip()


def read_lines(lines: Sequence[Line], delimiter: str, end: str) -> Reply:
    """One reading: quotes out, then what programs added under each run of words."""
    sieve = _Sieve(needle(delimiter), needle(end))
    sieve.marked = _marked_original(lines, sieve.delimiter)
    at = 0
    while at < len(lines):
        at = _step(sieve, lines, at)
    reply = _finished(sieve)
    if sieve.past_end or not sieve.below:
        return reply
    return Reply(_tidy(f"{reply.text}\n\n{inserted(lines, reply.text)}"), reply.cut)


def _marked_original(lines: Sequence[Line], ours: Needle) -> bool:
    quoted = (at for at, one in enumerate(lines) if one.mark is Mark.QUOTED)
    return any(find(lines, at, ours) for at in quoted)


def _step(sieve: _Sieve, lines: Sequence[Line], at: int) -> int:
    """Judge the line at `at`; the index of the next one to judge."""
    one = lines[at]
    if one.mark in _LEFT_OUT:
        sieve.leave_out(one.mark.value, one)
        sieve.quoting = sieve.quoting or one.mark is not Mark.SIGNED
        return _end_of_run(lines, at)
    opening = _opening(sieve, lines, at) if one.folded else None
    if opening:
        return _open(sieve, lines, at, opening)
    if one.mark is Mark.PERHAPS and sieve.quoting:
        sieve.leave_out(Mark.QUOTED.value, one)
    elif (quote := inside(one.text)) >= 0:
        sieve.kept.append(Line(one.text[:quote], one.mark))
        return _open(sieve, lines, at, Opening(RULE, 1, sure=True))
    else:
        sieve.kept.append(one)
    return at + 1


def _end_of_run(lines: Sequence[Line], at: int) -> int:
    """The index of the first line from `at` that has another mark."""
    mark = lines[at].mark
    while at < len(lines) and lines[at].mark is mark:
        at += 1
    return at


def _opening(sieve: _Sieve, lines: Sequence[Line], at: int) -> Opening | None:
    if lines[at].mark in _UNDER and not sieve.past_end:
        sieve.below = True
        return Opening("header", 1, sure=True)
    ours = find(lines, at, sieve.delimiter)
    if ours:
        return Opening("delimiter", ours, sure=True)
    found = quoted_header(lines, at) or attribution(lines, at)
    # Between two quotes, words that look like a head are an answer.
    if found and (
        found.sure or (not sieve.quoting and _quote_follows(sieve, lines, at + found.length))
    ):
        return found
    return None


def _quote_follows(sieve: _Sieve, lines: Sequence[Line], at: int) -> bool:
    below = next_said(lines, at)
    if below < len(lines) and _introduced(lines, below):
        return False  # the quote has its own head: what looked like one was typed
    return is_marked(lines, at) or (below < len(lines) and find(lines, below, sieve.delimiter) > 0)


def _introduced(lines: Sequence[Line], at: int) -> bool:
    if lines[at].mark is Mark.INTRO:
        return True
    found = quoted_header(lines, at) or attribution(lines, at)
    return found is not None and found.sure


def _open(sieve: _Sieve, lines: Sequence[Line], at: int, opening: Opening) -> int:
    """Leave out the head of a quote, and all that follows unless the quote itself is marked."""
    sieve.leave_out(opening.rule, lines[at])
    sieve.quoting = True
    after = at + opening.length
    if lines[at].mark not in _UNDER and (sieve.marked or is_marked(lines, after)):
        return after
    return _after_our_end(sieve, lines, after)


def _after_our_end(sieve: _Sieve, lines: Sequence[Line], at: int) -> int:
    """Below the last line of our own mail, the citizen speaks again."""
    if sieve.end.squashed:
        for below in range(at, len(lines)):
            if length := find(lines, below, sieve.end):
                sieve.past_end = True
                return below + length
    return len(lines)


def _finished(sieve: _Sieve) -> Reply:
    texts: list[str] = []
    run: list[Line] = []
    for one in [*sieve.kept, None]:
        if one is not None:
            run.append(one)
        elif run:
            said, cuts = cut_signature(run)
            texts.append("\n".join([one.text for one in said]))
            sieve.cuts += [Cut(rule, first) for rule, first in cuts]
            run = []
    return Reply(_tidy("\n\n".join(texts)), tuple(sieve.cuts))


def _tidy(text: str) -> str:
    """No blank line at either end, one at most between two others."""
    lines = [one.rstrip() for one in text.split("\n")]
    kept = [one for at, one in enumerate(lines) if one or (at and lines[at - 1])]
    return "\n".join(kept).strip("\n ")
