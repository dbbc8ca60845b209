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
            asks="Comment le serveur de courriel remet les messages (smtp, lmtp, none)",
            kind=str,
            choices=("smtp", "lmtp", "none"),
            proposes=lambda _answers: "smtp",
        ),
        *_relay(),
        Question(
            name="sign",
            asks="Signer les courriels (DKIM) : oui ou non",
            kind=str,
            choices=(YES, NO),
            proposes=lambda _answers: YES,
        ),
    )


def _relay() -> tuple[Question, ...]:
    return (
        Question(
            name="relay",
            asks="Relais qui envoie les courriels",
            kind=Filled,
            proposes=lambda _answers: "127.0.0.1",
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


def _is_here(answers: Answers) -> bool:
    return answers.get("relay") in {"127.0.0.1", "localhost", "::1"}
