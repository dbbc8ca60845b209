"""An anti-spam service that holds a mail of ours until its sender has clicked. Its link is never followed.

Mailinblack and its like, and the confirmation pages of providers: recognised by their own links, or by
their words from a machine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from mail_ingest.letter import Letter
from mail_ingest.lines import fold

LONGEST_LINK = 500
_MOST_READ = 20_000
_SERVICES = re.compile(
    r"https?://[^\s/\"'<>]{0,80}(?:mailinblack|spamarrest|boxbe|spamenmoins|sendio|knowspam|bluebottle"
    r"|antispameurope|altospam|vade-?retro|e-?securemail)\."
)
_HELD = re.compile(
    r"(?:message|mail|courriel|e-?mail)\b.{0,80}\b(?:en attente|retenu|bloque|suspendu|quarantaine|held"
    r"|on hold|waiting|pending)"
)
_ASKED = re.compile(
    r"cliqu|authentifi|valid(?:er|ez)|confirm|captcha|pas un robot|human|click|verif(?:ier|iez|y)"
)
# Signs that a link may have and that need no escape. [RFC 3986 2]
_LINK = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]{4,490}")
_HOST = re.compile(r"https?://(?:[^/@]{0,100}@)?([a-z0-9.-]{1,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Challenge:
    """The page that the service wants opened; empty when none is found. It may hold a token: never logged."""

    link: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Whose page it is."""
        found = _HOST.match(self.link)
        return found[1].lower() if found else ""


def challenge(letter: Letter, *, from_machine: bool) -> Challenge | None:
    """What a service asks, or None. `from_machine`: headers or envelope say that nobody wrote it."""
    said = f"{letter.text or ''} {letter.html or ''}"[:_MOST_READ]
    words = fold(said[:2000].replace("\n", " "))
    service = bool(_SERVICES.search(said.lower()))
    if not _ASKED.search(words) or not (service or _HELD.search(words)):
        return None
    return Challenge(_best(said)) if service or from_machine else None


def _best(said: str) -> str:
    """A link of a known service rather than another; the first of them."""
    links = list(_links(said))
    known = (one for one in links if _SERVICES.match(one.lower()))
    return next(known, next(iter(links), ""))


def _links(said: str) -> Iterator[str]:
    for found in _LINK.finditer(said):
        yield unescape(found[0]).rstrip(".,;:!?)")[:LONGEST_LINK]
