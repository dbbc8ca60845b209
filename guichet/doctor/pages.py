"""The pages answer at the address that citizens are given, under a certificate that lasts."""

import ssl
from urllib.parse import urlsplit

import httpx

from guichet.doctor import certificate
from guichet.doctor.visit import Visit, is_here
from guichet.finding import Finding, good, problem, skipped, warning

#: What our own sign of life answers.
ALIVE, AILING = "ok\n", "database\n"


async def reachable(visit: Visit) -> list[Finding]:
    """Our sign of life, fetched by the way that citizens take."""
    url = visit.settings.web.public_url
    what = f"Adresse publique ({url})"
    try:
        answer = await _fetched(visit, f"{url}/healthz")
    except httpx.ConnectError as error:
        return [_unreached(what, error)]
    except httpx.HTTPError as error:
        cure = "vérifiez que « guichet serve » et le serveur web devant lui tournent"
        return [problem(what, f"ne répond pas ({type(error).__name__})", cure)]
    if answer.text == ALIVE:
        if is_here(urlsplit(url).hostname or ""):
            return [
                warning(what, "répond, mais de cette machine seulement", "réglez [web] public_url")
            ]
        return [good(what, "les pages répondent")]
    if answer.text == AILING:
        return [problem(what, "les pages répondent, pas la base", "voyez plus haut")]
    cure = "vérifiez que le serveur web y mène au port de [web] (deploy/), sans redirection"
    return [problem(what, f"c'est un autre site qui répond (HTTP {answer.status_code})", cure)]


async def certified(visit: Visit) -> list[Finding]:
    """How long the certificate of the pages lasts."""
    public = urlsplit(visit.settings.web.public_url)
    what = f"Certificat des pages ({public.hostname})"
    if public.scheme != "https":
        return [skipped(what, "[web] public_url n'est pas en https")]
    try:
        der = await certificate.shown(public.hostname or "", public.port or 443, visit.tls())
    except ssl.SSLError as error:
        return [certificate.refused(what, error)]
    except OSError:
        return [problem(what, "personne ne répond à cette adresse", "voyez l'adresse publique")]
    return [certificate.judged(what, der, visit.clock())]


async def _fetched(visit: Visit, url: str) -> httpx.Response:
    # As a citizen would: no proxy of this machine, no redirection followed.
    async with httpx.AsyncClient(
        verify=visit.tls(), timeout=visit.patience, trust_env=False
    ) as client:
        return await client.get(url)


def _unreached(what: str, error: httpx.ConnectError) -> Finding:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return certificate.refused(what, cause)
        cause = cause.__cause__ or cause.__context__
    cure = "vérifiez le DNS (« guichet dns »), le pare-feu, et le serveur web devant le programme"
    return problem(what, "personne ne répond", cure)
