"""argon2id, in a thread; as long for an account that does not exist."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from portal.password.rules import MAX_RAW, normalised

#: RFC 9106, second recommendation: 64 MiB (here in KiB), 3 passes; about 120 ms.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)

#: The same work for nobody: a digest of zeros, which no known password gives.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


async def hash_password(password: str) -> str:
    """What is stored."""
    return await asyncio.to_thread(HASHER.hash, _encoded(password))


async def verify(password: str, stored: str | None) -> bool:
    """Whether `password` is the one; `stored` is None for an unknown account: same time, False."""
    return await asyncio.to_thread(_matches, stored or NOBODY, _encoded(password)) and bool(stored)


def needs_rehash(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def _matches(stored: str, password: bytes) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerifyMismatchError:
        return False


def _encoded(password: str) -> bytes:
    # No password is that long; a short one takes its place, so that the time stays the same.
    text = normalised(password) if len(password) <= MAX_RAW else "\0"
    # An error of encoding would carry the password.
    return text.encode("utf-8", "surrogatepass")
