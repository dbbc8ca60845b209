"""The clock of this machine, against the Date that a server of others tells."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from guichet.doctor.visit import Visit, is_here
from guichet.finding import Finding, good, problem, skipped, warning

#: Links and codes live minutes, FranceConnect's tokens seconds.
OFF, FAR = timedelta(seconds=10), timedelta(minutes=2)
_CURE = "activez la synchronisation : timedatectl set-ntp true"


async def clock(visit: Visit, *, local: bool = False) -> list[Finding]:
    """`local` believes a server of this machine too: a test's."""
    what = "Horloge"
    url = visit.settings.telegram.api_base_url
    if is_here(urlsplit(url).hostname or "") and not local:
        return [skipped(what, "l'API de Telegram est sur cette machine : rien à comparer")]
    try:
        async with httpx.AsyncClient(verify=visit.tls(), timeout=visit.patience) as client:
            answer = await client.head(url)
        told = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError) as error:
        return [skipped(what, f"Telegram n'a pas dit l'heure ({type(error).__name__})")]
    return [judged(what, visit.clock(), told)]


def judged(what: str, ours: datetime, theirs: datetime) -> Finding:
    """Their Date has no fraction of a second."""
    gap = abs(ours - theirs)
    sentence = f"écart de {gap.total_seconds():.0f} s avec celle de Telegram"
    if gap > FAR:
        return problem(what, sentence, _CURE)
    return warning(what, sentence, _CURE) if gap > OFF else good(what, "à l'heure")
