"""The keys that sign the mails of the towns, from files that nobody else reads."""

import stat
from pathlib import Path

from guichet.errors import SettingsError
from guichet.settings import Settings, TownSettings
from guichet.why import why
from mail_send.dkim_key import DkimKeyError, read_key
from mail_send.dkim_signature import Signer

#: A group of the system may read it, as OpenDKIM's does; nobody else, and nobody else may write it.
_OTHERS = stat.S_IRWXO | stat.S_IWGRP
_MOST_BYTES = 20_000


def signers(settings: Settings) -> dict[str, Signer]:
    """The towns that sign, each with its key. Raises `SettingsError`, which tells every fault at once."""
    found: dict[str, Signer] = {}
    faults: list[str] = []
    for slug, told in settings.towns.items():
        if told.dkim_key is None:
            continue
        try:
            found[slug] = _signer(told, told.dkim_key)
        except DkimKeyError as error:
            faults.append(f"[towns.{slug}] dkim_key : le fichier {told.dkim_key} {error}")
    if faults:
        raise SettingsError(faults)
    return found


def _signer(told: TownSettings, file: Path) -> Signer:
    key = read_key(_contents(file))
    return Signer(signing_domain(told), told.dkim_selector.lower(), key)


def signing_domain(told: TownSettings) -> str:
    """The domain that signs, in ASCII: that of the address from which the mails leave."""
    domain = told.mail_address.rpartition("@")[2].lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain  # no mail can leave from it: the door says so


def _contents(file: Path) -> bytes:
    try:
        with file.open("rb") as reading:
            open_to_others = stat.S_IMODE(file.stat().st_mode) & _OTHERS
            contents = reading.read(_MOST_BYTES)
    except OSError as error:
        raise DkimKeyError(f"ne se lit pas ({why(error)})") from error
    if open_to_others:
        raise DkimKeyError(f"est ouvert à d'autres que le programme : chmod 600 {file}")
    return contents
