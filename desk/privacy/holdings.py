"""Every table, column by column: what a person gets a copy of, under which French name, and what never leaves.

A new column is in none of these lists, and a test fails until somebody has decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tortoise.models import Model

from models.conversation import Address, Conversation
from models.dashboard import CitizenRequest, Document, Invoice, Loaded, News
from models.family import Child, Citizen, Guardianship, Household
from models.franceconnect import FranceConnectLink, FranceConnectReturn
from models.imported import Imported
from models.installation import Installation
from models.journal import Journal, Utterance
from models.link import PageLink
from models.mailbox import AddedMailbox
from models.paper import Paper
from models.post import Inbox, Outbox, Timer
from models.staff import KeptIdentity, StaffAct
from models.terms import Acceptance, Terms
from models.ticket import Ticket
from models.wave import Pause, Wave, WaveMember
from models.web_session import WebSession, WebTries


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """`told` are the columns that leave, with their French names. `withheld` are ours alone."""

    table: type[Model]
    title: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    withheld: str

    @property
    def columns(self) -> set[str]:
        """Those about which it was decided."""
        return {*self.told, *self.withheld.split()}


HOLDINGS: Mapping[str, Holding] = {
    "identity": Holding(
        table=Citizen,
        title="Identité et espace",
        told={
            "login": "Identifiant",
            "civility": "Civilité",
            "given_name": "Prénom",
            "family_name": "Nom",
            "birth_date": "Date de naissance",
            "mail": "Courriel",
            "mail_state": "État de la boîte aux lettres",
            "phone": "Téléphone",
            "external_id": "Numéro à la mairie",
            "created_at": "Espace créé le",
            "activated_at": "Espace activé le",
            "activated_by": "Activé par",
            "identifiers_set_at": "Identifiants choisis le",
            "last_sign_in_at": "Dernière connexion le",
            "failures": "Mots de passe faux depuis",
            "last_failure_at": "Dernier mot de passe faux le",
            "frozen_at": "Espace bloqué le",
            "frozen_why": "Raison du blocage",
            "stopped_at": "Messages arrêtés le",
        },
        withheld="id town household_id issue password_hash",
    ),
    "household": Holding(
        table=Household,
        title="Domicile",
        told={"street": "Rue", "postcode": "Code postal", "city": "Ville"},
        withheld="id town external_id",
    ),
    "children": Holding(
        table=Child,
        title="Enfants dont vous répondez",
        told={
            "given_name": "Prénom",
            "family_name": "Nom",
            "birth_date": "Date de naissance",
            "school": "École",
            "school_class": "Classe",
        },
        withheld="id town external_id",
    ),
    "invoices": Holding(
        table=Invoice,
        title="Factures",
        told={
            "number": "Numéro",
            "period": "Période",
            "issued_on": "Émise le",
            "due_on": "À payer avant le",
            "online_until": "Payable en ligne jusqu’au",
            "counter_until": "Payable au guichet jusqu’au",
            "regie": "Régie",
            "total": "Montant",
            "paid": "Payé",
            "state": "État",
            "lines": "Détail",
        },
        withheld="id town citizen_id",
    ),
    "requests": Holding(
        table=CitizenRequest,
        title="Demandes",
        told={
            "number": "Numéro",
            "type": "Objet",
            "filed_on": "Déposée le",
            "updated_on": "Mise à jour le",
            "state": "État",
        },
        withheld="id town citizen_id",
    ),
    "tickets": Holding(
        table=Ticket,
        title="Demandes à une personne de la mairie",
        told={
            "reference": "Numéro",
            "asked": "Pour",
            "asked_at": "Reçue le",
            "answered_at": "Réponse le",
        },
        withheld="id town citizen_id address_id",
    ),
    "documents": Holding(
        table=Document,
        title="Documents",
        told={"external_id": "Numéro", "title": "Titre", "issued_on": "Établi le"},
        withheld="id town citizen_id",
    ),
    "acceptances": Holding(
        table=Acceptance,
        title="Conditions acceptées",
        told={
            "version": "Version",
            "sha256": "Empreinte du texte",
            "accepted_at": "Acceptées le",
            "channel": "Par",
            "manner": "Manière d’arriver à la fin",
        },
        withheld="id town citizen_id",
    ),
    "addresses": Holding(
        table=Address,
        title="Adresses et conversations reliées",
        told={
            "channel": "Canal",
            "external_id": "Adresse ou numéro",
            "proved_at": "Dernière preuve le",
            "used_at": "Dernier message le",
            "failures": "Codes faux depuis",
            "last_failure_at": "Dernier code faux le",
            "refused_at": "Injoignable depuis le",
            "noticed_at": "Information donnée le",
        },
        withheld="id town conversation_id leased_until leased_by sending_until sending_by",
    ),
    "mailboxes": Holding(
        table=AddedMailbox,
        title="Autres adresses de courriel",
        told={"asked_at": "Demandée le", "confirmed_at": "Confirmée le"},
        withheld="id town citizen_id address_id",
    ),
    "conversations": Holding(
        table=Conversation,
        title="Où en est la conversation",
        told={"session": "État"},
        withheld="id town citizen_id version last_address_id",
    ),
    "received": Holding(
        table=Inbox,
        title="Messages reçus, pas encore traités",
        told={"received_at": "Reçu le", "state": "État", "body": "Message"},
        withheld="id town account external_id address_id ready_at attempts",
    ),
    "said": Holding(
        table=Utterance,
        title="Ce que vous avez écrit",
        told={"at": "Le", "by_citizen": "De vous", "text": "Texte"},
        withheld="id town conversation_id address_id",
    ),
    "papers": Holding(
        table=Paper,
        title="Fichiers que vous avez envoyés",
        told={
            "received_at": "Reçu le",
            "handed_at": "Transmis à la mairie le",
            "name": "Nom",
            "kind": "Genre",
            "size": "Octets",
        },
        withheld="id town citizen_id address_id content",
    ),
    "sent": Holding(
        table=Outbox,
        title="Ce qui vous a été envoyé",
        told={
            "created_at": "Écrit le",
            "sent_at": "Parti le",
            "state": "État",
            "error": "Refus",
            "message": "Message",
        },
        # Receipt and refs lead to links and reply tokens.
        withheld=(
            "id town address_id conversation_id turn_key turn priority due_at attempts refs receipt"
        ),
    ),
    "reminders": Holding(
        table=Timer,
        title="Rappels",
        told={"due_at": "Prévu le", "nth": "Rang", "fired_at": "Fait le"},
        withheld="id town conversation_id address_id turn held",
    ),
    "journal": Holding(
        table=Journal,
        title="Journal",
        told={
            "at": "Le",
            "channel": "Canal",
            "flow": "Parcours",
            "step": "Étape",
            "kind": "Genre",
            "detail": "Détail",
            "length": "Longueur",
        },
        withheld="id town address_id citizen_id conversation_id took",
    ),
    "links": Holding(
        table=PageLink,
        title="Liens et codes donnés (jamais les liens eux-mêmes)",
        told={
            "purpose": "Pour",
            "created_at": "Donné le",
            "expires_at": "Valable jusqu’au",
            "used_at": "Utilisé le",
            "used_by": "Par",
            "revoked_at": "Annulé le",
            "revoked_why": "Parce que",
            "failures": "Essais faux",
        },
        withheld="id town citizen_id conversation_id address_id opened_until issue code_hash held_until",
    ),
    "franceconnect": Holding(
        table=FranceConnectLink,
        title="Lien avec FranceConnect",
        told={
            "issuer": "Service",
            "sub": "Identifiant donné à la ville",
            "linked_at": "Reliée le",
            "unlinked_at": "Retiré le",
        },
        withheld="id town citizen_id",
    ),
    "sessions": Holding(
        table=WebSession,
        title="Connexions par les pages",
        told={
            "created_at": "Ouverte le",
            "seen_at": "Vue pour la dernière fois le",
            "signed_in_before": "Connexion d’avant",
            "expires_at": "Valable jusqu’au",
            "revoked_at": "Fermée le",
        },
        withheld="id town citizen_id token_hash password_mark",
    ),
    "waves": Holding(
        table=WaveMember,
        title="Vagues d’invitations",
        told={
            "provider": "Fournisseur de la boîte",
            "state": "État",
            "why": "Parce que",
            "handed_at": "Invitation faite le",
        },
        withheld="id town wave_id citizen_id issue",
    ),
    "acts": Holding(
        table=StaffAct,
        title="Ce que la mairie a fait de vos données",
        told={"at": "Le", "deed": "Quoi", "reason": "Motif", "finished_at": "Fini le"},
        withheld="id town citizen_id by counts",
    ),
    "kept": Holding(
        table=KeptIdentity,
        title="Gardé à part après l’effacement, comme preuve",
        told={
            "login": "Identifiant",
            "civility": "Civilité",
            "given_name": "Prénom",
            "family_name": "Nom",
            "external_id": "Numéro à la mairie",
            "erased_at": "Effacé le",
        },
        withheld="id town citizen_id",
    ),
}

#: Tables about nobody, and one that only joins two others.
ABOUT_NOBODY: tuple[Holding, ...] = (
    Holding(table=Installation, withheld="id mark life beat beat_at held_since copied_at"),
    Holding(table=Wave, withheld="id town name per_hour created_at next_at done_at cancelled_at"),
    Holding(table=Pause, withheld="id town since by"),
    Holding(table=Guardianship, withheld="id town child_id citizen_id"),
    Holding(table=FranceConnectReturn, withheld="id town state_hash expires_at"),
    # Fingerprints by which an import sees what somebody changed: they go with whom they are of.
    Holding(table=Imported, withheld="id town kind external_id marks"),
    # Who tried is a keyed hash, of which nobody can make a person again.
    Holding(table=WebTries, withheld="id town who tries since last_at"),
    Holding(table=News, withheld="id town external_id title body published_on"),
    Holding(table=Loaded, withheld="id town heading as_of"),
    Holding(table=Terms, withheld="id town version text sha256 published_at"),
)
