"""The line that mail programs put above a quote: "Le mar. 10 mars 2026 à 09:12, X a écrit :"."""

import re
from collections.abc import Sequence

from mail_ingest.lines import Line
from mail_ingest.opening import Opening

RULE = "attribution"
_MOST_FOLDS = 5  # lines over which one attribution is folded
_SHORTEST_FOLD = 50  # signs at which a program may fold a line
_DATED = re.compile(
    r"[-_*\"' ]{0,40}(?:le|on|am|el|il|em|op|den|dnia|w dniu|en date d[eu]|a la date du|selon|citation"
    r"|quoting|citando)\b"
)
_VERB = re.compile(
    r"\b(?:(?<!m')(?<!l')(?<!vous )(?<!nous )a (?:re|r)?ecrit|a repondu|ecrivait|ecrivit|wrote|writes"
    r"|schrieb|hat geschrieben|escribio|ha scritto|scrisse|escreveu|schreef|geschreven|a scris"
    r"|napisala?|pisze|skrev|napsala?|napisao|yazdi|пишет|пише|написала?|написав|εγραψε)\b"
    r"|写道|寫道|كتب"
)
# "a écrit" without its "a", as some folds leave it; only at the end of a line.
_SAID = re.compile(r"(?:\b(?:a )?ecrit|wrote|escribio|scritto|escreveu) ?:?$")
# "Vous m'avez écrit :" is a citizen who quotes by hand.
_PERSONAL = re.compile(
    r"(?:\bai|\bas|avez|avons|aviez|avais|m'a|l'a|t'a|[nv]ous a)\b[^:]{0,12} ecrit"
)
_CITED = re.compile(r"[-_*\"' ]{0,40}(?:selon|citation|quoting|citando)\b")
_TIME = re.compile(r"\b[0-2]?\d ?[:h.] ?[0-5]\d\b")
# No letter may be asked around the digits: « 2026年3月10日 » has none but letters.
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?!\d)")
_ADDRESSED = re.compile(r"<[^<>\s]{1,80}@[^<>\s]{1,80}>")
_MID = re.compile(r"@[^\s@]{1,80},? ?(?:a ecrit|wrote) ?:")  # an address, then the verb at once

# Nextcloud: "Mairie" mairie@… – 10 mars 2026 09:12
_BARE = re.compile(r"\"[^\"]{1,80}\" \S{1,80}@\S{1,80} - \d{1,2} \w{3,10} \d{4} \d\d:\d\d")
_INSIDE = re.compile(
    r"\s(?:Le|On)\s(?:[^\s<>]{1,12}\s){0,3}\d[^<>]{0,100}<[^<>\s]{1,80}@[^<>\s]{1,80}>[\s,]{1,2}"
    r"(?:a\s(?:é|e\u0301?)crit|wrote)\s?:"
)
_LONGEST_INSIDE = 600


def inside(text: str) -> int:
    """Where an attribution begins in a line that a program has flattened; -1 when nowhere."""
    if "@" not in text:
        return -1
    found = _INSIDE.search(text[:_LONGEST_INSIDE])
    return found.start() if found else -1


def attribution(lines: Sequence[Line], at: int) -> Opening | None:
    """The attribution that begins at this line, however it is folded."""
    first = lines[at].folded
    found = None
    if _DATED.match(first):
        found = _dated(lines, at) or _generic(lines, at)
    elif "@" in first or first.endswith(":") or _SAID.search(first):
        found = _undated(lines, at) or _generic(lines, at)
    return found if found and not _begins_below(lines, at, found.length) else None


def _begins_below(lines: Sequence[Line], at: int, length: int) -> bool:
    """Whether the first line is a citizen's: too short to have been folded, or a whole one follows."""
    first = lines[at].folded
    if length > 1 and not _DAY.search(first) and "@" not in first:
        next_word = lines[at + 1].folded.partition(" ")[0]
        if len(first) + len(next_word) < _SHORTEST_FOLD:
            return True
    for below in range(at + 1, at + length):
        text = " ".join(one.folded for one in lines[below : at + length])
        if not (_DAY.search(text) and _TIME.search(text)):
            return False
        if "@" in text or ("@" not in first and _VERB.search(text)):
            return True
    return False


def _joined(lines: Sequence[Line], at: int) -> list[str]:
    """The text of one, two, three… lines from `at`, to the end of the paragraph."""
    found: list[str] = []
    for one in lines[at : at + _MOST_FOLDS]:
        if not one.folded or one.mark != lines[at].mark:
            break
        found.append(f"{found[-1]} {one.folded}" if found else one.folded)
    return found


def _dated(lines: Sequence[Line], at: int) -> Opening | None:
    for length, text in enumerate(_joined(lines, at), start=1):
        if _PERSONAL.search(text):
            return None
        closed = text.endswith(":") and (_VERB.search(text) or _CITED.match(text))
        if closed or _ends_open(text):
            again = any(_DATED.match(one.folded) for one in lines[at + 1 : at + length])
            proof = not again and ("@" in text or (_TIME.search(text) and _DAY.search(text)))
            return Opening(RULE, length + _lone_colon(lines, at + length), bool(proof))
        if _MID.search(text) and _TIME.search(text):
            return Opening(RULE, length, sure=True)
    return None


def _ends_open(text: str) -> bool:
    """Said without its colon: a date and an hour or address must then stand before."""
    return bool(_SAID.search(text) and _DAY.search(text) and (_TIME.search(text) or "@" in text))


def _lone_colon(lines: Sequence[Line], at: int) -> int:
    return 1 if at < len(lines) and lines[at].folded == ":" else 0


def _undated(lines: Sequence[Line], at: int) -> Opening | None:
    """ "Mairie <mairie@…> a écrit :", and names alone where a quote follows."""
    for length, text in enumerate(_joined(lines, at)[:3], start=1):
        if text.endswith(":") and _VERB.search(text):
            return Opening(RULE, length, sure="<" in text and "@" in text)
    return None


def _generic(lines: Sequence[Line], at: int) -> Opening | None:
    """Any language: a day, an hour and an address in brackets, then a colon, is nothing that is typed.

    With a part of them, only where a quote follows.
    """
    if _BARE.fullmatch(lines[at].folded):
        return Opening(RULE, 1, sure=False)
    for length, text in enumerate(_joined(lines, at)[:3], start=1):
        if text.endswith(":") and _DAY.search(text):
            timed, addressed = bool(_TIME.search(text)), bool(_ADDRESSED.search(text))
            if timed or "@" in text:
                return Opening(RULE, length, sure=timed and addressed)
    return None
