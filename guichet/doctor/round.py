"""The whole list, in the order in which one thing needs the other; looked at together, within a time limit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from guichet.doctor import (
    base,
    clock,
    files,
    mail,
    mailboxes,
    pages,
    provider,
    round_trip,
    telegram,
)
from guichet.doctor.visit import Visit
from guichet.finding import Finding, problem

Check = Callable[[Visit], Awaitable[list[Finding]]]

#: Each with its name, said when it does not end. Another one is added here.
CHECKS: Sequence[tuple[str, Check]] = (
    ("Réglages", files.settings),
    ("Clé du serveur", files.key),
    ("Secrets", files.private_files),
    ("Disque", files.disk),
    ("Base de données", base.base),
    ("Juge des mots de passe", provider.passwords),
    ("Horloge", clock.clock),
    ("Adresse publique", pages.reachable),
    ("Certificat des pages", pages.certified),
    ("Robot Telegram", telegram.bots),
    ("Courrier entrant", mail.door),
    ("Boîtes IMAP", mailboxes.mailboxes),
    ("Relais", mail.relay),
    ("DNS du courriel", mail.records),
    ("FranceConnect", provider.franceconnect),
)
#: After the others: it says nothing new when the relay or the door is shut.
LAST: tuple[str, Check] = ("Courriel aller et retour", round_trip.there_and_back)


async def examine(
    visit: Visit, checks: Sequence[tuple[str, Check]] = CHECKS, last: tuple[str, Check] = LAST
) -> list[Finding]:
    """Every finding, in the order of the list."""
    found = await asyncio.gather(*(_within(visit, *one) for one in checks))
    ending = await _within(visit, *last, more=visit.mail * len(visit.settings.towns))
    return [finding for some in (*found, ending) for finding in some]


async def _within(visit: Visit, name: str, check: Check, more: float = 0.0) -> list[Finding]:
    """One that hangs or breaks says so, and leaves the others be."""
    limit = visit.patience * 2 + more
    try:
        async with asyncio.timeout(limit):
            return await check(visit)
    except TimeoutError:
        return [
            problem(name, f"pas de réponse en {limit:g} s", "vérifiez le réseau, puis relancez")
        ]
    except Exception as error:  # noqa: BLE001 - a check that breaks is an answer, not the end of the visit
        told = f"le contrôle a échoué ({type(error).__name__})"
        return [problem(name, told, "signalez-le, avec « --debug » sur la commande en cause")]
