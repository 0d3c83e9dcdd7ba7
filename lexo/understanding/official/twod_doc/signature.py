"""Whether the signature of a 2D-Doc is that of the authority it names."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from lexo.understanding.official.twod_doc.trust import TrustList

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey


class Outcome(StrEnum):
    """What a check of a signature says; the values are rules of fields."""

    VERIFIED = "twod_doc_signature"
    FALSE = "twod_doc_signature_false"
    UNKNOWN = "twod_doc_unknown_authority"  # nobody took in a certificate of these ids that can be trusted
    EXPIRED = "twod_doc_certificate_expired"  # right, but made when its certificate was not valid


def check(signed: bytes, signature: bytes, trust: TrustList, ids: tuple[str, str], on: date | None) -> Outcome:
    """Check a signature, r and s one after the other, made on that day with the certificate of (authority, id).

    False is only said by a certificate that was valid on that day: another one of the same ids may have been in use.
    """
    outcome = Outcome.UNKNOWN
    for key in trust.keys(*ids, on):
        if _is_right(signed, signature, key.public):
            if key.is_in_time:
                return Outcome.VERIFIED
            outcome = Outcome.EXPIRED
        elif key.is_in_time and outcome is Outcome.UNKNOWN:
            outcome = Outcome.FALSE
    return outcome


def _is_right(signed: bytes, signature: bytes, public: "EllipticCurvePublicKey") -> bool:
    """ECDSA with the hash as long as the key: P-256 with SHA-256, P-384 with SHA-384, P-521 with SHA-512."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    half = (public.curve.key_size + 7) // 8
    if len(signature) != 2 * half:
        return False
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    algorithms: dict[int, hashes.HashAlgorithm] = {32: hashes.SHA256(), 48: hashes.SHA384(), 66: hashes.SHA512()}
    if half not in algorithms:
        return False
    try:
        public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(algorithms[half]))
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
