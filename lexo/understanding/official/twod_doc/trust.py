"""Whom a person trusts to sign 2D-Docs: certificates of authorities, and those that papers are signed with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lexo.understanding.official.twod_doc.certificates import (
    MAX_CERTIFICATES,
    Certificate,
    certificates_of,
    common_name,
    parsed,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.x509 import Certificate as X509

_DAY = timedelta(days=1)  # a paper's day has no time zone


class Key(NamedTuple):
    """A key to check a signature with."""

    public: "EllipticCurvePublicKey"
    is_in_time: bool  # its certificate was valid when the paper was signed


class Described(NamedTuple):
    """A certificate in words; `certificate` is "" for an authority's own."""

    authority: str
    certificate: str
    name: str
    valid_from: str  # ISO 8601
    valid_to: str
    is_trusted: bool


@dataclass(frozen=True)
class TrustList:
    """Certificates that a person took in."""

    certificates: tuple[Certificate, ...] = ()

    @classmethod
    def from_file_bytes(cls, content: bytes, name: str = "") -> "TrustList":
        """What a file holds: the trust list of ANTS, PEM, DER, or a ZIP of those. Empty where it holds none."""
        return cls(tuple(islice(certificates_of(content, name), MAX_CERTIFICATES)))

    def __bool__(self) -> bool:
        return bool(self.certificates)

    def __add__(self, other: "TrustList") -> "TrustList":
        return TrustList(tuple(dict.fromkeys((*self.certificates, *other.certificates))))

    @cached_property
    def _by_ids(self) -> dict[tuple[str, str], list[Certificate]]:
        found: dict[tuple[str, str], list[Certificate]] = {}
        for certificate in self.certificates:
            found.setdefault((certificate.authority, certificate.id), []).append(certificate)
        return found

    def signer(self, authority: str, certificate: str) -> str:
        """Who a paper's certificate or its authority says it is: an organisation's name, "" where none is known."""
        for held in (*self._by_ids.get((authority, certificate), ()), *self._by_ids.get((authority, ""), ())):
            name = _organisation(held)
            if name:
                return name
        return ""

    def keys(self, authority: str, certificate: str, signed: date | None) -> Iterator[Key]:
        """The keys of a certificate, if it can be trusted.

        A certificate that a person took in is trusted on that person's word alone as long as none of its authority's
        own is there. If one is, it must have issued it, during its time, and before it was withdrawn from the list.
        """
        for held in self._by_ids.get((authority, certificate), ()):
            leaf = parsed(held.der)
            public = _elliptic(leaf) if leaf else None
            if leaf and public and self._is_trusted(leaf, authority, signed):
                yield Key(public, signed is None or _covers(leaf, signed))

    def _is_trusted(self, leaf: "X509", authority: str, signed: date | None) -> bool:
        held = self._by_ids.get((authority, ""), ())
        issuers = [(one, issuer) for one in held if (issuer := parsed(one.der)) is not None]
        return not issuers or any(_issued(leaf, issuer, one.withdrawn, signed) for one, issuer in issuers)

    def described(self) -> Iterator[Described]:
        """Each certificate, for people to look through."""
        for held in sorted(self.certificates, key=lambda each: (each.authority, each.id)):
            certificate = parsed(held.der)
            if certificate is None:
                continue
            first, last = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
            is_trusted = (
                not held.withdrawn if held.is_authority else self._is_trusted(certificate, held.authority, last)
            )
            ids = (held.authority, held.id, _organisation(held))
            yield Described(*ids, first.isoformat(), last.isoformat(), is_trusted)


def _issued(leaf: "X509", issuer: "X509", withdrawn: str, signed: date | None) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if withdrawn and (signed is None or signed.isoformat() >= withdrawn[:10]):
        return False
    try:
        leaf.verify_directly_issued_by(issuer)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return issuer.not_valid_before_utc - _DAY <= leaf.not_valid_before_utc <= issuer.not_valid_after_utc


def _covers(leaf: "X509", day: date) -> bool:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return leaf.not_valid_before_utc - _DAY <= midnight <= leaf.not_valid_after_utc + _DAY


def _elliptic(leaf: "X509") -> "EllipticCurvePublicKey | None":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    try:
        public = leaf.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return None
    return public if isinstance(public, EllipticCurvePublicKey) else None


def _organisation(held: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    certificate = parsed(held.der)
    if certificate is None:
        return ""
    try:
        names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    except ValueError:
        return ""
    return str(names[0].value) if names else common_name(certificate)
