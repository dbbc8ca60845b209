"""Why a mailbox is not read, in words for the people of the town hall."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

_CODE = re.compile(r"\[([A-Z][A-Z-]{2,20})\b")
#: A sign-in refused for a reason that passes. [RFC 5530 3]
_FOR_NOW = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"})
#: Verdicts of OpenSSL on a certificate. [openssl verify(1)]
_EXPIRED, _NOT_YET = 10, 9
_NAME = 62
_UNKNOWN = frozenset({18, 19, 20, 21})


class MailboxError(Exception):
    """`told`: a French sentence without any secret. `lasting`: nothing changes until a person acts."""

    def __init__(self, told: str, *, lasting: bool = False) -> None:
        super().__init__(told)
        self.told = told
        self.lasting = lasting


class UnreadableMailError(Exception):
    """The server cannot hand over one mail; the others are not concerned."""


@contextmanager
def told(host: str) -> Iterator[None]:
    """What goes wrong at `host`, as a `MailboxError`."""
    try:
        yield
    except LoginError as error:
        if _code(error) in _FOR_NOW:
            raise MailboxError(f"{host} n'ouvre pas la boîte pour l'instant") from error
        raise MailboxError(
            f"{host} refuse l'identifiant ou le mot de passe (ou le jeton) de la boîte :"
            " vérifiez-les dans les réglages, et que l'hébergeur permet l'accès par IMAP",
            lasting=True,
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise MailboxError(
            f"le certificat de {host} {_fault(error)} : rien ne lui a été dit, ni le mot de passe."
            " Vérifiez host, ou donnez ca_file si la ville a sa propre autorité",
            lasting=True,
        ) from error
    except ssl.SSLError as error:
        raise MailboxError(
            f"{host} ne parle pas TLS sur ce port ({error.reason}) : vérifiez port et tls"
        ) from error
    except (IMAPClientAbortError, OSError, EOFError) as error:
        raise MailboxError(f"{host} ne répond pas, ou plus ({type(error).__name__})") from error
    except IMAPClientError as error:
        raise MailboxError(
            f"{host} refuse une commande ({_code(error)}) : vérifiez folder et tls"
        ) from error


def _code(error: IMAPClientError) -> str:
    """Its response code: the server's own words may repeat a name or an address. [RFC 5530]"""
    found = _CODE.search(str(error))
    return found[1] if found else type(error).__name__


def _fault(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return "a expiré"
    if error.verify_code == _NOT_YET:
        return "n'est pas encore valable"
    if error.verify_code == _NAME:
        return "n'est pas à ce nom"
    if error.verify_code in _UNKNOWN:
        return "n'est signé par aucune autorité connue"
    return f"n'est pas valable ({error.verify_code})"
