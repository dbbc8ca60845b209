"""What the answers of a relay mean for a mail: later, later and more slowly, or never."""

import re
from enum import StrEnum

import aiosmtplib

from desk.door import DelayedError, DeliveryError, RefusedError


class Whom(StrEnum):
    """Who asks us to slow down."""

    RELAY = "relay"
    PROVIDER = "provider"


class SlowDownError(DelayedError):
    """Try again later, and write less to `whom` meanwhile."""

    def __init__(self, reason: str, whom: Whom) -> None:
        super().__init__(reason)
        self.whom = whom


#: The mailbox or its domain is not there, or not any more. [RFC 3463 3.2, RFC 7505]
_GONE = re.compile(r"5\.(?:1\.(?:1|2|6|10)|2\.1)(?!\d)")
#: The relay refuses us (authentication, encryption, an extension): nothing is said of the recipient.
_ABOUT_US = frozenset({503, 504, 523, 530, 534, 535, 538, 555})
#: « Relay access denied », at the name of a recipient: a setting to mend, not a citizen to give up.
_NOT_FOR_US = re.compile(r"5\.7\.\d")
#: One mailbox, full or too busy: its provider asks nothing of us.
_THIS_MAILBOX = re.compile(r"[45]\.2\.\d")
# Orange writes OFR_104 or OFR004_104 [104], La Poste LPN007_402, SFR and Bouygues likewise: the last
# three digits are the reason. `mail_ingest` reads the same ones in bounces.
_CODE = re.compile(r"\b(?:OFR|LPN|SFR|BBX)[_-]?(?:\d{2,4}[_-])?(\d{3})\b", re.IGNORECASE)
_CODES_OF_HASTE = frozenset({"004", "005", "006", "007", "102", "103", "104", "105", "109"})
_CODES_OF_NOBODY = frozenset({"416", "418"})
_HASTE = re.compile(
    r"too (?:many|much|fast|quickly)|slow(?:ing)? down|rate.?limit|throttl|server busy|\bTSS0\d|\bRP-00\d"
    r"|trop (?:de (?:connexions?|messages?|courriers?|courriels?|mails?)|vite|rapide)|4\.7\.28|4\.7\.500",
    re.IGNORECASE,
)


def meaning(error: aiosmtplib.SMTPException | OSError) -> DeliveryError:
    """What went wrong while a mail was handed over."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return _of_recipient(error.recipients[0])
        case aiosmtplib.SMTPDataError():
            return _of_mail(error)
        case aiosmtplib.SMTPSenderRefused():
            return _of_sender(error)
        case aiosmtplib.SMTPResponseException():
            # Nobody was named yet: whatever is wrong, it is between the relay and us.
            return SlowDownError(f"smtp {error.code}", Whom.RELAY)
        case _:
            return SlowDownError(f"relay {type(error).__name__}", Whom.RELAY)


def _of_recipient(answer: aiosmtplib.SMTPResponseException) -> DeliveryError:
    if _NOT_FOR_US.match(answer.message.strip()) and not _hasty(answer.message):
        return DelayedError(f"smtp {answer.code}")
    return _of_mail(answer)


def _of_mail(answer: aiosmtplib.SMTPResponseException) -> DeliveryError:
    """4xx is « later », 5xx is « no »; only some of these mean that the mailbox is gone."""
    reason, text = f"smtp {answer.code}", answer.message.strip()
    if _hasty(text):
        return SlowDownError(reason, Whom.PROVIDER)
    if answer.code == 421:
        return SlowDownError(reason, Whom.RELAY)
    if answer.code < 500 or answer.code in _ABOUT_US:
        return DelayedError(reason)
    return RefusedError(reason, gone=bool(_GONE.match(text)) or _says(text, _CODES_OF_NOBODY))


def _of_sender(answer: aiosmtplib.SMTPSenderRefused) -> DeliveryError:
    """A refusal is about us, except of the size of the mail."""
    reason = f"smtp {answer.code}"
    if answer.code == 552:
        return RefusedError(reason)
    return SlowDownError(reason, Whom.RELAY) if answer.code < 500 else DelayedError(reason)


def _hasty(text: str) -> bool:
    """Whether the provider finds that we write too much, whatever the class of its answer."""
    if _THIS_MAILBOX.match(text):
        return False
    return _says(text, _CODES_OF_HASTE) or bool(_HASTE.search(text))


def _says(text: str, codes: frozenset[str]) -> bool:
    return any(found[1] in codes for found in _CODE.finditer(text))
