"""FranceConnect publishes its addresses, where a town uses it; the judge of passwords judges."""

from guichet.doctor.visit import Visit
from guichet.finding import Finding, good, problem, skipped, warning
from portal.password import Judge
from portal.password.known import Known
from portal.password.opinion import JudgingProcess
from web.franceconnect import Provider
from web.franceconnect.errors import RefusedError, UnavailableError


async def franceconnect(visit: Visit) -> list[Finding]:
    """Discovery, as a citizen's first press does it."""
    what = "FranceConnect"
    told = visit.settings
    if not any(town.franceconnect_client_id for town in told.towns.values()):
        return [skipped(what, "aucune ville ne l'utilise")]
    issuer = told.franceconnect.issuer
    try:
        await Provider(issuer).metadata(visit.clock())
    except UnavailableError as error:
        cure = "vérifiez la sortie vers Internet ; la page le dit aux habitants en attendant"
        return [problem(what, f"{issuer} ne répond pas ({error})", cure)]
    except RefusedError:
        cure = "corrigez [franceconnect] issuer : l'adresse se termine par /api/v2"
        return [problem(what, f"{issuer} n'est pas FranceConnect", cure)]
    return [good(what, f"{issuer} répond")]


async def passwords(_visit: Visit, process: JudgingProcess | None = None) -> list[Finding]:
    """A password that everybody uses is refused, by a process of its own."""
    what, own = "Juge des mots de passe", process or JudgingProcess()
    async with Judge(own):
        opinion = await own.opinion("azerty123", Known().words())
    if opinion is None:
        cure = "mémoire ou processus manquent-ils ? sans lui, nos règles seules jugent"
        return [warning(what, "ne répond pas", cure)]
    return [good(what, "répond")]
