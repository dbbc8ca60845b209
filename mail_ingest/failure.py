"""Why a server did not deliver: the codes and the words of all kinds of servers, as one status."""

import re
from typing import NamedTuple

from mail_ingest.lines import fold

ABSENT, FULL, REJECTED, LATE = "1.1", "2.2", "7.1", "4.7"

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.:])([45])([0-7]\d)[ -](?=\D)")
# Orange writes OFR_506 or OFR204_418 [418], La Poste LPN007_510: the last three digits are the reason.
_PROVIDER = re.compile(r"\b(?:ofr|lpn|sfr|bbx)[_-]?(?:\d{2,4}[_-])?(\d{3})\b")
_PROVIDER_MEANS = {
    "402": "5.1.1",
    "416": "5.1.1",
    "418": "5.1.1",
    "417": "4.2.2",
    "443": "5.2.1",
    "506": "5.7.1",
    "510": "5.7.1",
    "515": "5.7.1",
    "519": "5.7.1",
    "999": "5.7.1",
    "004": "4.7.0",
    "005": "4.7.0",
    "006": "4.7.0",
    "007": "4.7.0",
    "102": "4.7.0",
    "103": "4.7.0",
    "104": "4.7.0",
    "105": "4.7.0",
    "109": "4.7.0",
}
_DELAYED = re.compile(
    r"delay(?:ed)?\b|not yet been delivered|still (?:being|trying)|will (?:be retried|keep trying|retry)"
    r"|no action is required|warning message only|retard(?:ee?)?\b|n'a pas encore (?:pu |ete )"
    r"|nouvelles? tentatives?|sera reessaye|do not need to resend|delivery incomplete|remise incomplete"
)
_SAID = (
    (
        FULL,
        re.compile(
            r"mailbox (?:is )?(?:full|over)|over ?quota|quota (?:exceeded|depasse)|exceeded .{0,20}quota"
            r"|(?:boite|messagerie)\b.{0,40}\b(?:pleine|saturee)|espace .{0,30}(?:insuffisant|depasse)"
            r"|insufficient (?:system )?storage|inbox is full|out of storage|quota .{0,20}(?:plein|atteint)"
        ),
    ),
    (
        "2.1",
        re.compile(
            r"(?:mailbox|account|compte|boite)\b.{0,40}\b(?:inactiv|disabled|suspend|desactiv|bloque|blocked)"
            r"|inactivity"
        ),
    ),
    (
        ABSENT,
        re.compile(
            r"(?:user|recipient|address|mailbox|account)\b.{0,60}\b(?:unknown|not found|does(?:n't| not) exist"
            r"|unavailable|invalid|couldn't be found|no longer)|unknown (?:user|recipient|local|address)"
            r"|no (?:such|mailbox|account)\b|invalid (?:recipient|mailbox)|isn't (?:a valid|valid)"
            r"|(?:adresse|destinataire|utilisateur|compte|boite)\b.{0,60}\b(?:inconnue?|introuvable|invalide"
            r"|n'existe|inexistante?|n'a pas ete trouve|incorrecte?)|n'existe pas|user doesn't"
        ),
    ),
    (
        REJECTED,
        re.compile(
            r"spam|blocked|black ?list|listed|reputation|policy|(?:mail|service|message) (?:rejet|refus)"
            r"|access denied|not (?:allowed|authorized)|rejected|dmarc|indesirable|non autorise"
        ),
    ),
    (
        "4.1",
        re.compile(
            r"(?:connection|connexion) (?:timed|refused|refusee)|no route|unrouteable|host (?:not found|unknown)"
            r"|domain .{0,40}(?:not found|couldn't)|domaine .{0,40}(?:introuvable|inconnu|n'existe)"
        ),
    ),
)


class Failure(NamedTuple):
    """A status of RFC 3463 as far as it is told, and whether trying again is useless."""

    status: str
    permanent: bool


def failure(text: str) -> Failure | None:
    """What the words and codes of a server say; None when they tell of no failure."""
    plain = " ".join(fold(line) for line in text[:8000].split("\n")[:200])
    late = bool(_DELAYED.search(plain))
    digit, status = _coded(plain)
    said = next((meant for meant, words in _SAID if words.search(plain)), "")
    if not digit and not said and not late:
        return None
    if not digit:
        digit = "4" if late or said == FULL else "5"
    if not status:
        status = f"{digit}.{said or (LATE if late else '0.0')}"
    return Failure(status, permanent=digit == "5" and not (late and not said))


def _coded(plain: str) -> tuple[str, str]:
    """The class and the whole status, by an enhanced code, a provider's own, or a bare reply code."""
    if enhanced := _STATUS.search(plain):
        return enhanced[1], enhanced[0]
    provider = next((one[1] for one in _PROVIDER.finditer(plain) if one[1] in _PROVIDER_MEANS), "")
    reply = _REPLY.search(plain)
    if provider:
        status = _PROVIDER_MEANS[provider]
        return (reply[1], f"{reply[1]}{status[1:]}") if reply else (status[0], status)
    return (reply[1], "") if reply else ("", "")
