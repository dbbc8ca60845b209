"""The temporary password of the town's mail: derived, never stored, read forgivingly."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from itertools import count, islice

#: No 0 O 1 l I, whatever the case it is typed in: 31 signs, hence i, l and o are out.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

#: Five groups of four: 99 bits, over the 80 that make a slow hash useless.
GROUPS, GROUP = 5, 4

#: Copied along with it from the mail.
LABEL = re.compile(
    r"^\W*(?:(?:bonjour|voici|votre|mon|le|c\W?est)\W+){0,4}"
    r"(?:(?:mot\s+de\s+passe|mdp)(?:\s+(?:temporaire|provisoire))?\b)?(?:\W*\b(?:c\W?)?est\b)?"
    r"|(?:\W+(?:merci|svp)\b){1,2}\W*$"
)

#: Characters; a longer text is no temporary password.
MAX_TYPED = 200


def temporary_password(seed: bytes) -> str:
    """The password that `seed` (a digest, 16 bytes or more) always gives: `k7mt-3wpa-…`."""
    if len(seed) < 16:
        raise ValueError("The seed of a temporary password is a digest of 16 bytes or more.")
    for attempt in count():
        signs = "".join(islice(_signs(seed, attempt), GROUPS * GROUP))
        # The rule: a small letter and a digit. One draw in four hundred has none.
        if re.search(r"[a-z]", signs) and re.search(r"\d", signs):
            return "-".join(re.findall("." * GROUP, signs))
    raise AssertionError("unreachable")


def read_forgivingly(text: str) -> str:
    """Only the letters and digits, small: no matter the case, spaces, hyphens, quotes, dots."""
    if len(text) > MAX_TYPED:
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, LABEL.sub("", plain)))


def same_temporary(typed: str, derived: str) -> bool:
    """Whether the citizen typed `derived`, in a time that tells nothing."""
    return hmac.compare_digest(
        read_forgivingly(typed).encode("utf-8", "surrogatepass"), read_forgivingly(derived).encode()
    )


def temporary_hash(password: str, key: bytes) -> str:
    """What may be stored to recognise it (HMAC-SHA256, hexadecimal): 99 bits need no slow hash."""
    text = read_forgivingly(password).encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def _signs(seed: bytes, attempt: int) -> Iterator[str]:
    fair = len(ALPHABET) * (256 // len(ALPHABET))  # bytes above would favour the first signs
    for block in count():
        label = f"guichet temporary password {attempt} {block}".encode()
        for byte in hmac.new(seed, label, hashlib.sha256).digest():
            if byte < fair:
                yield ALPHABET[byte % len(ALPHABET)]
