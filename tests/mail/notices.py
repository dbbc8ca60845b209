"""Mails that came back, in the words of those who send them: servers, providers, services."""

from typing import NamedTuple

BOX = "espace@val-fleuri.example"
JEANNE = "jeanne.martin@orange.example"
OURS = "guichet.aaaabbbbccccddddeeeeffffgg@val-fleuri.example"


class Notice(NamedTuple):
    """One notice: its headers, its words, and what it means."""

    name: str
    headers: tuple[str, ...]
    body: str
    status: str
    permanent: bool


def _daemon(subject: str, host: str = "relais.example") -> tuple[str, ...]:
    return (f"From: Mail Delivery System <MAILER-DAEMON@{host}>", f"Subject: {subject}")


_COPY = f"""

--- Below this line is a copy of the message.

Return-Path: <espace+bounce@val-fleuri.example>
Message-ID: <{OURS}>
From: Mairie <{BOX}>
To: Jeanne Martin <{JEANNE}>
Subject: Votre espace personnel
"""

NOTICES = (
    Notice(
        "qmail",
        _daemon("failure notice"),
        "Hi. This is the qmail-send program at relais.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{JEANNE}>:\n192.0.2.7 does not like recipient.\n"
        f"Remote host said: 550 5.1.1 Adresse inconnue{_COPY}",
        "5.1.1",
        True,
    ),
    Notice(
        "exim",
        _daemon("Mail delivery failed: returning message to sender"),
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\nrecipients.\n\n"
        f"  {JEANNE}\n    SMTP error from remote mail server after RCPT TO:\n"
        "    host smtp-in.example [192.0.2.7]: 550 No such user here" + _COPY,
        "5.1.1",
        True,
    ),
    Notice(
        "exim-warning",
        _daemon("Warning: message 1abc delayed 24 hours"),
        "A message that you sent has not yet been delivered to one or more of its\n"
        f"recipients after more than 24 hours.\n\n  {JEANNE}\n    Delay reason: Connection timed out\n\n"
        "No action is required on your part. Delivery attempts will continue.",
        "4.4.1",
        False,
    ),
    Notice(
        "orange-invalid",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host smtp-in.orange.example[192.0.2.1] said: 550 5.1.1 Adresse d au moins\n"
        "un destinataire invalide. Invalid recipient. OFR204_418 [418] (in reply to RCPT TO)",
        "5.1.1",
        True,
    ),
    Notice(
        "orange-code-alone",
        _daemon("Mail non remis"),
        f"Le message pour {JEANNE} est revenu : OFR_416",
        "5.1.1",
        True,
    ),
    Notice(
        "orange-spam",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: 550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]",
        "5.2.0",
        True,
    ),
    Notice(
        "orange-later",
        _daemon("Delayed Mail (still being retried)"),
        f"<{JEANNE}>: host smtp-in.orange.example said: 421 Service refuse. Veuillez essayer plus\n"
        "tard. Service refused, please try later. OFR_104 [104]",
        "4.7.0",
        False,
    ),
    Notice(
        "orange-full",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: 552 5.2.2 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]",
        "5.2.2",
        True,
    ),
    Notice(
        "laposte-refused",
        _daemon("Echec de remise"),
        f"<{JEANNE}>: host smtpz4.laposte.example said: 550 5.7.1 Service refuse. Veuillez essayer\n"
        "plus tard. service refused, please try later. LPN007_510",
        "5.7.1",
        True,
    ),
    Notice(
        "laposte-code-alone",
        _daemon("Echec de remise"),
        f"{JEANNE} : Service refuse LPN_105",
        "4.7.0",
        False,
    ),
    Notice(
        "free-spam",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host mx1.free.example said: 554 5.7.1 spam detected (in reply to end of DATA)",
        "5.7.1",
        True,
    ),
    Notice(
        "free-unknown",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host mx1.free.example[192.0.2.4] said: 550 User unknown in virtual mailbox table",
        "5.1.1",
        True,
    ),
    Notice(
        "sfr-full",
        _daemon("Message non distribué"),
        f"Votre message à {JEANNE} n'a pas pu être remis : la boîte du destinataire est pleine.",
        "4.2.2",
        False,
    ),
    Notice(
        "sfr-inactive",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: 550 5.2.1 Compte desactive / mailbox disabled (SFR)",
        "5.2.1",
        True,
    ),
    Notice(
        "bouygues-unknown",
        _daemon("Non remis : Votre espace personnel"),
        f"Destinataire : {JEANNE}\nMotif : destinataire inconnu",
        "5.1.1",
        True,
    ),
    Notice(
        "exchange-french",
        (
            "From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@courrier.example",
            "Subject: Non remis : Votre espace personnel",
        ),
        "Échec de la remise pour les destinataires ou groupes suivants :\n\n"
        f"{JEANNE}\nL'adresse de messagerie que vous avez entrée est introuvable.\n\n"
        "Informations de diagnostic pour les administrateurs :\n"
        f"Serveur de génération : courrier.example\n{JEANNE}\n"
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
        "5.1.10",
        True,
    ),
    Notice(
        "gmail-french",
        (
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
            f"X-Failed-Recipients: {JEANNE}",
            "Subject: Delivery Status Notification (Failure)",
        ),
        f"Adresse introuvable\nVotre message n'est pas parvenu à {JEANNE}, car l'adresse est introuvable.",
        "5.1.1",
        True,
    ),
    Notice(
        "gmail-delay",
        (
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
            f"X-Failed-Recipients: {JEANNE}",
            "Subject: Delivery Status Notification (Delay)",
        ),
        f"Un problème temporaire a retardé la remise à {JEANNE}. Gmail fera de nouvelles tentatives.",
        "4.4.7",
        False,
    ),
    Notice(
        "postfix-domain",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: Host or domain name not found. Name service error for name=orange.example",
        "5.4.1",
        True,
    ),
    Notice(
        "zimbra-quota",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host zimbra.example said: 452 4.2.2 Over quota (in reply to end of DATA)",
        "4.2.2",
        False,
    ),
    Notice(
        "postfix-warning-french",
        _daemon("Remise retardée (nouvelles tentatives en cours)"),
        "Votre message n'a pas encore pu être remis après 4 heures. Inutile de le renvoyer :\n"
        f"nous essaierons pendant 5 jours.\n\n<{JEANNE}>: connexion refusée",
        "4.4.1",
        False,
    ),
    Notice(
        "orange-too-many",
        _daemon("Delayed Mail (still being retried)"),
        f"<{JEANNE}>: host smtp-in.orange.example refused to talk to me: 421 Too many connections,\n"
        "slow down. Trop de connexions, veuillez verifier votre configuration. OFR004_104 [104]",
        "4.7.0",
        False,
    ),
    Notice(
        "orange-blocked",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host smtp-in.orange.example said: 550 5.7.1 Service refuse. OFR_999 [999]",
        "5.7.1",
        True,
    ),
    Notice(
        "laposte-invalid",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: 550 Adresse d au moins un destinataire invalide. LPN416",
        "5.1.1",
        True,
    ),
    Notice(
        "free-greylisted",
        _daemon("Delayed Mail (still being retried)"),
        f"<{JEANNE}>: host mx1.free.example said: 451 too many errors from your ip, please come back\n"
        "in 10 minutes",
        "4.0.0",
        False,
    ),
    Notice(
        "free-inactive",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host mx1.free.example said: 550 5.2.1 This mailbox has been blocked due to inactivity",
        "5.2.1",
        True,
    ),
    Notice(
        "sfr-unknown",
        _daemon("Undelivered Mail Returned to Sender"),
        f"<{JEANNE}>: host smtp-in.sfr.example said: 550 5.1.1 <{JEANNE}>: Recipient address rejected:\n"
        "User unknown in relay recipient table",
        "5.1.1",
        True,
    ),
    Notice(
        "sfr-later",
        _daemon("Delayed Mail (still being retried)"),
        f"<{JEANNE}>: host smtp-in.sfr.example said: 421 4.7.1 Service unavailable; Client host blocked",
        "4.7.1",
        False,
    ),
    Notice(
        "bouygues-code-alone",
        _daemon("Message non remis"),
        f"{JEANNE} : message refusé, BBX_506",
        "5.7.1",
        True,
    ),
    Notice(
        "exchange-delay-french",
        (
            "From: postmaster@courrier.example",
            "Subject: Remise retardée : Votre espace personnel",
        ),
        "La remise aux destinataires ou groupes suivants est retardée :\n\n"
        f"{JEANNE}\n\nCe message n'a pas encore été remis. De nouvelles tentatives seront effectuées.",
        "4.4.7",
        False,
    ),
    Notice(
        "no-recipient-but-the-copy",
        _daemon("Returned mail: see transcript for details"),
        f"Unknown user{_COPY}",
        "5.1.1",
        True,
    ),
)
