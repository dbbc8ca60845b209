"""Which domains answer for each other: the same organisation, by the public-suffix list."""

from functools import cache

from publicsuffixlist import PublicSuffixList


def organisation(domain: str) -> str:
    """« mail.ville.gouv.example » as its registrable domain, in lower case; empty for a bare suffix."""
    plain = _ascii(domain)
    return (_suffixes().privatesuffix(plain) or "") if plain else ""


def aligned(one: str, other: str) -> bool:
    """Whether two domains are of one organisation, in DMARC's relaxed sense. [RFC 7489 3.1]"""
    found = organisation(one)
    return bool(found) and found == organisation(other)


def _ascii(domain: str) -> str:
    """As it stands in the DNS; empty when it cannot stand there."""
    bare = domain.strip(" .").lower()
    try:
        return bare if bare.isascii() else bare.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
