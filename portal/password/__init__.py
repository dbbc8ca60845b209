"""What a town asks of a password, how it is judged, issued, kept and protected from guessing.

Nothing here keeps, logs or repeats a password: callers get an outcome and reasons.
"""

from portal.password.guessing import Judge, Judged, Outcome
from portal.password.hashing import hash_password, needs_rehash, verify
from portal.password.known import Known
from portal.password.ready import ready_password
from portal.password.reasons import Reason
from portal.password.rules import PasswordRules, bits, broken, normalised
from portal.password.temporary import (
    read_forgivingly,
    same_temporary,
    temporary_hash,
    temporary_password,
)
from portal.password.throttle import blocked_until, delay_after, locked

__all__ = [
    "Judge",
    "Judged",
    "Known",
    "Outcome",
    "PasswordRules",
    "Reason",
    "bits",
    "blocked_until",
    "broken",
    "delay_after",
    "hash_password",
    "locked",
    "needs_rehash",
    "normalised",
    "read_forgivingly",
    "ready_password",
    "same_temporary",
    "temporary_hash",
    "temporary_password",
    "verify",
]
