"""Accounts that the town created, with or without a password, and one that is linked."""

from datetime import date

from models.family import Citizen
from portal import identity_link
from portal.identity_link import Account
from portal.password import hash_password
from tests.desk.office import PASSWORD, Office, family

BORN = date(1987, 3, 14)
_HASHES: list[str] = []


async def in_use(office: Office, **known: object) -> Citizen:
    """Claire, who chose her identifiers some time ago."""
    now = office.clock()
    set_up = {"activated_at": now, "activated_by": "mail", "identifiers_set_at": now}
    return await family(**{"birth_date": BORN, **set_up, "password_hash": await _hashed(), **known})  # type: ignore[arg-type]  # named by the test


async def _hashed() -> str:
    """Slow on purpose: made once for all tests."""
    if not _HASHES:
        _HASHES.append(await hash_password(PASSWORD))
    return _HASHES[0]


async def linked(office: Office, issuer: str, sub: str) -> Citizen:
    """The same, who enters by FranceConnect."""
    citizen = await family(birth_date=BORN, activated_at=office.clock())
    citizen.identifiers_set_at = office.clock()
    await citizen.save()
    await identity_link.link(citizen, Account(issuer, sub), office.clock())
    return citizen
