"""What a mail is for whoever reads it: an answer, a first letter, or somebody else's mail handed on."""

import re
from collections.abc import Iterable
from enum import StrEnum

from mail_ingest.letter import Letter
from mail_ingest.lines import fold
from mail_ingest.quoted_header import says_forward
from mail_ingest.reply import Cut, Reply

_FORWARDED = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:tr|fwd?|wg|enc|i|rv|vs|doorst|trans)\s*:", re.IGNORECASE
)
_ANSWERED = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|aw|antw|rif|sv|res?p|r)\s*(?:\[\d+\])?\s*:", re.IGNORECASE
)
_MAIL = "message/rfc822"
#: Cuts that quote nothing: they say nothing of the kind.
ADDED = frozenset({"device", "signature", "legal"})


class Kind(StrEnum):
    """The kinds that `guichet mail explain` tells."""

    REPLY = "reply"
    NEW = "new"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    FORWARD = "forward"
    REFUSED = "refused"


def kind_of(letter: Letter, reply: Reply) -> Kind:
    """A person's mail: reply, forward or new."""
    quotes = [cut for cut in reply.cut if cut.rule not in ADDED]
    if _hands_on(letter, quotes):
        return Kind.FORWARD
    answers = letter.in_reply_to or letter.references or _ANSWERED.match(letter.subject)
    return Kind.REPLY if answers or quotes else Kind.NEW


def _hands_on(letter: Letter, quotes: Iterable[Cut]) -> bool:
    """The subject says so, or what is quoted, unless the subject says that the mail answers one."""
    if _FORWARDED.match(letter.subject):
        return True
    if _ANSWERED.match(letter.subject):
        return False
    first = next(iter(quotes), None)
    if first is not None:
        return first.rule == "forward" or says_forward(fold(first.line))
    attached = any(one.content_type == _MAIL for one in letter.embedded)
    return attached and not (letter.in_reply_to or letter.references)
