"""Letters for tests, written in a line."""

from mail_ingest import Letter, read_letter


def letter(*headers: str, body: str = "Oui\n") -> Letter:
    """A letter with these header lines and this plain text."""
    known = "From: Jeanne Martin <jeanne@courrier.example>"
    given = headers if any(one.startswith("From:") for one in headers) else (known, *headers)
    return read_letter("\n".join([*given, "", body]).encode())


def text(body: str) -> Letter:
    """An answer whose plain text is `body`."""
    return letter("Subject: Re: Votre espace", body=body)


def page(body: str) -> Letter:
    """An answer whose HTML is `body`."""
    return letter("Subject: Re: Votre espace", "Content-Type: text/html; charset=utf-8", body=body)
