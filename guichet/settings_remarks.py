"""What may stand in the settings and still deserves a word when the program starts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from guichet.settings import Settings
from guichet.towns import NO_TOWN, password_rules
from portal.password.rules import bits

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
#: What the CNIL asks of a password behind a growing delay. [DOMAIN.md 3]
_ENOUGH_BITS = 50


def remarks(settings: Settings) -> Iterator[str]:
    """A French sentence for each thing that a town should know."""
    if not settings.towns:
        yield NO_TOWN
    floor = bits(password_rules(settings))
    if floor < _ENOUGH_BITS:
        yield (
            f"[password] : les règles seules font {floor:.0f} bits, la CNIL en demande"
            f" {_ENOUGH_BITS} ; c'est min_score qui refuse les mots de passe devinables"
        )
    public = urlsplit(settings.web.public_url)
    if public.scheme != "https" and public.hostname not in _LOOPBACK:
        yield "[web] public_url n'est pas en https : les liens des citoyens ne sont pas protégés"
    out = settings.mail_out
    if out.password and out.tls == "none" and out.host not in _LOOPBACK:
        yield "[mail_out] : le mot de passe du relais voyage en clair ; mettez tls"
