"""Answers as mail programs send them, above a mail of ours: what the reading is measured on."""

import html
from email.message import EmailMessage

from mail_ingest import DELIMITER, END

_OURS = "\n".join(
    [
        DELIMITER,
        "",
        "Bonjour Jeanne Martin,",
        "",
        "La mairie de Val-Fleuri a créé votre espace personnel. Il réunit vos demandes, vos factures, les",
        "inscriptions de vos enfants et les actualités de la commune. Voulez-vous l'activer ?",
        "",
        "1. Oui, activer mon espace",
        "2. Ce n'est pas moi",
        "3. Parler à une personne",
        "",
        "Répondez par le numéro de votre choix, au-dessus de ce message.",
        "",
        "Mairie de Val-Fleuri, 1 place de la Fontaine",
        "du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h",
        END,
    ]
)
_MAIRIE = "Mairie de Val-Fleuri <mairie@val-fleuri.example>"
_SAID = "Bonjour,\n\nOui, c'est bien moi. Mon fils sera absent jeudi 12.\n\nMerci"
_HEADER = (
    f"De : {_MAIRIE}\nEnvoyé : mardi 10 mars 2026 09:12\n"
    "À : Jeanne Martin <jeanne@courrier.example>\nObjet : Votre espace personnel"
)


def _quoted() -> str:
    return "\n".join(f"> {line}".rstrip() for line in _OURS.split("\n"))


def _lines(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


TEXTS = (
    f"{_SAID}\n\nLe mar. 10 mars 2026 à 09:12, {_MAIRIE} a\nécrit :\n\n{_quoted()}\n",
    f"Oui\n\nEnvoyé de mon iPhone\n\n> Le 10 mars 2026 à 09:12, {_MAIRIE} a écrit :\n> \n{_quoted()}\n",
    f"{_SAID}\n\n________________________________\n{_HEADER}\n\n{_OURS}\n",
)
_HEAD = f"Le mar. 10 mars 2026 à 09:12, {html.escape(_MAIRIE)} a écrit :<br>"
PAGES = (
    f"""<div dir="ltr">{_lines(_SAID)}</div><br><div class="gmail_quote">
<div dir="ltr" class="gmail_attr">{_HEAD}</div>
<blockquote class="gmail_quote" style="border-left:1px solid #ccc">{_lines(_OURS)}</blockquote></div>""",
    f"""<html><body>{_lines(_SAID)}<hr>
<div id="divRplyFwdMsg">{_lines(_HEADER)}</div>{_lines(_OURS)}</body></html>""",
)


def mails() -> tuple[bytes, ...]:
    """Three of plain text, two of text and HTML; of one to three kilobytes."""
    plain = [_mail(text, "") for text in TEXTS]
    return (*plain, *(_mail(text, page) for text, page in zip(TEXTS, PAGES, strict=False)))


def _mail(text: str, page: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Jeanne Martin <jeanne@courrier.example>"
    mail["To"] = _MAIRIE
    mail["Subject"] = "Re: Votre espace personnel"
    mail["Message-ID"] = "<7@courrier.example>"
    mail["In-Reply-To"] = "<guichet.mzxw6ytboi3dmnrvgq2tkojs@val-fleuri.example>"
    mail.set_content(text)
    if page:
        mail.add_alternative(page, subtype="html")
    return mail.as_bytes()
