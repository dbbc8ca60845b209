"""An authority made for one test run: it signs what is asked, good certificates and bad ones."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)
_NAME = "autorite.example"


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass
class Authority:
    """`file` holds its own certificate, for whoever trusts it."""

    file: Path
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        own = _certificate(_NAME, self.key, _name(_NAME), self.key)
        self.file.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def signs(self, host: str, *, until: timedelta = _DAY) -> str:
        """A certificate for `host` and its key, in one PEM; `until` may be in the past."""
        key = ec.generate_private_key(ec.SECP256R1())
        return _pem(_certificate(host, key, _name(_NAME), self.key, until), key)


def self_signed(host: str) -> str:
    """One that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _pem(_certificate(host, key, _name(host), key), key)


def _certificate(
    host: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    until: timedelta = _DAY,
) -> x509.Certificate:
    now = datetime.now(UTC)
    authority = key is signer
    return (
        x509.CertificateBuilder()
        .subject_name(_name(host))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 9 * _DAY)
        .not_valid_after(now + until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )


def _pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> str:
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (certificate.public_bytes(serialization.Encoding.PEM) + private).decode()
