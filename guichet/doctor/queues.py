"""What waits too long, what was put aside, what should have gone. The database is open."""

from datetime import timedelta

from desk.privacy.daily import last_purge
from desk.restoring.holding import held
from desk.rivals import last_met
from guichet.doctor.visit import Visit
from guichet.finding import Finding, good, problem, warning
from models.post import Inbox, InboxState, Outbox, OutboxState
from portal.paris import PARIS

#: A message waits seconds; minutes mean a lagging desk, an hour that none runs.
SLOW, STOPPED = timedelta(minutes=5), timedelta(hours=1)
#: Dead letters of the last days are worth a look; older ones were seen.
RECENT = timedelta(days=7)
#: The purge runs every night.
NIGHT = timedelta(hours=36)
_JOURNAL = "voyez « guichet journal » ; vérifiez que « guichet serve » tourne"


async def all_of(visit: Visit) -> list[Finding]:
    """In the order of a message's life."""
    return [
        await restored(visit),
        await arrived(visit),
        await parked(visit),
        await leaving(visit),
        await dead(visit),
        *await purged(visit),
        *await alone(visit),
    ]


async def restored(_visit: Visit) -> Finding:
    """Whether a backup came back, and waits for somebody."""
    what, found = "Restauration", await held()
    if found is None:
        return good(what, "rien n'est retenu")
    many = sum(found.messages.values()) + sum(found.reminders.values())
    told = f"{many} messages et rappels, {sum(found.links.values())} liens retenus"
    return warning(what, told, "lancez « guichet resume --after-restore »")


async def arrived(visit: Visit) -> Finding:
    """The oldest message that nobody has played."""
    waiting = Inbox.filter(state=InboxState.NEW)
    oldest = await waiting.order_by("received_at").first()
    what = "Messages reçus"
    if oldest is None:
        return good(what, "rien n'attend")
    age = visit.clock() - oldest.received_at
    told = f"{await waiting.count()} en attente, le plus ancien depuis {_long(age)}"
    if age > STOPPED:
        return problem(what, told, _JOURNAL)
    return warning(what, told, _JOURNAL) if age > SLOW else good(what, told)


async def parked(_visit: Visit) -> Finding:
    """Messages that failed three times: their writers were told."""
    many = await Inbox.filter(state=InboxState.PARKED).count()
    what = "Messages mis de côté"
    if not many:
        return good(what, "aucun")
    cure = "voyez « guichet journal --kind trouble », et signalez l'erreur"
    return warning(what, f"{many} que le programme n'a pas su traiter", cure)


async def leaving(visit: Visit) -> Finding:
    """Messages that were due and have not left."""
    late = Outbox.filter(state=OutboxState.PENDING, due_at__lt=visit.clock() - SLOW)
    tried = Outbox.filter(state=OutboxState.PENDING, attempts__gt=2)
    what, many, again = "Messages à envoyer", await late.count(), await tried.count()
    if many:
        return problem(what, f"{many} auraient dû partir", _JOURNAL)
    if again:
        return warning(what, f"{again} que le relais ou Telegram reporte", "voyez plus bas lequel")
    return good(what, "rien n'est en retard")


async def dead(visit: Visit) -> Finding:
    """Letters that were given up lately."""
    many = await Outbox.filter(
        state=OutboxState.DEAD, created_at__gt=visit.clock() - RECENT
    ).count()
    what = "Envois abandonnés"
    if not many:
        return good(what, "aucun depuis 7 jours")
    return warning(what, f"{many} depuis 7 jours", "voyez « guichet journal --kind delivery »")


async def purged(visit: Visit) -> list[Finding]:
    """What was kept long enough went, last night."""
    told = []
    for slug in visit.settings.towns:
        what, last = f"Purge ({slug})", await last_purge(slug)
        if last is None:
            told.append(warning(what, "pas encore faite", "« guichet serve » la fait chaque nuit"))
        elif visit.clock() - last > NIGHT:
            when = f"{last.astimezone(PARIS):%d/%m/%Y à %H h %M}"
            cure = "laissez « guichet serve » ouvert la nuit, ou lancez « guichet purge »"
            told.append(problem(what, f"pas faite depuis le {when}", cure))
        else:
            told.append(good(what, f"faite le {last.astimezone(PARIS):%d/%m/%Y}"))
    return told


async def alone(visit: Visit) -> list[Finding]:
    """No other program took a bot's messages lately. Asking Telegram would take them from our own."""
    told = []
    for slug, town in visit.settings.towns.items():
        last = await last_met(slug) if town.telegram_token else None
        if last is None or visit.clock() - last > STOPPED:
            continue
        cure = (
            "arrêtez l'autre programme (un second « guichet serve », un essai oublié) ; si vous ne le trouvez pas,"
            " demandez un nouveau jeton à BotFather (/revoke) et mettez-le ici"
        )
        when = f"{last.astimezone(PARIS):%H h %M}"
        told.append(
            problem(f"Robot Telegram ({slug})", f"relevé aussi ailleurs à {when} (409)", cure)
        )
    return told


def _long(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} jours"
