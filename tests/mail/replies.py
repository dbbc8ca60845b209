"""What mail programs send back when a citizen answers a mail of ours."""

from collections.abc import Callable
from email.message import EmailMessage

from mail_ingest import Letter
from mail_ingest.html_text import escaped

JEANNE = "Jeanne Martin <jeanne@courrier.example>"
ATTRIBUTION = "Le mar. 9 juin 2026 à 12:00, Mairie <guichet@val-fleuri.example> a écrit :"
HEADERS = (
    "De : Mairie <guichet@val-fleuri.example>\n"
    "Envoyé : mardi 9 juin 2026 12:00\nÀ : Jeanne Martin\nObjet : Espace"
)

Client = Callable[[Letter, str], EmailMessage]


def gmail(ours: Letter, said: str) -> EmailMessage:
    mail = _reply(ours, "Re: ")
    _bodies(
        mail,
        f"{said}\n\n{ATTRIBUTION}\n\n{_quoted(ours)}",
        f'<div dir="ltr">{escaped(said)}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{escaped(ATTRIBUTION)}<br></div>'
        f'<blockquote class="gmail_quote">{ours.html}</blockquote></div>',
    )
    return mail


def outlook(ours: Letter, said: str) -> EmailMessage:
    """Above the headers of what is answered, nothing marked as quoted."""
    mail = _reply(ours, "RE: ")
    head = "<br>".join(escaped(one) for one in HEADERS.split("\n"))
    _bodies(
        mail,
        f"{said}\n\n________________________________\n{HEADERS}\n\n{ours.text}",
        f"<p>{escaped(said)}</p><hr><div id=divRplyFwdMsg>{head}</div>{ours.html}",
    )
    return mail


def outlook_below(ours: Letter, said: str) -> EmailMessage:
    """The answer typed at the very end of the page."""
    mail = _reply(ours, "RE: ")
    head = "<br>".join(escaped(one) for one in HEADERS.split("\n"))
    _bodies(
        mail,
        f"________________________________\n{HEADERS}\n\n{ours.text}\n{said}",
        f"<hr><div id=divRplyFwdMsg>{head}</div>{ours.html}<p>{escaped(said)}</p>",
    )
    return mail


def apple(ours: Letter, said: str) -> EmailMessage:
    mail = _reply(ours, "Re: ")
    sent = "Envoyé de mon iPhone"
    _bodies(
        mail,
        f"{said}\n\n{sent}\n\n> {ATTRIBUTION}\n> \n{_quoted(ours)}",
        f'<div>{escaped(said)}</div><div id="AppleMailSignature">{sent}</div>'
        f'<blockquote type="cite">{escaped(ATTRIBUTION)}<br></blockquote>'
        f'<blockquote type="cite">{ours.html}</blockquote>',
    )
    return mail


def thunderbird(ours: Letter, said: str) -> EmailMessage:
    """Plain text, the answer under the quote."""
    mail = _reply(ours, "Re: ")
    mail.set_content(f"{ATTRIBUTION}\n{_quoted(ours)}\n\n{said}\n", cte="8bit")
    return mail


def without_plus(client: Client) -> Client:
    """A mailbox program that answers From and forgets Reply-To."""

    def answer(ours: Letter, said: str) -> EmailMessage:
        mail = client(ours, said)
        mail.replace_header("To", ours.from_address)
        return mail

    return answer


def absent(ours: Letter) -> EmailMessage:
    """A responder, which writes to the envelope's sender."""
    mail = EmailMessage()
    mail["From"] = JEANNE
    mail["To"] = ours.header("return-path").strip("<>")
    mail["Subject"] = f"Réponse automatique : {ours.subject}"
    mail["Auto-Submitted"] = "auto-replied"
    mail["In-Reply-To"] = f"<{ours.message_id}>"
    mail.set_content("Je suis absente jusqu'au 12 juin.")
    return mail


def bounced(ours: Letter, to: str, status: str = "5.1.1") -> bytes:
    """A delivery report as Postfix writes it. [RFC 3464]"""
    return "\r\n".join(
        [
            "From: MAILER-DAEMON@courrier.example",
            f"To: {ours.header('return-path').strip('<>')}",
            "Subject: Undelivered Mail Returned to Sender",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; courrier.example",
            "",
            f"Final-Recipient: rfc822; {to}",
            "Action: failed",
            f"Status: {status}",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: <{ours.message_id}>",
            f"Subject: {ours.header('subject')}",
            "--b--",
            "",
        ]
    ).encode()


def _reply(ours: Letter, prefix: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = JEANNE
    mail["To"] = ours.header("reply-to")
    mail["Subject"] = ours.subject if ours.subject.startswith(prefix) else prefix + ours.subject
    mail["Message-ID"] = f"<re.{ours.message_id.partition('@')[0]}@courrier.example>"
    mail["In-Reply-To"] = f"<{ours.message_id}>"
    mail["References"] = " ".join(f"<{one}>" for one in (*ours.references, ours.message_id))
    return mail


def _quoted(ours: Letter) -> str:
    return "\n".join(f"> {one}".rstrip() for one in (ours.text or "").split("\n"))


def _bodies(mail: EmailMessage, text: str, html: str) -> None:
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="base64")
