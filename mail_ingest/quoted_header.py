"""The header of the earlier mail, repeated as text: De / Envoyé / À / Objet, and what stands above."""

import re
from collections.abc import Sequence

from mail_ingest.labels import is_labelled, label_of
from mail_ingest.lines import Line
from mail_ingest.opening import Opening, is_marked, next_said

_DATE = re.compile(r"(?:(?<!\d)\d{4}(?!\d)|\d/\d\d?/\d\d).{0,60}?\d{1,2} ?[:h.] ?\d\d")
_MAILBOX = re.compile(r"<[^<>\s]{1,80}@[^<>\s]{1,80}>")
_ONE_LINE = re.compile(
    r"[*_>\"' ]{0,6}(?:de|from) ?[*_]{0,2} ?:.{1,200}?\b(?:envoye|date|sent)(?: le)? ?[*_]{0,2} ?:"
    r".{1,200}?\b(?:a|to|objet|subject) ?[*_]{0,2} ?:"
)
_MOST_LINES = 16
_MOST_CONTINUED = 3  # lines that continue one header, and blank lines between two
_FEWEST = 3  # labels of a language that we do not know

_ORIGINAL = re.compile(
    r"(?:message|mail|e-?mail|courriel) (?:d'origine|origine|original|initial|precedent)"
    r"|original (?:message|mail)|reply message|ursprungliche nachricht|originalnachricht"
    r"|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|oryginalna wiadomosc|wiadomosc oryginalna|mesaj original|orijinal (?:ileti|mesaj)"
    r"|исходное сообщение|оригінальне повідомлення|原始邮件|原始郵件"
)
_FORWARD = re.compile(
    r"(?:debut du )?(?:message|mail|e-?mail|courriel) (?:transfere|transmis|reexpedie|redirige)"
    r"|(?:begin )?forwarded (?:message|mail)|(?:anfang der )?weitergeleiteten? nachricht"
    r"|mensaje reenviado|(?:inizio )?messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)"
    r"|doorgestuurd bericht|przekazana wiadomosc|mesaj redirectionat|iletilen mesaj"
    r"|пересылаемое сообщение|переслане повідомлення|转发的?邮件"
)
_ORANGE = re.compile(r"message du \d\d?/\d\d?/\d\d")  # "> Message du 10/03/26 09:12"
_RULED = re.compile(r"[-_=*](?: ?[-_=*]){4,}")
_SHORT_RULE = re.compile(
    r"[-_=*]{3,4}"
)  # a citizen may type it: it counts just above a header alone
_DRAWN = re.compile(r"[-_=*]{4}")
_TITLED = re.compile(r"[-_=*]{4,} ?[^-_=*][^:]{0,60}[-_=*]{4,}")  # a rule, some words, a rule


def quoted_header(lines: Sequence[Line], at: int) -> Opening | None:
    """The repeated header that begins here: a separator, a block of labels, or both."""
    first = lines[at].folded
    if first.startswith(("-", "_", "=", "*")) or "message" in first or "mail" in first:
        found = _separator(lines, at)
        if found:
            return found
    if ":" not in first:
        return None
    if _ONE_LINE.match(first):
        return Opening("header", 1, sure=True)
    length = _block(lines, at, sure=False)
    return Opening("header", length, sure=True) if length else None


def says_forward(folded: str) -> bool:
    """Whether a line says « Message transféré », whatever decorates it."""
    return bool(_FORWARD.fullmatch(_undecorated(folded)))


def _undecorated(folded: str) -> str:
    return folded.strip("-_=*#> :\"'.").replace('"', "")


def _separator(lines: Sequence[Line], at: int) -> Opening | None:
    first = lines[at].folded
    bare = _undecorated(first)
    below = next_said(lines, at + 1)
    block = _block(lines, below, sure=True) if below < len(lines) else 0
    near = 1 if _SHORT_RULE.fullmatch(first) else _MOST_CONTINUED
    if below - at <= near and (near == 1 or _RULED.fullmatch(first)):
        return _under_a_rule(lines, at, below, block)
    forward = _FORWARD.fullmatch(bare)
    if block and _TITLED.fullmatch(first):
        return Opening("forward" if forward else "original", below - at + block, sure=True)
    if not forward and not _ORIGINAL.fullmatch(bare) and not _ORANGE.match(bare):
        return None
    rule = "forward" if forward else "original"
    if block:
        return Opening(rule, below - at + block, sure=True)
    decorated = first.startswith(("--", "__", "==", "**")) or bare.startswith("debut du message")
    if decorated or is_marked(lines, at + 1) or _ORANGE.match(bare):
        return Opening(rule, 1, sure=True)
    return None


def _under_a_rule(lines: Sequence[Line], at: int, below: int, block: int) -> Opening | None:
    """A line of underscores counts only above the labels of a header."""
    if below < len(lines) and block and _block(lines, below, sure=False):
        return Opening("header", below - at + block, sure=True)
    return None


def _block(lines: Sequence[Line], at: int, *, sure: bool) -> int:
    """How many lines the labels from `at` take; 0 when they are not those of a mail."""
    found: list[str] = []
    end = at
    for index in range(at, min(at + _MOST_LINES, len(lines))):
        if lines[index].mark is not lines[at].mark or _DRAWN.match(lines[index].folded):
            break  # typed above, quoted below
        label = label_of(lines[index].folded)
        if label and label in found[:1]:
            if label != "from":
                return 0  # the header begins below: a citizen typed the first one
            break  # two senders, two headers
        if label:
            found.append(label)
            end = index + 1
        elif not found or index - end >= _MOST_CONTINUED or len(found) > len(set(found)) + 2:
            break
    text = [one.folded for one in lines[at:end]]
    if not _is_header(set(found), text, sure=sure):
        return _foreign_block(lines, at)
    return 0 if _begins_below(lines, at, end, found[0]) else end - at


def _begins_below(lines: Sequence[Line], at: int, end: int, first: str) -> bool:
    """Whether a whole header stands under a blank line: what is above it was typed."""
    if first == "from" or (first in {"sent", "date"} and _DATE.search(lines[at].folded)):
        return False
    starts = (
        index + 1
        for index in range(at + 1, end - 1)
        if not lines[index].folded and label_of(lines[index + 1].folded) == "from"
    )
    return any(_block(lines, start, sure=False) for start in starts)


def _foreign_block(lines: Sequence[Line], at: int) -> int:
    """The same in a language that we do not know: a mailbox first, and a day with its hour."""
    if not _MAILBOX.search(lines[at].folded):
        return 0
    text: list[str] = []
    for one in lines[at : at + _MOST_LINES]:
        if not is_labelled(one.folded):
            break
        text.append(one.folded)
    return len(text) if len(text) >= _FEWEST and any(map(_DATE.search, text)) else 0


def _is_header(kinds: set[str], text: list[str], *, sure: bool) -> bool:
    """Whether these labels head a mail, and not a citizen's "Date : …, De : 8 h, À : midi"."""
    if "from" not in kinds or len(kinds) < (2 if sure else 3):
        return False
    if sure or ("sent" in kinds and kinds & {"to", "subject"}):
        return True
    return any(_is_proof(one) for one in text)


def _is_proof(folded: str) -> bool:
    """A mailbox where one stands, or a day with its hour: programs write them, people rarely."""
    if "@" in folded:
        return "<" in folded or label_of(folded) in {"from", "to", "copy"}
    return "date" in folded and bool(_DATE.search(folded))
