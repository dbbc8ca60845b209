"""Is this mail from a machine? The reason, so that nobody answers it and no flow advances."""

import re

from mail_ingest.challenge import Challenge, challenge
from mail_ingest.letter import Letter
from mail_ingest.lines import fold

_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_RESPONDERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-auto-replied",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
    "x-loop",
    "feedback-id",
)
_LISTS = ("list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "list-archive")
_NOBODY = re.compile(
    r"(?:no|do-?not|ne-?pas|nepas)[-_.]?(?:reply|repondre|repondez)\b.*|nepasrepondre.*"
    r"|(?:mailer-daemon|postmaster|bounces?|mail-?daemon|abuse|noreply|donotreply)(?:[-+_.].*)?"
    r"|microsoftexchange[0-9a-f]{32}"
)
_REPORTS = frozenset(
    {"multipart/report", "message/delivery-status", "message/disposition-notification"}
)
_CALENDARS = frozenset({"text/calendar", "application/ics"})
# These words alone prove nothing: "Absence de mon fils jeudi" is a citizen.
_SUBJECT = re.compile(
    r"(?:reponse|message|repondeur|notification|accuse)s? (?:automatique|d'absence|de reception)"
    r"|reponse auto\b|absence du bureau|hors du bureau|auto(?:matic)?[- :]?(?:reply|response)"
    r"|out of (?:the )?office|autoreply|on vacation|lu ?:|read ?:|non remis ?:|undeliverable"
    r"|delivery status|accuse de lecture|abwesenheit|automatische antwort|respuesta automatica"
    r"|risposta automatica"
)
_WEAK_SUBJECT = re.compile(r"absente?\b|absence\b|en conges?\b|conges?\b|vacances")
_MACHINE = ("x-auto-response-suppress", "x-ms-exchange-inbox-rules-loop", "x-vacation-message")
_AWAY = re.compile(
    r"\b(?:je suis|actuellement|i am|i'm) (?:actuellement |absente?|en conges?|currently |out of|away)"
    r"|reponse automatique|message automatique|ne pas repondre a ce (?:message|mail|courriel)"
    r"|automatic(?:ally generated)? (?:reply|message)|de retour le|mon retour"
)


def automatic(letter: Letter, envelope_from: str | None) -> str | None:
    """Why a mail is automatic, or None for a person. `envelope_from` is None where unknown."""
    return (
        _challenged(letter, envelope_from)
        or _declared(letter)
        or _shaped(letter)
        or _nobody(letter, envelope_from)
        or _announced(letter)
    )


def is_machine(letter: Letter, envelope_from: str | None) -> bool:
    """Whether the headers or the envelope already say so, whatever the words are."""
    return bool(_declared(letter) or _shaped(letter) or _nobody(letter, envelope_from))


def asks_for_a_click(letter: Letter, envelope_from: str | None) -> Challenge | None:
    """What an anti-spam service wants before it hands our mail over."""
    return challenge(letter, from_machine=is_machine(letter, envelope_from))


def is_nobody(address: str) -> bool:
    """An address that no person reads: never answered. [RFC 3834 2]"""
    return bool(_NOBODY.fullmatch(address.partition("@")[0].lower()))


def _challenged(letter: Letter, envelope_from: str | None) -> str | None:
    return "challenge" if asks_for_a_click(letter, envelope_from) else None


def _declared(letter: Letter) -> str | None:
    """What the headers admit. [RFC 3834 5, RFC 2919, RFC 2369]"""
    submitted = letter.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto-submitted"
    if letter.header("precedence").strip().lower() in _BULK:
        return "precedence"
    if letter.header("x-precedence").strip().lower() in _BULK:
        return "precedence"
    names = {name for name, _ in letter.headers}
    found = next((name for name in (*_RESPONDERS, *_LISTS) if name in names), None)
    if found and letter.header(found).strip().lower() not in {"no", "false", "0"}:
        return "list" if found in _LISTS else found
    return None


def _shaped(letter: Letter) -> str | None:
    """Reports, receipts, meetings."""
    kinds = {letter.content_type} | {one.content_type for one in letter.attachments}
    if kinds & _REPORTS or letter.has("x-failed-recipients"):
        return "report"
    if letter.content_type in _CALENDARS:
        return "calendar"
    methods = any(one.content_type in _CALENDARS and not one.name for one in letter.attachments)
    return "calendar" if methods else None


def _nobody(letter: Letter, envelope_from: str | None) -> str | None:
    """Senders that no person is behind. [RFC 5321 4.5.5]"""
    if envelope_from is not None and envelope_from.strip(" <>") == "":
        return "null sender"
    if letter.header("return-path").strip() == "<>":
        return "null sender"
    if is_nobody(letter.from_address) or (envelope_from and is_nobody(envelope_from.strip("<> "))):
        return "nobody"
    return None


def _announced(letter: Letter) -> str | None:
    """A subject of absence with a second sign of a machine; a vague one needs two."""
    subject = _bare_subject(letter.subject)
    header = any(letter.has(name) for name in _MACHINE)
    text = bool(_AWAY.search(fold((letter.text or letter.html or "")[:400])))
    if _SUBJECT.match(subject):
        return "subject" if header or text else None
    if _WEAK_SUBJECT.match(subject):
        return "subject" if header and text else None
    return None


def _bare_subject(subject: str) -> str:
    return re.sub(r"^(?:(?:re|tr|aw|fwd?) ?: ?)+", "", fold(subject))
