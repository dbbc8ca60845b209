"""The questions, in the order in which a town answers them."""

import unicodedata
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from guichet.installing.question import Answers, Question
from guichet.settings_types import BotToken, DatabaseUrl, Filled, MailAddress, Slug, Url

YES, NO = "oui", "non"
HOURS = "du lundi au vendredi de 8 h 30 à 17 h"
_PORT = Annotated[int, Field(ge=1, le=65535)]
IMAP = "imap"
_IMAP_PORTS = {"tls": "993", "starttls": "143"}
_PORTS = {"none": "25", "starttls": "587", "tls": "465"}


def questions(folder: Path) -> tuple[Question, ...]:
    """`folder` is where the settings will stand: a system folder keeps no data."""
    return (
        Question(name="name", asks="Nom de la ville", kind=Filled),
        Question(name="slug", asks="Nom court, dans chaque lien", kind=Slug, proposes=slug_of),
        Question(name="phone", asks="Téléphone du service", kind=Filled),
        Question(
            name="hours", asks="Heures où il répond", kind=Filled, proposes=lambda _answers: HOURS
        ),
        Question(name="contact", asks="Courriel du service", kind=MailAddress),
        Question(
            name="privacy_contact",
            asks="À qui écrire au sujet de ses données (DPO)",
            kind=Filled,
            proposes=lambda answers: answers.get("contact", ""),
        ),
        Question(name="site", asks="Site de la ville", kind=Url, proposes=_site),
        Question(name="public_url", asks="Adresse des pages du guichet", kind=Url, proposes=_pages),
        Question(
            name="database",
            asks="Base de données (sqlite://… ou postgres://…)",
            kind=DatabaseUrl,
            proposes=lambda _answers: f"sqlite://{data_folder(folder)}/guichet.db",
        ),
        Question(
            name="telegram_token",
            asks="Jeton du robot Telegram, donné par BotFather (vide : pas de Telegram)",
            kind=BotToken,
            may_pass=True,
            secret=True,
        ),
        Question(
            name="mail_address",
            asks="Adresse de courriel du guichet",
            kind=MailAddress,
            proposes=_mailbox,
        ),
        Question(
            name="mail_in",
            asks="Comment arrivent les courriels : votre serveur les remet (smtp, lmtp), une boîte est relevée"
            " chez l'hébergeur (imap), ou pas du tout (none)",
            kind=str,
            choices=("smtp", "lmtp", IMAP, "none"),
            proposes=lambda _answers: "smtp",
        ),
        *_mailbox_read(),
        *_relay(),
        Question(
            name="sign",
            asks="Signer les courriels (DKIM) : oui ou non",
            kind=str,
            choices=(YES, NO),
            # A host of mailboxes signs what it sends.
            proposes=lambda answers: NO if _reads(answers) else YES,
        ),
    )


def _mailbox_read() -> tuple[Question, ...]:
    """For a town without a mail server. A token instead of a password is set by hand, in the settings."""
    return (
        Question(
            name="imap_host",
            asks="Serveur IMAP de l'hébergeur",
            kind=Filled,
            proposes=lambda answers: f"imap.{answers.get('mail_address', '').rpartition('@')[2]}",
            asked=_reads,
        ),
        Question(
            name="imap_tls",
            asks="Chiffrement de cette liaison (tls, starttls)",
            kind=str,
            choices=tuple(_IMAP_PORTS),
            proposes=lambda _answers: "tls",
            asked=_reads,
        ),
        Question(
            name="imap_port",
            asks="Port du serveur IMAP",
            kind=_PORT,
            proposes=lambda answers: _IMAP_PORTS.get(answers.get("imap_tls", ""), "993"),
            asked=_reads,
        ),
        Question(
            name="imap_username",
            asks="Identifiant de la boîte",
            kind=Filled,
            proposes=lambda answers: answers.get("mail_address", ""),
            asked=_reads,
        ),
        Question(
            name="imap_password",
            asks="Mot de passe de la boîte",
            kind=SecretStr,
            secret=True,
            asked=_reads,
        ),
    )


def _relay() -> tuple[Question, ...]:
    return (
        Question(
            name="relay",
            asks="Relais qui envoie les courriels",
            kind=Filled,
            proposes=_relay_host,
        ),
        Question(
            name="relay_tls",
            asks="Chiffrement vers le relais (none, starttls, tls)",
            kind=str,
            choices=tuple(_PORTS),
            proposes=lambda answers: "none" if _is_here(answers) else "starttls",
        ),
        Question(
            name="relay_port",
            asks="Port du relais",
            kind=_PORT,
            proposes=lambda answers: _PORTS.get(answers.get("relay_tls", ""), "25"),
        ),
        Question(
            name="relay_username",
            asks="Identifiant chez le relais (vide : aucun)",
            kind=str,
            may_pass=True,
            proposes=lambda answers: answers.get("imap_username", ""),
        ),
        Question(
            name="relay_password",
            asks="Mot de passe chez le relais",
            kind=SecretStr,
            secret=True,
            asked=lambda answers: bool(answers.get("relay_username")),
        ),
    )


def data_folder(folder: Path) -> str:
    """Where the database and the keys go: /etc is not written by a service."""
    return "/var/lib/guichet" if folder.is_relative_to("/etc") else "var"


def slug_of(answers: Answers) -> str:
    """« Val-Fleuri » is val-fleuri, « Crécy » crecy."""
    plain = (
        unicodedata.normalize("NFKD", answers.get("name", "")).encode("ascii", "ignore").decode()
    )
    words = "".join(sign if sign.isalnum() else " " for sign in plain.lower()).split()
    return "-".join(words)[:64]


def _site(answers: Answers) -> str:
    domain = answers.get("contact", "").rpartition("@")[2]
    return f"https://www.{domain}" if domain else ""


def _pages(answers: Answers) -> str:
    return f"https://guichet.{_domain(answers)}"


def _mailbox(answers: Answers) -> str:
    """Of the pages' own name: the town's mail server is left as it is."""
    return f"guichet@{urlsplit(answers.get('public_url', '')).hostname or _domain(answers)}"


def _domain(answers: Answers) -> str:
    return (urlsplit(answers.get("site", "")).hostname or "").removeprefix("www.")


def _reads(answers: Answers) -> bool:
    """The town has a mailbox, and no mail server that hands its mails over."""
    return answers.get("mail_in") == IMAP


def _relay_host(answers: Answers) -> str:
    """Whoever keeps a mailbox sends for it too: « imap.hebergeur.example », « smtp.hebergeur.example »."""
    return (
        answers.get("imap_host", "").replace("imap", "smtp", 1) if _reads(answers) else "127.0.0.1"
    )


def _is_here(answers: Answers) -> bool:
    return answers.get("relay") in {"127.0.0.1", "localhost", "::1"}
