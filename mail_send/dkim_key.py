"""The key that signs a town's mails: made, read back, and told to the DNS. [RFC 6376 3.6, RFC 8463]

`doctor` and `dns` use it beside the door: nothing here opens a file, asks the DNS or signs.
"""

import base64
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

#: Bits of an RSA key: what receivers ask, and the most that all of them must check. [RFC 8301 3.2]
LEAST_BITS, MOST_BITS = 2048, 4096
#: Bytes of one string of a TXT record. [RFC 1035 3.3]
_STRING = 255


class Algorithm(StrEnum):
    """The `k=` of a record. Everybody checks RSA; few check Ed25519 yet."""

    RSA = "rsa"
    ED25519 = "ed25519"


class DkimKeyError(ValueError):
    """No key that we may sign with. Its words are French, follow « le fichier », and hold nothing of it."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """`private` as dkimpy takes it: PEM for RSA, the seed in base64 for Ed25519. `public`: the `p=`."""

    algorithm: Algorithm
    public: str
    private: bytes = field(repr=False)


def make_key(algorithm: Algorithm = Algorithm.RSA) -> bytes:
    """A new private key in PEM (PKCS 8), to be kept in a file that only its owner reads."""
    fresh: RSAPrivateKey | Ed25519PrivateKey
    if algorithm is Algorithm.RSA:
        fresh = generate_private_key(public_exponent=65537, key_size=LEAST_BITS)
    else:
        fresh = Ed25519PrivateKey.generate()
    return _pem(fresh)


def read_key(pem: bytes) -> DkimKey:
    """The key of a PEM file, ours or of OpenSSL. Raises `DkimKeyError`."""
    try:
        found = load_pem_private_key(pem, password=None)
    except TypeError:
        raise DkimKeyError("est protégé par une phrase secrète, qu'il faut ôter") from None
    except (ValueError, UnsupportedAlgorithm):
        raise DkimKeyError("n'est pas une clé privée au format PEM") from None
    if isinstance(found, RSAPrivateKey):
        return _rsa(found)
    if isinstance(found, Ed25519PrivateKey):
        raw = found.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        public = found.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return DkimKey(Algorithm.ED25519, _base64(public), base64.b64encode(raw))
    raise DkimKeyError("n'est ni une clé RSA ni une clé Ed25519")


def record_name(selector: str, domain: str) -> str:
    """Where the public key stands in the DNS, without the last dot."""
    return f"{selector}._domainkey.{domain}".lower()


def record_value(key: DkimKey) -> str:
    """The TXT record to publish there, in one piece."""
    return f"v=DKIM1; k={key.algorithm}; p={key.public}"


def record_strings(value: str) -> tuple[str, ...]:
    """The same in the pieces that a zone file wants, each to be quoted: 255 bytes at most."""
    return tuple(value[at : at + _STRING] for at in range(0, len(value), _STRING))


def publishes(record: str, key: DkimKey) -> bool:
    """Whether a record found in the DNS, its strings joined, is that of `key`."""
    pairs = (clause.partition("=") for clause in record.split(";"))
    tags = {name.strip(): "".join(value.split()) for name, _, value in pairs}
    known = tags.get("v", "DKIM1") == "DKIM1" and tags.get("k", Algorithm.RSA) == key.algorithm
    return known and tags.get("p") == key.public


def _rsa(found: RSAPrivateKey) -> DkimKey:
    if not LEAST_BITS <= found.key_size <= MOST_BITS:
        raise DkimKeyError(
            f"est une clé RSA de {found.key_size} bits ; il en faut de {LEAST_BITS} à {MOST_BITS}"
        )
    public = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return DkimKey(Algorithm.RSA, _base64(public), _pem(found))


def _pem(key: RSAPrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
