"""The classes of data, as the command line counts them."""

from collections.abc import Iterator, Mapping

#: One, several.
_COUNTED: Mapping[str, tuple[str, str]] = {
    "links": ("lien ou code", "liens ou codes"),
    "said": ("message de l'habitant", "messages de l'habitant"),
    "sent": ("message envoyé", "messages envoyés"),
    "dropped": ("message jamais parti", "messages jamais partis"),
    "dead": ("message non remis", "messages non remis"),
    "received": ("trace de message reçu", "traces de messages reçus"),
    "parked": ("message mis de côté", "messages mis de côté"),
    "lost": ("message resté sans adresse", "messages restés sans adresse"),
    "mailboxes": ("autre adresse", "autres adresses"),
    "asked": ("autre adresse jamais confirmée", "autres adresses jamais confirmées"),
    "papers": ("fichier reçu", "fichiers reçus"),
    "not_handed": ("fichier jamais transmis", "fichiers jamais transmis"),
    "reminders": ("rappel", "rappels"),
    "franceconnect": ("lien avec FranceConnect", "liens avec FranceConnect"),
    "returns": ("retour de FranceConnect", "retours de FranceConnect"),
    "sessions": ("connexion par les pages", "connexions par les pages"),
    "waves": ("place dans une vague d'invitations", "places dans des vagues d'invitations"),
    "tries": ("compteur d'essais", "compteurs d'essais"),
    "documents": ("titre de document", "titres de documents"),
    "journal": ("ligne du journal", "lignes du journal"),
    "conversations": ("conversation", "conversations"),
    "addresses": ("adresse", "adresses"),
    "strangers": ("adresse d'inconnu", "adresses d'inconnus"),
    "acceptances": ("accord sur les conditions", "accords sur les conditions"),
    "invoices": ("facture", "factures"),
    "requests": ("demande", "demandes"),
    "tickets": ("accusé de réception", "accusés de réception"),
}


def counted(counts: Mapping[str, int]) -> Iterator[str]:
    """« 3 factures », for each class that has any."""
    for name, many in counts.items():
        if many:
            one, several = _COUNTED[name]
            yield f"{many} {several if many > 1 else one}"
