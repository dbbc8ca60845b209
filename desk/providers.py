"""Who keeps a mailbox: the domains that one provider serves share its patience, and wait for it together.

Without asking the DNS: these are the mailboxes of most people in France. A town's own domain, even hosted by
one of them, is a provider of its own.
"""

from collections.abc import Mapping

_KNOWN: Mapping[str, str] = {
    "orange": "orange.fr wanadoo.fr voila.fr",
    "free": "free.fr freesbee.fr libertysurf.fr aliceadsl.fr online.fr worldonline.fr",
    "sfr": "sfr.fr neuf.fr 9online.fr cegetel.net club-internet.fr numericable.fr noos.fr",
    "laposte": "laposte.net",
    "bouygues": "bbox.fr",
    "google": "gmail.com googlemail.com",
    "microsoft": "outlook.fr outlook.com hotmail.fr hotmail.com live.fr live.com msn.com",
    "yahoo": "yahoo.fr yahoo.com ymail.com rocketmail.com aol.com aol.fr",
    "apple": "icloud.com me.com mac.com",
}
#: How the outbox says it: « wait orange: smtp 450 ».
WAIT = "wait "
_BY_DOMAIN = {domain: name for name, domains in _KNOWN.items() for domain in domains.split()}


def provider_of(mail: str) -> str:
    """« orange » for an address of Orange; the domain itself where we know no better."""
    domain = mail.rpartition("@")[2].lower()
    return _BY_DOMAIN.get(domain, domain)[:64]


def put_off(by: str, why: str) -> str:
    """Why a message waits for a provider rather than for its own mailbox."""
    return f"{WAIT}{by[:40]}: {why}"[:64]


def who_put_off(error: str) -> tuple[str, str]:
    """The provider and its reason, as `put_off` said them."""
    by, _, why = error.removeprefix(WAIT).partition(": ")
    return by, why
