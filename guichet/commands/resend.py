"""`guichet resend`: one person is sent again what they need to come in."""

import asyncio

import typer

from desk.privacy.acts import Staff
from desk.privacy.resending import Answer, Resent
from desk.privacy.resending import resend as resend_to
from guichet import wiring
from guichet.asked import settings_of
from guichet.errors import RefusedError
from guichet.screen import say, say_json
from guichet.settings import Settings
from guichet.staff import AsJson, By, Login, Reason, Slug, the_citizen, the_town, who_asks

_SENT = {
    Resent.INVITATION: "Une nouvelle invitation part à {mail}.",
    Resent.JOURNEY: "Un courriel part à {mail} : il reprend là où cette personne s'est arrêtée.",
    Resent.RESET: "L'espace est en service : un lien pour un nouveau mot de passe part à {mail}.",
}
_REFUSED = {
    Resent.NO_MAIL: (
        "cet espace n'a pas d'adresse de courriel : rien n'est parti.",
        "Invitez cette personne par la poste ou au guichet.",
    ),
    Resent.SHARED: (
        "un autre foyer a donné la même adresse de courriel : rien n'est parti.",
        "Demandez à cette personne une adresse à elle, ou imprimez-lui une lettre (invite --letters).",
    ),
    Resent.FROZEN: (
        "cet espace est bloqué : rien n'est parti.",
        "Voyez pourquoi (guichet journal --citizen), puis « guichet unlock ».",
    ),
    Resent.TOO_SOON: (
        "un courriel est parti à {mail} il y a moins de dix minutes : rien d'autre n'est parti.",
        "Faites regarder les courriers indésirables, ou attendez.",
    ),
}


def resend(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    login: Login,
    *,
    town: Slug,
    reason: Reason,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Renvoie à une personne de quoi entrer, à l'adresse connue. Le courriel part par « serve »."""
    settings = settings_of(context)
    slug, staff = the_town(town, settings), who_asks(by, reason)
    answer = asyncio.run(_resend(settings, slug, login, staff))
    if not answer.done:
        happened, cure = _REFUSED[answer.what]
        raise RefusedError(happened.format(mail=answer.mail), cure)
    if as_json:
        say_json({"sent": answer.what.value, "mail": answer.mail})
    else:
        say(_SENT[answer.what].format(mail=answer.mail))


async def _resend(settings: Settings, town: str, login: str, staff: Staff) -> Answer:
    async with wiring.counter_opened(settings) as counter:
        return await resend_to(counter, await the_citizen(town, login), staff)
