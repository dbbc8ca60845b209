"""The names that the records of a town are about, from its settings."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from guichet.dkim_keys import signing_domain
from guichet.settings import Settings

#: Where nobody has chosen: `guichet._domainkey`.
SELECTOR = "guichet"
_HERE = {"localhost", "127.0.0.1", "::1", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """`web`: the host of the pages. `domain`: that of the mails. `sender`: the host whose address relays see.

    `addresses` are those of this server, where somebody told them.
    """

    town: str
    web: str
    domain: str
    sender: str
    contact: str
    selector: str
    key_file: Path
    signs: bool
    addresses: tuple[str, ...] = ()

    @property
    def sends_itself(self) -> bool:
        """The relay runs on this machine: its address is ours."""
        return self.sender == self.web


def names_of(settings: Settings, slug: str, addresses: tuple[str, ...] = ()) -> Names:
    """What the settings say, and what they leave to us: the selector, the file of the key."""
    told = settings.towns[slug]
    web = urlsplit(settings.web.public_url).hostname or ""
    relay = settings.mail_out.host.lower()
    return Names(
        town=slug,
        web=web,
        domain=signing_domain(told),
        sender=web if relay in _HERE else relay,
        contact=told.contact,
        selector=told.dkim_selector.lower() or SELECTOR,
        key_file=told.dkim_key or settings.keys.secret_file.with_name(f"dkim-{slug}.pem"),
        signs=told.dkim_key is not None,
        addresses=addresses,
    )
