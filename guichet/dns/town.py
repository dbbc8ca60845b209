"""All the records of a town, and the key that one of them needs."""

import asyncio

from guichet.dns.names import Names
from guichet.dns.records import LOOKS, Record, look, signature
from guichet.dns.resolver import Dns
from guichet.errors import SettingsError
from guichet.private_file import write_private
from guichet.why import why
from mail_send.dkim_key import DkimKey, DkimKeyError, make_key, read_key


def key_of(names: Names) -> tuple[DkimKey, bool]:
    """The town's key, and whether it was just made. Raises `SettingsError`."""
    file = names.key_file
    made = not file.exists()
    try:
        if made:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_private(file, make_key())
        return read_key(file.read_bytes()), made
    except DkimKeyError as error:
        raise SettingsError([f"la clé DKIM, le fichier {file}, {error}"]) from error
    except OSError as error:
        raise SettingsError(
            [f"la clé DKIM ({file}) ne se lit pas et ne s'écrit pas ({why(error)})"]
        ) from error


async def records_of(dns: Dns, names: Names, key: DkimKey) -> list[Record]:
    """In the order of the list; asked at the same time."""

    async def ours(dns: Dns, names: Names) -> Record:
        return await signature(dns, names, key)

    looks = [*LOOKS[:3], ("DKIM", ours), *LOOKS[3:]]
    return list(await asyncio.gather(*(look(dns, names, *one) for one in looks)))
