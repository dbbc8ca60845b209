"""What is kept and what is left out, rule by rule."""

import pytest

from mail_ingest import DELIMITER, reply_text
from tests.mail.letters import letter, page, text

OURS = f"{DELIMITER}\n\nBonjour Jeanne,\n\nVoulez-vous activer votre espace ?\n\nFin du message"


@pytest.mark.parametrize(
    "said",
    [
        "2",
        "oui",
        "123456",
        "Le code est 123456",
        "- cantine jeudi\n- garderie vendredi",
        "1. Léa\n2. Tom",
        "Le maire a écrit :",
        "On m'a dit de venir le 3 mars 2026 à 9h30 :",
        "Le 3 mars 2026 à 10h15 vous m'avez écrit :\nje ne comprends pas",
        "De : la maman de Tom\nObjet : absence",
        "Envoyé par courrier hier",
        "Message d'origine étrange, que veut-il dire ?",
        "Votre message : bien reçu",
        "--\n",
        "A : 8h\nDe : 9h\nDate : demain",
    ],
)
def test_the_words_of_a_person_survive(said: str) -> None:
    assert reply_text(text(said)).text == ("" if said == "--\n" else said)


def test_an_answer_of_one_sign_is_an_answer() -> None:
    assert reply_text(text("2\n\n" + OURS)).text == "2"


def test_only_quoted_text_is_an_empty_answer() -> None:
    assert reply_text(text("> Bonjour\n> Voulez-vous activer ?\n")).text == ""


@pytest.mark.parametrize(
    "line",
    [
        "— Répondez au-dessus de cette ligne —",
        "*Répondez au-dessus de cette ligne*",
        "repondez  au-dessus\u00a0de cette ligne",
        "Répondez au-dessus de\ncette ligne",
        "Re\u0301pondez au-dessus de cette ligne",
        "##- Répondez au-dessus de cette ligne -##",
    ],
)
def test_our_line_is_known_in_every_state(line: str) -> None:
    assert reply_text(text(f"Oui\n\n{line}\n\nBonjour Jeanne\n")).text == "Oui"


def test_an_attribution_in_an_unknown_language_goes_with_our_line() -> None:
    told = "Pe mar., 10 mar. 2026 la 09:12, Mairie <mairie@ville.example> a scris:"
    assert reply_text(text(f"Da\n\n{told}\n\n{OURS}\n")).text == "Da"


@pytest.mark.parametrize(
    "told",
    [
        "On Tue, Mar 10, 2026 at 9:12 AM Mairie <mairie@ville.example> wrote:",
        "On Tue, Mar 10, 2026 at 9:12 AM Mairie <\nmairie@ville.example> wrote:",
        "Am Di., 10. März 2026 um 09:12 Uhr schrieb Mairie <mairie@ville.example>:",
        "El mar, 10 mar 2026 a las 9:12, Mairie (<mairie@ville.example>) escribió:",
        "Il giorno mar 10 mar 2026 alle ore 09:12 Mairie <mairie@ville.example> ha scritto:",
        "Em ter., 10 de mar. de 2026 às 09:12, Mairie <mairie@ville.example> escreveu:",
        "Le 10/03/2026 à 09:12, Mairie a\nécrit :",
        "Le mar. 10 mars 2026 à 09:12, Mairie de Valbrume <mairie@ville.example>\na écrit\u00a0:",
    ],
)
def test_attributions_of_many_tongues_are_left_out(told: str) -> None:
    assert reply_text(text(f"ok\n\n{told}\n\nBonjour Jeanne\n"), "").text == "ok"


def test_an_answer_under_an_unmarked_quote_is_found_below_our_last_line() -> None:
    quoted = f"De : Mairie\nEnvoyé : mardi 10 mars 2026 09:12\nÀ : Jeanne\nObjet : x\n\n{OURS}"
    assert reply_text(text(f"{quoted}\n\nOui\n"), end="Fin du message").text == "Oui"


def test_an_answer_under_the_quote_of_outlook_is_found_below_our_last_line() -> None:
    head = '<hr><div id="divRplyFwdMsg"><b>De :</b> Mairie<br><b>Envoyé :</b> mardi</div>'
    ours = "".join(f"<p>{one}</p>" for one in OURS.split("\n"))
    assert reply_text(page(f"{head}{ours}<p>Oui</p>"), end="Fin du message").text == "Oui"
    assert reply_text(page(f"{head}{ours}<p>Oui</p>")).text == ""


def test_an_answer_between_the_attribution_and_a_marked_quote_is_kept() -> None:
    told = "Le 10/03/2026 à 09:12, Mairie a écrit :"
    quoted = "\n".join(f"> {one}" for one in OURS.split("\n"))
    assert reply_text(text(f"{told}\n\nOui\n\n{quoted}\n")).text == "Oui"


def test_a_subject_alone_is_read() -> None:
    assert reply_text(letter("Subject: OUI", body="\n\n")).text == "OUI"
    assert reply_text(letter("Subject: OUI", body="Envoyé de mon iPhone\n")).text == "OUI"


@pytest.mark.parametrize("subject", ["Re: Espace", "RE : Espace", "TR: Espace", "Fwd: Espace"])
def test_the_subject_of_a_reply_is_not_an_answer(subject: str) -> None:
    assert reply_text(letter(f"Subject: {subject}", body="\n")).text == ""


def test_a_subject_above_a_quote_is_not_an_answer() -> None:
    assert reply_text(letter("Subject: Espace", body="> Bonjour\n")).text == ""


def test_what_was_cut_is_told_with_its_rule() -> None:
    reply = reply_text(text("Oui\n\nEnvoyé de mon iPhone\n\n> Bonjour\n"))
    assert [(one.rule, one.line) for one in reply.cut] == [
        ("quoted", "Bonjour"),
        ("device", "Envoyé de mon iPhone"),
    ]


def test_hidden_text_was_not_written_by_a_person() -> None:
    assert reply_text(page('<div style="display:none">pixel</div><p>Oui</p>')).text == "Oui"


def test_white_space_between_two_elements_is_one_space() -> None:
    typed = "<p>Le <b>12 juin</b> <i>après  midi</i>\n <b>oui</b></p><div>\nou le 13 </div>"
    assert reply_text(page(typed)).text == "Le 12 juin après midi oui\n\nou le 13"


def test_text_beside_an_empty_page_is_read() -> None:
    parts = "--b\nContent-Type: text/plain\n\nOui\n--b\nContent-Type: text/html\n\n<p></p>\n--b--\n"
    both = letter('Content-Type: multipart/alternative; boundary="b"', body=parts)
    assert reply_text(both).text == "Oui"


def test_a_signed_text_is_read_without_its_armour() -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOui\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQIz\n-----END PGP SIGNATURE-----\n"
    )
    assert reply_text(text(signed)).text == "Oui"
