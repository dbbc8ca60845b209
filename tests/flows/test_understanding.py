"""What people really write, and what is understood of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.message import Choice
from flows.spelling import plain
from flows.understanding import (
    Command,
    Greeting,
    Mend,
    Pick,
    Request,
    Thanks,
    Words,
    understand,
)
from flows.vocabulary import Repair
from tests.flows.talk import everything

YES_NO = "oui non pas-moi plus-concerne"
HOME = "demandes factures coordonnees documents famille actualites reglages aide une-personne"
WELCOME = "j-ai-un-code rien-recu pas-de-code une-personne"
LAST_PART = "accepter refuser suite"

PICKED = [
    (YES_NO, "oui", "Oui"),
    (YES_NO, "oui", "OUI !!"),
    (YES_NO, "oui", "Ok merci"),
    (YES_NO, "oui", "daccord"),
    (YES_NO, "oui", "D’accord."),
    (YES_NO, "oui", "Bonjour, oui je veux bien l'activer. Cordialement, Mme Dupont"),
    (YES_NO, "oui", "oui\n\nMichel ARPEGE\n06 00 00 00 00"),
    (YES_NO, "oui", "ok pour moi"),
    (YES_NO, "oui", "1"),
    (YES_NO, "oui", "le 1 svp"),
    (YES_NO, "oui", "la première"),
    (YES_NO, "oui", "Finalement, oui"),
    (YES_NO, "oui", "activez mon espace s'il vous plaît"),
    (YES_NO, "oui", "ouiii"),
    (YES_NO, "oui", "c bon"),
    (YES_NO, "oui", "👍🏽"),
    (YES_NO, "oui", "jveux activer"),
    (YES_NO, "non", "Non merci"),
    (YES_NO, "non", "non je ne veux pas"),
    (YES_NO, "non", "pas maintenant"),
    (YES_NO, "non", "Non, ça ne m'intéresse pas du tout"),
    (YES_NO, "non", "2"),
    (YES_NO, "pas-moi", "Pas moi"),
    (YES_NO, "pas-moi", "c'est pas moi !"),
    (YES_NO, "pas-moi", "Bonjour, vous vous trompez de personne."),
    (YES_NO, "pas-moi", "Non, ce n'est pas moi, je ne connais pas cette commune."),
    (YES_NO, "pas-moi", "non c pa moi"),
    (YES_NO, "pas-moi", "Je pense que ce n'est pas moi"),
    (YES_NO, "pas-moi", "Vous faites erreur, je n'habite pas votre ville"),
    (YES_NO, "plus-concerne", "non, j'ai déménagé, je n'habite plus là"),
    (YES_NO, "plus-concerne", "plus concernée"),
    (YES_NO, "plus-concerne", "Bonjour, je ne suis plus concernée, j'ai déménagé. Cordialement"),
    (HOME, "factures", "factures"),
    (HOME, "factures", "Ma facture ?"),
    (HOME, "factures", "factur"),
    (HOME, "factures", "mes fatures"),
    (HOME, "demandes", "mes demande"),
    (HOME, "factures", "je voudrais voir mes factures svp"),
    (HOME, "documents", "n° 4"),
    (HOME, "famille", "mes enfants"),
    (HOME, "une-personne", "neuf"),
    (HOME, "aide", "à l'aide"),
    (WELCOME, "rien-recu", "j'ai rien reçu"),
    (WELCOME, "j-ai-un-code", "J'ai reçu un code"),
    (WELCOME, "rien-recu", "g rien recu"),
    (WELCOME, "pas-de-code", "j'ai un mot de passe"),
    (LAST_PART, "accepter", "j'accepte"),
    (LAST_PART, "accepter", "lu et approuvé"),
    (LAST_PART, "refuser", "je refuse"),
    (LAST_PART, "refuser", "Non, je n'accepte pas"),
]

COMMANDED: list[tuple[str, Command]] = [
    ("bonjour", Greeting()),
    ("Bonjour Madame, Monsieur", Greeting()),
    ("/start", Greeting()),
    ("Merci beaucoup !", Thanks()),
    ("c'est noté", Thanks()),
    ("Merci, c'est bon", Thanks()),
    ("non merci", Thanks()),
    ("?", Mend(Repair.REPEAT)),
    ("jarriv pa a me conecté", Request("help")),
    ("le lien ne marche pas", Request("help")),
    ("ma mère est décédée", Request("person")),
    ("mon fils sera absent demain", Request("not_here")),
    ("la facture de la cantine", Request("invoices")),
    ("comment avez-vous eu mon adresse ?", Request("privacy")),
    ("À quoi ça sert ?", Request("about")),
    ("I don't understand", Request("languages")),
    ("مرحبا، لا أفهم", Request("languages")),
    ("😀", Words()),
    ("menu", Mend(Repair.MENU)),
    ("menue", Mend(Repair.MENU)),
    ("/menu", Mend(Repair.MENU)),
    ("accueil svp", Mend(Repair.MENU)),
    ("Retour", Mend(Repair.BACK)),
    ("je me suis trompée", Mend(Repair.CORRECT)),
    ("laisse tomber", Mend(Repair.CANCEL)),
    ("hein ?", Mend(Repair.REPEAT)),
    ("Où en suis-je ?", Mend(Repair.REPEAT)),
    ("continuer", Mend(Repair.REPEAT)),
    ("mdp oublié", Request("forgotten")),
    ("J'ai oublié mon mot de passe", Request("forgotten")),
    ("bonjour j'ai oublié mon mot de passe, que faire ?", Request("forgotten")),
    ("quel est mon identifiant ?", Request("forgotten_login")),
    ("STOP", Request("stop_messages")),
    ("Arrêtez de m'envoyer des mails", Request("stop_messages")),
    ("C'est une arnaque ?", Request("genuine")),
    ("est-ce une arnaque svp", Request("genuine")),
    ("êtes-vous un robot ?", Request("genuine")),
    ("je voudrais parler à quelqu'un", Request("person")),
    ("pourriez-vous me passer un agent", Request("person")),
    ("vos horaires svp", Request("person")),
    ("Je voudrais inscrire mon fils à la cantine", Request("not_here")),
    ("ma fille est malade aujourd'hui", Request("not_here")),
    ("supprimer mon compte", Request("privacy")),
    ("mes factures", Request("invoices")),
    ("où en est mon dossier ?", Request("requests")),
    ("on m'a volé mon téléphone", Request("unlink")),
    ("mon chat s'appelle Filou", Words()),
    ("12345", Words()),
    ("", Words()),
]

UNSURE = [
    "oui mais",
    "oui, mais plus tard",
    "oui je ne veux plus",
    "ok mais comment ?",
    "no entiendo",
    "pourquoi pas moi ?",
    "ce n'est pas moi qui m'en occupe",
    "ouistiti",
    "99",
]


def _offered(keys: str) -> list[Choice]:
    return [Choice(key) for key in keys.split()]


@pytest.mark.parametrize(("offered", "key", "said"), PICKED)
def test_a_choice_is_recognised(offered: str, key: str, said: str) -> None:
    assert understand(said, _offered(offered), everything().vocabulary) == Pick(key)


@pytest.mark.parametrize(("said", "command"), COMMANDED)
def test_what_is_not_a_choice_is_recognised_too(said: str, command: Command) -> None:
    assert understand(said, (), everything().vocabulary) == command


@pytest.mark.parametrize("said", UNSURE)
def test_whoever_hesitates_is_not_taken_at_the_first_word(said: str) -> None:
    command = understand(said, _offered("oui non"), everything().vocabulary)
    assert not isinstance(command, Pick)


def test_a_label_that_is_data_is_recognised() -> None:
    children = (Choice("child:1", "Léa Testa"), Choice("child:2", "Hugo Testa"))
    assert understand("hugo testa", children, everything().vocabulary) == Pick("child:2")


@given(st.text(max_size=200))
def test_anything_can_be_said(said: str) -> None:
    understand(said, _offered(YES_NO), everything().vocabulary)
    assert plain(plain(said)) == plain(said)


def test_a_phrase_names_one_request_or_repair_only() -> None:
    known = everything().vocabulary
    named = [
        (phrase, name)
        for table in (
            known.requests,
            known.repairs,
            {"greeting": known.greetings},
            {"thanks": known.thanks},
        )
        for name, phrases in table.items()
        for phrase in phrases
    ]
    assert len({phrase for phrase, _ in named}) == len(named)
