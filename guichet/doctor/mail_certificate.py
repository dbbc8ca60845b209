"""The certificate that our own door of the mails shows under STARTTLS: its dates, its name, that of the disk."""

import ssl
from pathlib import Path

import aiosmtplib
from cryptography import x509

from guichet.dns.names import names_of
from guichet.doctor import certificate
from guichet.doctor.visit import Visit, is_here
from guichet.finding import Finding, State, problem, warning
from guichet.settings import Settings

_WHAT = "Certificat du courrier entrant"


async def offered(visit: Visit) -> list[Finding]:
    """Nothing where no certificate is set. The door listens: that was seen before."""
    told = visit.settings.mail_in
    if told.tls_certificate is None:
        return []
    try:
        on_disk = x509.load_pem_x509_certificate(told.tls_certificate.read_bytes())
    except (OSError, ValueError):
        return [problem(_WHAT, f"{told.tls_certificate} ne se lit pas", "remettez ce fichier")]
    try:
        # LMTP greets in its own way, and is not spoken by our client: the file must do.
        shown = on_disk if told.protocol == "lmtp" else await _shown(visit)
    except (aiosmtplib.SMTPException, OSError):
        cure = f"redémarrez « guichet serve », et vérifiez {told.tls_certificate}"
        return [problem(_WHAT, "STARTTLS n'est pas offert", cure)]
    return [_judged(visit, shown, on_disk, told.tls_certificate)]


async def _shown(visit: Visit) -> x509.Certificate:
    """Whatever it is worth: nothing secret is said. Raises `SMTPException`, `OSError`."""
    told = visit.settings.mail_in
    anything = ssl.create_default_context()
    anything.check_hostname, anything.verify_mode = False, ssl.CERT_NONE
    line = aiosmtplib.SMTP(
        hostname=told.host, port=told.port, start_tls=False, timeout=visit.patience
    )
    try:
        await line.connect()
        await line.starttls(tls_context=anything)
        found = line.get_transport_info("ssl_object").getpeercert(binary_form=True)
    finally:
        line.close()
    return x509.load_der_x509_certificate(found)


def _judged(
    visit: Visit, shown: x509.Certificate, on_disk: x509.Certificate, file: Path
) -> Finding:
    if shown != on_disk:
        cure = f"redémarrez « guichet serve » : {file} a été renouvelé depuis"
        return problem(_WHAT, "celui qui est montré n'est plus celui du fichier", cure)
    der = shown.public_bytes(certificate.DER)
    found = certificate.judged(_WHAT, der, visit.clock())
    if found.state is State.OK and not is_named(visit.settings, shown):
        names = ", ".join(sorted(_expected(visit.settings))) or "aucun"
        cure = f"s'il ne porte pas le nom par lequel le courriel nous arrive, prenez-en un autre ({names})"
        return warning(_WHAT, f"{found.sentence}, au nom de {_names(shown)}", cure)
    return found


def is_named(settings: Settings, shown: x509.Certificate) -> bool:
    """Whether it bears a name by which a mail may come to us."""
    wildcard = {f"*.{name.partition('.')[2]}" for name in _expected(settings)}
    return bool(_alternatives(shown) & (_expected(settings) | wildcard))


def _expected(settings: Settings) -> set[str]:
    names = [names_of(settings, slug) for slug in settings.towns]
    known = {one.web for one in names} | {one.domain for one in names}
    known |= {f"mail.{one.domain}" for one in names} | {f"mx.{one.domain}" for one in names}
    host = settings.mail_in.host
    return {name for name in (*known, host) if name and not is_here(name)}


def _alternatives(shown: x509.Certificate) -> set[str]:
    try:
        found = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return set()
    return {name.lower() for name in found.value.get_values_for_type(x509.DNSName)}


def _names(shown: x509.Certificate) -> str:
    return ", ".join(sorted(_alternatives(shown))) or "personne"
