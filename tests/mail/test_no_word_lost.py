"""Whatever a citizen types, wherever, in whatever program: every word of it is read."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mail_ingest import DELIMITER, END, read_letter, reply_text
from tests.mail.clients import ABOVE_ONLY, PAGES, TEXTS, Client, Place

# Lines of citizens, among them all that looks like what programs write.
LINES = [
    "Oui",
    "2",
    "Le code est 482 915",
    "Bonjour,",
    "Merci, bonne journée",
    "Le petit est malade",
    "Le 12 il est absent",
    "Le 12 mars 2026 à 10:30 nous serons là",
    "Le médecin a écrit : repos",
    "Le maire a écrit :",
    "Il m'a écrit hier à 10 h 12 :",
    "De : lundi",
    "À : vendredi",
    "Date : demain",
    "Objet : la cantine",
    "Envoyé hier par la poste",
    "Envoyé par mon mari, merci de répondre",
    "J'ai changé de téléphone, un iPhone",
    "Mon message précédent est resté sans réponse",
    "Message original : je ne l'ai plus",
    "- jeudi",
    "---",
    "*",
    "1) oui",
    "Am Donnerstag",
    "On Monday I wrote to you:",
    "mon adresse est jeanne@courrier.example",
    "Ce message vous est destiné, je crois",
    "Fin de la journée",
    "Répondez vite",
    "Nom : Martin",
    "Rendez-vous : 12/03/2026 10:30",
    "Je transfère votre mail à mon mari",
    "Enviado com atraso, desculpe",
    "Inviato da mio marito ieri",
    "Von meinem Konto wurde das Geld gesendet",
    "Nous avons reçu votre mail <mairie> le 3 mars",
    "a < b & c > d",
    "😀",
    "été à Noël, œuvre",
]
SENTENCES = st.sampled_from(LINES) | st.text("abcdéèà 0123456789,.?!'()", min_size=1, max_size=60)
WORDS = st.lists(SENTENCES, min_size=1, max_size=6).map("\n".join)
OURS = [
    f"{DELIMITER}\n\nBonjour Jeanne,\n\nVoulez-vous activer votre espace ?\n\n1. Oui\n2. Non\n\n{END}",
    "Bonjour Madame,\n\nQuel jour votre fils sera-t-il absent ?\n\nCordialement,\nLe service scolaire",
    "Bonjour",
]
KINDS = [("plain", name, client) for name, client in TEXTS.items()]
KINDS += [("html", name, client) for name, client in PAGES.items()]


def read(kind: str, body: str, delimiter: str = DELIMITER) -> str:
    head = f"Subject: Re: Mairie\nContent-Type: text/{kind}; charset=utf-8\n\n"
    return reply_text(read_letter((head + body).encode()), delimiter, END).text


def signs(text: str) -> str:
    """What must come back: letters, digits and marks, whatever the spaces and the lines."""
    return "".join(text.split())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), WORDS, st.sampled_from(OURS), st.sampled_from(Place))
def test_every_word_that_was_typed_is_read(
    form: tuple[str, str, Client], words: str, ours: str, place: Place
) -> None:
    kind, name, client = form
    assume(any(sign.isalnum() for sign in words))
    place = Place.ABOVE if name in ABOVE_ONLY else place
    assert signs(words) in signs(read(kind, client(words, ours, place)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), WORDS, st.sampled_from(OURS))
def test_above_a_quote_nothing_but_the_words_is_read(
    form: tuple[str, str, Client], words: str, ours: str
) -> None:
    kind, _, client = form
    assume(any(sign.isalnum() for sign in words))
    assert signs(read(kind, client(words, ours, Place.ABOVE))) == signs(words)


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize(("kind", "name", "client"), KINDS)
def test_only_quoted_text_is_an_empty_answer(
    kind: str, name: str, client: Client, ours: str
) -> None:
    assert read(kind, client("", ours, Place.ABOVE)) == "", name
