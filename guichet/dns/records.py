"""Each record of a town: what to write, why, and whether it is right already."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from guichet.dns import sender_policy
from guichet.dns.names import Names
from guichet.dns.resolver import Dns, DnsSilentError
from guichet.finding import Finding, good, problem, skipped, warning
from mail_ingest.domains import organisation
from mail_send.dkim_key import DkimKey, publishes, record_name, record_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A line of the zone: `value` is empty where the town already has its own, to be left alone.

    `addresses` are those of an A, each of which is a line (AAAA for IPv6); `value` names them all.
    """

    kind: str
    name: str
    value: str
    finding: Finding
    addresses: tuple[str, ...] = ()


#: A question about one record.
Look = Callable[[Dns, Names], Awaitable[Record]]


async def page_address(dns: Dns, names: Names) -> Record:
    """A and AAAA of the pages."""
    what = f"Adresse des pages ({names.web})"
    wanted = " ".join(names.addresses) or "<adresse publique de ce serveur>"
    found = await dns.addresses(names.web)
    if not found:
        told = problem(what, "aucune adresse dans le DNS", f"ajoutez A (ou AAAA) {wanted}")
    elif names.addresses and not set(names.addresses) & set(found):
        told = problem(what, f"mène à {_list(found)}", f"remplacez par {wanted}")
    else:
        told = good(what, f"mène à {_list(found)}")
    return Record(kind="A", name=names.web, value=wanted, finding=told, addresses=names.addresses)


async def mail_servers(dns: Dns, names: Names) -> Record:
    """MX of the mails' domain: a town that has one keeps it."""
    what = f"Serveur qui reçoit ({names.domain})"
    found = await dns.mail_servers(names.domain)
    if found:
        told = good(what, f"{_list(found)} : à lui de remettre au guichet")
        return Record(kind="MX", name=names.domain, value="", finding=told)
    told = problem(
        what, "aucun MX : les réponses n'arrivent nulle part", "ajoutez le MX ci-dessous"
    )
    return Record(kind="MX", name=names.domain, value=f"10 {names.web}.", finding=told)


async def sender(dns: Dns, names: Names) -> Record:
    """SPF: our relay may send for the domain."""
    what = f"SPF ({names.domain})"
    found = sender_policy.policies(await dns.texts(names.domain))
    if not found:
        value = f"{sender_policy.VERSION} mx a:{names.sender} ~all"
        told = problem(what, "aucun : nos courriels passent pour suspects", "ajoutez ce TXT")
        return _text(names.domain, value, told)
    if len(found) > 1:
        told = problem(what, f"{len(found)} SPF : aucun ne compte", "n'en gardez qu'un")
        return _text(names.domain, sender_policy.with_sender(found[0], names.sender), told)
    addresses = names.addresses if names.sends_itself else ()
    servers = addresses or await dns.addresses(names.sender)
    allowed = [await sender_policy.lets(dns, names.domain, found[0], one) for one in servers]
    if servers and all(allowed):
        return _text(names.domain, found[0], good(what, f"autorise {names.sender}"))
    told = warning(
        what,
        f"ne nomme pas {names.sender}",
        "remplacez par ce TXT, ou par ce que le fournisseur du relais indique (include:…)",
    )
    return _text(names.domain, sender_policy.with_sender(found[0], names.sender), told)


async def signature(dns: Dns, names: Names, key: DkimKey) -> Record:
    """DKIM: the public half of our key."""
    name = record_name(names.selector, names.domain)
    what = f"DKIM ({name})"
    found = await dns.texts(name)
    if any(publishes(one, key) for one in found):
        told = good(what, "la clé publiée est la nôtre")
    elif found:
        told = problem(what, "la clé publiée n'est pas la nôtre", "remplacez-la par ce TXT")
    else:
        told = problem(what, "aucune clé publiée", "ajoutez ce TXT")
    return _text(name, record_value(key), told)


async def policy(dns: Dns, names: Names) -> Record:
    """DMARC, of the domain or of the one above it that was bought."""
    name = f"_dmarc.{names.domain}"
    what = f"DMARC ({names.domain})"
    above = organisation(names.domain) or names.domain
    for place in dict.fromkeys((name, f"_dmarc.{above}")):
        found = [one for one in await dns.texts(place) if one.lower().startswith("v=dmarc1")]
        if len(found) == 1:
            return _text(place, found[0], good(what, f"{place} : {found[0]}"))
    value = f"v=DMARC1; p=none; rua=mailto:{names.contact}"
    told = warning(what, "aucun : des messageries se méfient", "ajoutez ce TXT")
    return _text(name, value, told)


async def reverse(dns: Dns, names: Names) -> Record:
    """PTR of the server that sends: asked of whoever rents the address."""
    what = f"Nom inverse de {names.sender}"
    servers = names.addresses if names.sends_itself else ()
    servers = servers or await dns.addresses(names.sender)
    if not servers:
        told = skipped(what, "son adresse n'est pas connue", "donnez-la par --address")
        return Record(kind="PTR", name="", value=f"{names.sender}.", finding=told)
    missing = [one for one in servers if not await dns.names_of(one)]
    if not missing:
        told = good(what, f"{_list(servers)} a un nom")
    else:
        cure = "demandez à qui loue cette adresse d'y mettre ce nom"
        told = warning(what, f"{_list(missing)} n'a pas de nom : des messageries refusent", cure)
    return Record(kind="PTR", name=(missing or servers)[0], value=f"{names.sender}.", finding=told)


#: All but DKIM, which needs the key.
LOOKS: tuple[tuple[str, Look], ...] = (
    ("A", page_address),
    ("MX", mail_servers),
    ("SPF", sender),
    ("DMARC", policy),
    ("PTR", reverse),
)


async def look(dns: Dns, names: Names, what: str, asked: Look) -> Record:
    """One record; the silence of the DNS is an answer too."""
    try:
        return await asked(dns, names)
    except DnsSilentError as silence:
        told = problem(f"{what} ({names.domain})", f"{silence}", "vérifiez le DNS, puis relancez")
        return Record(kind=what, name="", value="", finding=told)


def _text(name: str, value: str, finding: Finding) -> Record:
    return Record(kind="TXT", name=name, value=value, finding=finding)


def _list(found: tuple[str, ...] | list[str]) -> str:
    return ", ".join(found)
