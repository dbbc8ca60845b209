"""Tokens and codes derived from the server's key: nothing that opens a door is ever stored."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

#: 10 bytes of the signature: 80 bits, beyond guessing for a token that the server throttles.
_SIGNATURE = 10
_ID = 6
#: Of a key on paper: nothing that looks like another sign, 0 and O, 2 and Z, 5 and S, 8 and B, U and V.
_CLEAR = "34679ACDEFHJKMNPQRTWXY"
#: Without 0 O 1 I L: what a person reads on a screen and types on a phone.
_EASY = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Keys:
    """The server's key, and the older ones that still open what they closed."""

    current: bytes = field(repr=False)
    older: tuple[bytes, ...] = field(default=(), repr=False)

    def token(self, purpose: str, row: int) -> str:
        """26 lower-case letters and digits for row `row`: mail servers may change capitals."""
        return _token(self.current, purpose, row)

    def row(self, purpose: str, token: str) -> int | None:
        """The row that `token` was made for, or None. Compared in constant time."""
        row = _row_of(token)
        if row is None:
            return None
        good = [
            hmac.compare_digest(_token(key, purpose, row).encode(), token.lower().encode())
            for key in (self.current, *self.older)
        ]
        return row if any(good) else None

    def activation_key(self, row: int, issue: int) -> str:
        """The `key` of an activation address: 32 hexadecimal digits. [seed, 2]"""
        return self._digest("activation", row, issue).hex()[:32]

    def is_activation_key(self, row: int, issue: int, key: str) -> bool:
        """Whether `key` is the one of that row and issue. Compared in constant time."""
        asked = key.lower().encode()
        good = [
            hmac.compare_digest(_digest(one, "activation", row, issue).hex()[:32].encode(), asked)
            for one in (self.current, *self.older)
        ]
        return any(good)

    def code(self, row: int) -> str:
        """The short code to type for that link: eight signs in two groups, about 39 bits."""
        signs = self._signs("code", row, 8)
        return f"{signs[:4]}-{signs[4:]}"

    def letter_key(self, row: int, code_hash: str = "") -> str:
        """The key printed for that row: twelve signs in three groups, about 53 bits.

        With the hash that was stored, the key that it is of, though the server's key has changed since.
        """
        made = [_letter_key(key, row) for key in (self.current, *self.older)]
        return next((one for one in made if code_hash in self.code_hashes(one)), made[0])

    def match(self, row: int) -> str:
        """Four signs that a page and the chat which its link opens both show. They open nothing."""
        return self._signs("match", row, 4)

    def code_hash(self, code: str) -> str:
        """What is stored of a short code, read without regard to case, spaces and hyphens."""
        return self.code_hashes(code)[0]

    def code_hashes(self, code: str) -> list[str]:
        """The same under this key and the older ones, which still open what they closed."""
        bare = "".join(sign for sign in code.upper() if sign.isalnum())
        return [
            hmac.new(key, f"code:{bare}".encode(), hashlib.sha256).hexdigest()
            for key in (self.current, *self.older)
        ]

    def digits(self, row: int, issue: int) -> str:
        """The six digits of a proof sent by mail, which lives minutes and few tries."""
        return f"{int.from_bytes(self._digest('digits', row, issue)[:8]) % 1_000_000:06d}"

    def is_digits(self, row: int, typed: str) -> bool:
        """Whether `typed` are the digits of that row, spaces aside. Compared in constant time."""
        bare = "".join(typed.split()).encode()
        return hmac.compare_digest(self.digits(row, 0).encode(), bare)

    def seed(self, purpose: str, row: int, issue: int = 0) -> bytes:
        """32 bytes from which a temporary or a ready password is made."""
        return self._digest(purpose, row, issue)

    def _signs(self, purpose: str, row: int, many: int) -> str:
        number, signs = int.from_bytes(self._digest(purpose, row, 0)[:8]), ""
        for _ in range(many):
            number, rest = divmod(number, len(_EASY))
            signs += _EASY[rest]
        return signs

    def _digest(self, purpose: str, row: int, issue: int) -> bytes:
        return _digest(self.current, purpose, row, issue)


def _letter_key(key: bytes, row: int) -> str:
    number, signs = int.from_bytes(_digest(key, "letter", row, 0)), ""
    for _ in range(12):
        number, rest = divmod(number, len(_CLEAR))
        signs += _CLEAR[rest]
    return "-".join((signs[:4], signs[4:8], signs[8:]))


def _digest(key: bytes, purpose: str, row: int, issue: int) -> bytes:
    return hmac.new(key, f"{purpose}:{row}:{issue}".encode(), hashlib.sha256).digest()


def _token(key: bytes, purpose: str, row: int) -> str:
    signed = row.to_bytes(_ID) + _digest(key, f"token:{purpose}", row, 0)[:_SIGNATURE]
    return base64.b32encode(signed).decode().rstrip("=").lower()


def _row_of(token: str) -> int | None:
    try:
        signed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    return int.from_bytes(signed[:_ID]) if len(signed) == _ID + _SIGNATURE else None
