"""Who keeps a mailbox: the domains that one provider serves share its patience."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """`per_minute`: mails that it takes from a sender that it does not know well, prudently."""

    name: str
    per_minute: int


_ORANGE = Provider("orange", 60)
_FREE = Provider("free", 60)
_SFR = Provider("sfr", 60)
_LAPOSTE = Provider("laposte", 60)
_BOUYGUES = Provider("bouygues", 60)
_GOOGLE = Provider("google", 300)
_MICROSOFT = Provider("microsoft", 120)
_YAHOO = Provider("yahoo", 120)
_APPLE = Provider("apple", 120)
#: Of whoever is not below: each domain for itself.
_UNKNOWN = 120

#: Without asking the DNS: these are the mailboxes of most people in France. A town's own domain, even
#: hosted by one of them, keeps a pace of its own.
_DOMAINS: Mapping[Provider, str] = {
    _ORANGE: "orange.fr wanadoo.fr voila.fr",
    _FREE: "free.fr freesbee.fr libertysurf.fr aliceadsl.fr online.fr worldonline.fr",
    _SFR: "sfr.fr neuf.fr 9online.fr cegetel.net club-internet.fr numericable.fr noos.fr",
    _LAPOSTE: "laposte.net",
    _BOUYGUES: "bbox.fr",
    _GOOGLE: "gmail.com googlemail.com",
    _MICROSOFT: "outlook.fr outlook.com hotmail.fr hotmail.com live.fr live.com msn.com",
    _YAHOO: "yahoo.fr yahoo.com ymail.com rocketmail.com aol.com aol.fr",
    _APPLE: "icloud.com me.com mac.com",
}
_BY_DOMAIN = {domain: one for one, domains in _DOMAINS.items() for domain in domains.split()}


def provider_of(address: str) -> Provider:
    """The provider of that mailbox."""
    domain = address.rpartition("@")[2].lower()
    return _BY_DOMAIN.get(domain) or Provider(domain, _UNKNOWN)
