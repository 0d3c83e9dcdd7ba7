"""Authorities, certificates and signed codes made for the tests: keys nobody else has, papers of nobody."""

import base64
import datetime
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lexo.document import BBox
from lexo.facts import Code

BOX = BBox(0.6, 0.1, 0.7, 0.2)
HASHES = {256: hashes.SHA256, 384: hashes.SHA384, 521: hashes.SHA512}
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<tsl:TrustServiceStatusList xmlns:tsl="http://uri.etsi.org/02231/v2#"><tsl:TrustServiceProviderList>
<tsl:TrustServiceProvider><tsl:TSPInformation><tsl:TSPTradeName><tsl:Name xml:lang="fr">{name}</tsl:Name>
</tsl:TSPTradeName></tsl:TSPInformation><tsl:TSPServices><tsl:TSPService><tsl:ServiceInformation>
<tsl:ServiceDigitalIdentity><tsl:DigitalId><tsl:X509Certificate>
{base64}
</tsl:X509Certificate></tsl:DigitalId></tsl:ServiceDigitalIdentity>
<tsl:ServiceStatus>http://uri.etsi.org/TrstSvc/Svcstatus/{status}</tsl:ServiceStatus>
<tsl:StatusStartingTime>{since}</tsl:StatusStartingTime></tsl:ServiceInformation></tsl:TSPService></tsl:TSPServices>
</tsl:TrustServiceProvider></tsl:TrustServiceProviderList></tsl:TrustServiceStatusList>"""


@dataclass(frozen=True)
class Signer:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def trust_list(self, name: str, *, status: str = "inaccord", since: str = "2020-01-01T00:00:00Z") -> bytes:
        encoded = base64.encodebytes(self.der).decode()
        return LIST.format(name=name, base64=encoded, status=status, since=since).encode()

    def sign(self, signed: bytes) -> bytes:
        """r and s, one after the other."""
        size = self.key.curve.key_size
        half = (size + 7) // 8
        r, s = decode_dss_signature(self.key.sign(signed, ec.ECDSA(HASHES[size]())))
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")


def authority(name: str = "ZZ01", issuer: str = "", first: str = "2010-01-01", last: str = "2040-01-01") -> Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    return Signer(
        key, _certificate(_named(name), _named(issuer or name), (key.public_key(), key), (first, last), ca=True)
    )


def signer(
    by: Signer | None = None,
    name: str = "T001",
    authority_name: str = "ZZ01",
    first: str = "2020-01-01",
    last: str = "2030-01-01",
    curve: ec.EllipticCurve | None = None,
) -> Signer:
    """A certificate that papers are signed with; of an authority that nobody has where `by` is None."""
    key = ec.generate_private_key(curve or ec.SECP256R1())
    issued_by = by.key if by else ec.generate_private_key(ec.SECP256R1())
    public = (key.public_key(), issued_by)
    return Signer(key, _certificate(_named(name), _named(authority_name), public, (first, last), ca=False))


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Exemple Fictif"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    keys: tuple[ec.EllipticCurvePublicKey, ec.EllipticCurvePrivateKey],
    valid: tuple[str, str],
    *,
    ca: bool,
) -> x509.Certificate:
    first, last = (datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC) for day in valid)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(keys[0])
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    return builder.sign(keys[1], hashes.SHA256())


def days(day: str) -> str:
    """2024-03-01 -> four hexadecimal digits."""
    return f"{(datetime.date.fromisoformat(day) - datetime.date(2000, 1, 1)).days:04X}"


def header(version: str = "04", type_id: str = "01", *, ids: str = "ZZ01T001", on: str = "2024-03-01") -> str:
    more = {"03": "01", "04": "01FR"}.get(version, "")
    return f"DC{version}{ids}{days(on)}{days(on)}{type_id}{more}"


def signed(text: str, by: Signer, *, annex: str = "") -> bytes:
    """A whole 2D-Doc in its text form. `text` may say <GS> and <RS>."""
    raw = text.replace("<GS>", "\x1d").replace("<RS>", "\x1e").encode()
    encoded = base64.b32encode(by.sign(raw)).rstrip(b"=")
    return raw + b"\x1f" + encoded + (b"\x1d" + annex.replace("<GS>", "\x1d").encode() if annex else b"")


def code(content: bytes, page: int = 1, symbology: str = "datamatrix") -> Code:
    return Code(symbology, content, page, BOX)
