"""Who keeps a mailbox, and which of them asks us to slow down."""

from collections.abc import Mapping
from datetime import datetime

from models.conversation import Address
from models.post import BULK, Outbox, OutboxState

#: Domains of one provider: what one of them refuses for now, all of them do.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "orange": ("orange.fr", "wanadoo.fr"),
    "free": ("free.fr", "libertysurf.fr", "aliceadsl.fr"),
    "sfr": ("sfr.fr", "neuf.fr", "cegetel.net", "numericable.fr"),
    "laposte": ("laposte.net",),
    "bouygues": ("bbox.fr",),
    "google": ("gmail.com", "googlemail.com"),
    "microsoft": (
        "hotmail.com",
        "hotmail.fr",
        "outlook.com",
        "outlook.fr",
        "live.com",
        "live.fr",
        "msn.com",
    ),
    "yahoo": ("yahoo.com", "yahoo.fr", "ymail.com"),
    "apple": ("icloud.com", "me.com", "mac.com"),
}
_BY_DOMAIN = {domain: name for name, domains in _KNOWN.items() for domain in domains}
#: Mails that wait and are looked at: more of one provider tell nothing new.
_LOOKED_AT = 500


def provider_of(mail: str) -> str:
    """« orange » for an address of Orange; the domain itself where we know no better."""
    domain = mail.rpartition("@")[2].lower()
    return _BY_DOMAIN.get(domain, domain)[:64]


async def waiting_for(town: str, now: datetime) -> frozenset[str]:
    """Providers that put off one of our invitations, until it has been tried again: nothing more is begun.

    The courier knows: what was refused for now waits in the outbox, tried at least once, due later.
    """
    put_off = Outbox.filter(
        town=town, state=OutboxState.PENDING, priority=BULK, attempts__gt=0, due_at__gt=now
    )
    ids = await put_off.limit(_LOOKED_AT).values_list("address_id", flat=True)
    found = Address.filter(town=town, id__in=list(ids)) if ids else None
    mails = await found.values_list("external_id", flat=True) if found else []
    return frozenset(provider_of(str(mail)) for mail in mails)
