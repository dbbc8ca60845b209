"""What is told whenever it is asked, beside the present question: help, is this genuine, what is it for."""

from flows.flow import Flow
from flows.steps import End, Say


def _told(name: str) -> Flow:
    return Flow(name, (Say("said", name, "end"), End("end")))


HELP = _told("help")
#: « C'est une arnaque ? »
GENUINE = _told("genuine")
#: « Que faites-vous de mes données ? »
PRIVACY = _told("privacy")
#: What the town does, but not yet here: cantine, absences, inscriptions, paiement.
NOT_HERE = _told("not_here")
#: « À quoi ça sert ? », « C'est obligatoire ? »
ABOUT = _told("about")
#: Whoever writes in another language.
LANGUAGES = _told("languages")
