"""How what is stored as one word is told in a letter."""

from collections.abc import Mapping

from desk.pages.ways import PAGE
from flows.here import Channel
from models.dashboard import InvoiceState
from models.family import MailState
from models.link import Purpose
from models.post import InboxState, OutboxState
from models.staff import Deed
from models.ticket import Asked
from models.wave import MemberState
from portal.activation import NOT_ME
from portal.erasure import ERASED
from portal.invitation import CANCELLED

WORDS: Mapping[str, str] = {
    Channel.TELEGRAM: "Telegram",
    Channel.MAIL: "courriel",
    PAGE: "une page",
    MailState.UNKNOWN: "inconnu",
    MailState.DELIVERED: "remis",
    MailState.ABSENT: "adresse inexistante",
    MailState.REFUSED: "refusé",
    MailState.FAILED: "en échec",
    InvoiceState.TO_PAY: "à payer",
    InvoiceState.PARTLY_PAID: "payée en partie",
    InvoiceState.PAID: "payée",
    InvoiceState.OVERDUE: "en retard",
    InvoiceState.DIRECT_DEBIT: "prélevée",
    InvoiceState.HANDED_OVER: "transmise au Trésor public",
    InvoiceState.CANCELLED: "annulée",
    InboxState.NEW: "à traiter",
    InboxState.DONE: "traité",
    InboxState.PARKED: "mis de côté après trois échecs",
    OutboxState.PENDING: "à envoyer",
    OutboxState.SENT: "parti",
    OutboxState.HELD: "retenu",
    OutboxState.DROPPED: "pas envoyé",
    OutboxState.RESTORED: "retenu après une restauration",
    OutboxState.DEAD: "non remis",
    Purpose.INVITATION: "l’invitation",
    Purpose.BINDING: "relier une conversation",
    Purpose.IDENTIFIERS: "choisir ses identifiants",
    Purpose.RESET: "un nouveau mot de passe",
    Purpose.TEMPORARY: "donner le mot de passe provisoire",
    Purpose.TERMS: "lire les conditions d’utilisation",
    Purpose.PROOF: "prouver qui écrit",
    Purpose.READY: "un mot de passe proposé",
    Purpose.PERSON: "la réponse d’une personne",
    Purpose.LETTER: "la lettre d’invitation",
    Asked.PERSON: "une personne qui réponde",
    Asked.LETTER: "une lettre",
    MemberState.WAITING: "attend son tour",
    MemberState.HANDED: "invitée",
    MemberState.SKIPPED: "laissée de côté",
    Deed.EXPORT: "copie donnée",
    Deed.ERASE: "effacement",
    Deed.RESEND: "renvoi de quoi entrer",
    Deed.UNLOCK: "réouverture de l'espace",
    Deed.UNLINK: "conversation qui n'est plus reliée",
    Deed.RESTORE: "reprise après une restauration",
    Deed.PAPER: "fichier enregistré",
    CANCELLED: "la mairie a repris l’invitation",
    NOT_ME: "« ce n’est pas moi »",
    ERASED: "effacé",
    "parts": "lu jusqu’à la dernière partie",
    "code": "code imprimé après le dernier mot",
}
#: Why a wave left somebody out, as `desk.waves.fate` calls it: some of those words are others above.
PASSED_OVER: Mapping[str, str] = {
    "too_soon": "une invitation venait de partir",
    "queued": "attendait déjà dans une vague",
    "waiting": "une invitation était encore bonne",
    "no_mail": "pas d’adresse de courriel",
    "unreachable": "adresse de courriel inexistante",
    "shared": "boîte partagée avec un autre foyer",
    "frozen": "espace bloqué",
    "stopped": "ne voulait plus de messages",
    "active": "espace déjà activé",
    "gone": "espace effacé",
}
