"""The mail's way in listens, its way out accepts us, and the DNS vouches for what we send."""

import asyncio
from dataclasses import replace

import aiosmtplib

from guichet.dns.names import names_of
from guichet.dns.records import LOOKS, look, signature
from guichet.doctor import certificate
from guichet.doctor.line import refused, talking
from guichet.doctor.mail_certificate import offered
from guichet.doctor.visit import Visit, is_here
from guichet.finding import Finding, good, problem, skipped, warning
from guichet.why import why
from mail_send.dkim_key import DkimKeyError, read_key

#: What the DNS says of the mails; the rest is `guichet dns`.
_ABOUT_MAIL = ("MX", "SPF", "DMARC")


async def door(visit: Visit) -> list[Finding]:
    """Our own port greets."""
    told = visit.settings.mail_in
    what = f"Courrier entrant ({told.host}:{told.port})"
    if told.protocol == "none":
        return [skipped(what, "[mail_in] protocol = none : nous n'en recevons pas par là")]
    if not told.port:
        return [skipped(what, "[mail_in] port = 0 : il change à chaque démarrage")]
    try:
        async with asyncio.timeout(visit.patience):
            reading, writing = await asyncio.open_connection(told.host, told.port)
            greeting = await reading.readline()
    except (OSError, TimeoutError):
        cure = "démarrez « guichet serve » ; le serveur de courriel garde les messages en attendant"
        return [problem(what, "personne n'écoute", cure)]
    writing.transport.abort()
    if greeting.startswith(b"220"):
        return [good(what, f"écoute ({told.protocol})"), *await offered(visit)]
    return [problem(what, "un autre programme répond à ce port", "changez [mail_in] port")]


async def relay(visit: Visit) -> list[Finding]:
    """It answers, its certificate is good, and it lets us in. No mail is sent."""
    told = visit.settings.mail_out
    if not told.host:
        return [
            warning("Relais", f"les courriels vont dans {told.spool}", "réglez [mail_out] host")
        ]
    what = f"Relais ({told.host}:{told.port})"
    try:
        async with talking(visit) as line:
            welcome = f", et accepte {told.username}" if told.username else ""
            return [*_certified(visit, line), good(what, f"répond{welcome}")]
    except (aiosmtplib.SMTPException, OSError) as error:
        return [refused(what, error)]


def _certified(visit: Visit, line: aiosmtplib.SMTP) -> list[Finding]:
    told = visit.settings.mail_out
    what = f"Chiffrement vers le relais ({told.host})"
    if told.tls == "none":
        if is_here(told.host):
            return []
        return [warning(what, "aucun", "mettez [mail_out] tls = starttls (587) ou tls (465)")]
    found = line.get_transport_info("ssl_object")
    return [certificate.judged(what, found.getpeercert(binary_form=True), visit.clock())]


async def records(visit: Visit) -> list[Finding]:
    """Each town's MX, SPF, DKIM and DMARC."""
    told = []
    for slug in visit.settings.towns:
        names = names_of(visit.settings, slug)
        told.append(await _signed(visit, slug))
        looks = [one for one in LOOKS if one[0] in _ABOUT_MAIL]
        found = await asyncio.gather(*(look(visit.dns, names, *one) for one in looks))
        told += [replace(one.finding, cure="lancez « guichet dns »") for one in found]
    return told


async def _signed(visit: Visit, slug: str) -> Finding:
    """The key that signs is the one that is published."""
    names = names_of(visit.settings, slug)
    what = f"DKIM ({names.domain})"
    if not names.signs:
        cure = "lancez « guichet dns » : il fait la clé et dit quoi publier"
        return warning(what, "nos courriels ne sont pas signés", cure)
    try:
        key = read_key(names.key_file.read_bytes())
    except DkimKeyError as error:
        return problem(what, f"{names.key_file} {error}", "lancez « guichet dns »")
    except OSError as error:
        cure = "remettez celui de la sauvegarde, ou lancez « guichet dns »"
        return problem(what, f"{names.key_file} ne se lit pas ({why(error)})", cure)
    return (await look(visit.dns, names, "DKIM", lambda d, n: signature(d, n, key))).finding
