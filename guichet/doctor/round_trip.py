"""A mail leaves by the relay to our own reply address, and comes back through the town's server to our door."""

import asyncio
import secrets
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib

from guichet import database
from guichet.doctor.line import refused, talking
from guichet.doctor.visit import Visit
from guichet.errors import DatabaseError
from guichet.finding import Finding, good, problem, skipped
from guichet.settings import TownSettings
from guichet.towns import towns
from mail_send.door import answered_at
from mail_send.policy import WIRE
from models.conversation import Address
from models.post import Inbox

#: Seconds between two looks at the inbox.
LOOK = 0.5


async def there_and_back(visit: Visit) -> list[Finding]:
    """One mail for each town, when it was asked for."""
    what = "Courriel aller et retour"
    if not visit.mail:
        return [
            skipped(what, "pas demandé", "« guichet doctor --mail » envoie un courriel par ville")
        ]
    if not visit.settings.mail_out.host:
        return [skipped(what, "pas de relais")]
    try:
        async with database.as_it_is(visit.settings.database.url):
            return [await _there_and_back(visit, slug) for slug in visit.settings.towns]
    except DatabaseError:
        return [skipped(what, "la base ne répond pas")]


async def _there_and_back(visit: Visit, slug: str) -> Finding:
    town, began = visit.settings.towns[slug], visit.clock()
    to = answered_at(towns(visit.settings)[slug], f"essai{secrets.token_hex(4)}")
    what = f"Courriel aller et retour ({slug})"
    try:
        async with talking(visit) as line:
            sent = probe(town, to, began).as_bytes(policy=WIRE)
            await line.sendmail(town.mail_address, [to], sent)
    except (aiosmtplib.SMTPException, OSError) as error:
        return refused(what, error)
    if await _came_back(visit, slug, town, began):
        return good(what, f"{to} nous revient")
    cure = (
        f"faites remettre {to} (l'adresse avec « + ») au port de [mail_in] par votre serveur ; voyez ses"
        " journaux, et si « guichet serve » tourne"
    )
    return problem(what, f"parti, pas revenu en {visit.mail:g} s", cure)


def probe(town: TownSettings, to: str, at: datetime) -> EmailMessage:
    """From the town's service, since our own address is never heard; automatic, so that nobody answers."""
    mail = EmailMessage()
    mail["From"] = town.contact
    mail["To"] = to
    mail["Subject"] = "Essai de Guichet : rien à faire"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{secrets.token_hex(12)}@{town.mail_address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("Ce courriel vérifie que les réponses des habitants arrivent.\n")
    return mail


async def _came_back(visit: Visit, slug: str, town: TownSettings, began: datetime) -> bool:
    here = Address.filter(town=slug, channel="mail", external_id=town.contact.lower())
    loop = asyncio.get_running_loop()
    end = loop.time() + visit.mail
    while loop.time() < end:
        if address := await here.first():
            since = Inbox.filter(address_id=address.id, received_at__gte=began)
            if await since.exists():
                return True
        await asyncio.sleep(LOOK)
    return False
