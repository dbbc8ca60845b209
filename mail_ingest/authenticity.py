"""Does the sender's domain vouch for this mail? A verdict, and what it rests on.

A stamp counts only from the town's own server; where nobody stamps, our own look at the signatures.
SPF alone vouches for the envelope and not for the author: it is told, and proves nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mail_ingest.domains import aligned
from mail_ingest.header import mailboxes, words
from mail_ingest.mime import head_fields
from mail_ingest.signed import Lookup, signatures
from mail_ingest.stamps import Result, stamps, trusted_results


class Standing(StrEnum):
    """What the domain in From says of the mail."""

    ALIGNED = "aligned"  # it vouches: DMARC passes, or DKIM of the same organisation
    NONE = "none"  # it says nothing that we may believe
    DISAVOWED = "disavowed"  # it denies: DMARC fails


@dataclass(frozen=True, slots=True)
class Verdict:
    """The standing of a mail, and the reasons in the order they were looked at."""

    standing: Standing
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom a mail's own words are checked with. `lookup`: the DNS, to check signatures ourselves."""

    servers: Collection[str] = ()
    lookup: Lookup | None = None


def verdict(raw: bytes, trust: Trust) -> Verdict:
    """The verdict on a whole mail as it came. Asks the DNS when `trust` has one and nobody stamped."""
    domain, fault = _author(raw)
    if fault:
        return Verdict(Standing.NONE, (fault,))
    results = trusted_results(raw, trust.servers)
    if results:
        return _stamped(results, domain)
    ignored = tuple(f"stamp of {one.server} ignored" for one in stamps(raw)[:3])
    if trust.lookup is None:
        return Verdict(Standing.NONE, ignored or ("no stamp of a trusted server",))
    return _checked(raw, domain, ignored, trust.lookup)


def _author(raw: bytes) -> tuple[str, str]:
    """The domain of the one author, or why there is none: servers and readers could see two persons."""
    values = [words(value) for name, value in head_fields(raw) if name == "from"]
    if len(values) != 1:
        return "", "several From headers" if values else "no From header"
    found = mailboxes(values[0])
    if len(found) != 1:
        return "", "several authors in From" if found else "no address in From"
    domain = found[0].address.rpartition("@")[2]
    return domain, "" if domain else "no domain in From"


def _stamped(results: tuple[Result, ...], domain: str) -> Verdict:
    reasons = tuple(_told(one) for one in results)
    dmarc = [one for one in results if one.method == "dmarc" and _about(one, domain)]
    if any(one.result == "fail" for one in dmarc):
        return Verdict(Standing.DISAVOWED, reasons)
    if any(one.result == "pass" for one in dmarc) or any(_dkim(one, domain) for one in results):
        return Verdict(Standing.ALIGNED, reasons)
    spf = any(one.method == "spf" and one.result == "pass" for one in results)
    return Verdict(Standing.NONE, (*reasons, "spf alone is not enough") if spf else reasons)


def _about(result: Result, domain: str) -> bool:
    """A stamp that names another author speaks of another mail."""
    return aligned(result.properties.get("header.from", domain), domain)


def _dkim(result: Result, domain: str) -> bool:
    given = result.properties
    signer = given.get("header.d") or given.get("header.i", "").rpartition("@")[2]
    return result.method == "dkim" and result.result == "pass" and aligned(signer, domain)


def _told(result: Result) -> str:
    named = ("header.from", "header.d", "header.i", "smtp.mailfrom")
    shown = next(
        (f" {key}={result.properties[key]}" for key in named if key in result.properties), ""
    )
    return f"{result.method}={result.result}{shown}"


def _checked(raw: bytes, domain: str, reasons: tuple[str, ...], lookup: Lookup) -> Verdict:
    """One good signature of the author's organisation is enough."""
    found = tuple(_judged(raw, domain, lookup))
    good = any(passed for _, passed in found)
    told = tuple(reason for reason, _ in found) or ("no signature of the sender's domain",)
    return Verdict(Standing.ALIGNED if good else Standing.NONE, (*reasons, *told))


def _judged(raw: bytes, domain: str, lookup: Lookup) -> Iterator[tuple[str, bool]]:
    for signature in signatures(raw):
        if not aligned(signature.domain, domain):
            yield f"dkim of {signature.domain}: another organisation", False
        elif fault := signature.fault:
            yield f"dkim of {signature.domain}: {fault}", False
        else:
            passed = signature.holds(raw, lookup)
            yield f"dkim of {signature.domain}: {'good' if passed else 'does not hold'}", passed
