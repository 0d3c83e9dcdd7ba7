"""Certificates in files that people have: PEM, DER, several in one, a ZIP of those, or the trust list of ANTS."""

import io
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

MAX_FILE_BYTES = 32 << 20
MAX_LIST_BYTES = 4 << 20  # a hundred times the list of 2025
MAX_UNPACKED_BYTES = 64 << 20  # of a ZIP, all its files together
MAX_MEMBERS = 5_000
MAX_CERTIFICATES = 20_000
MAX_CERTIFICATE_BYTES = 16_384
_ID = re.compile("[A-Z0-9]{4}")
_IDS_IN_NAME = re.compile(r"(?<![A-Z0-9])(?=([A-Z]{2}[A-Z0-9]{2})[-_ ]?([A-Z0-9]{4})(?![A-Z0-9]))")
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{1,24000})-----END CERTIFICATE-----")
_DER = b"\x30\x82"  # a SEQUENCE whose length takes two bytes, as every certificate is
_VALID_STATUS = ("inaccord", "undersupervision", "supervisionincessation", "accredited", "granted", "recognised")


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate, known by the two times four characters that a 2D-Doc names it by."""

    authority: str
    id: str  # "" for an authority's own certificate
    der: bytes
    withdrawn: str = ""  # since when the trust list does not vouch for this authority any more, ISO 8601

    @property
    def is_authority(self) -> bool:
        return not self.id


def certificates_of(content: bytes, name: str = "") -> Iterator[Certificate]:
    """All that a file holds and that 2D-Docs could name; nothing where there is none. Never raises."""
    if len(content) > MAX_FILE_BYTES:
        return
    if content[:4] == b"PK\x03\x04":
        for member, unpacked in _members(content):
            yield from _plain(unpacked, member)
    else:
        yield from _plain(content, name)


def _plain(content: bytes, name: str) -> Iterator[Certificate]:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        if len(content) <= MAX_LIST_BYTES:
            yield from _of_trust_list(content)
        return
    for der in _ders(content):
        found = _named(der, name)
        if found is not None:
            yield found


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a ZIP. A bomb is read until there is too much, and no ZIP within it is opened."""
    room = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist()[:MAX_MEMBERS]:
                with archive.open(entry) as packed:
                    unpacked = packed.read(room + 1)
                room -= len(unpacked)
                if room < 0:
                    return
                yield entry.filename.rpartition("/")[2], unpacked
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError):
        return  # damaged or locked: what came before is good


def _ders(content: bytes) -> Iterator[bytes]:
    """Certificates as they stand in the bytes, in PEM or binary, one after the other or within other data."""
    found = 0
    for block in _PEM.finditer(content):
        der = decoded(block[1])
        if der and found < MAX_CERTIFICATES:
            found += 1
            yield der
    if found:
        return
    at = content.find(_DER)
    for _ in range(MAX_CERTIFICATES):
        if at < 0:
            return
        length = 4 + int.from_bytes(content[at + 2 : at + 4], "big")
        der = content[at : at + length]
        is_whole = len(der) == length <= MAX_CERTIFICATE_BYTES and parsed(der) is not None
        if is_whole:
            yield der
        at = content.find(_DER, at + (length if is_whole else 1))


def decoded(base64: bytes) -> bytes:
    """The bytes behind base64 in lines, b"" where it is none."""
    try:
        return b64decode(b"".join(base64.split()), validate=True)
    except ValueError:
        return b""


def parsed(der: bytes) -> "X509 | None":
    """The certificate, or None where these bytes are none."""
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, TypeError):
        return None


def common_name(certificate: "X509", *, of_issuer: bool = False) -> str:
    """The name that its subject or its issuer is known by."""
    from cryptography.x509.oid import NameOID

    try:
        whole = certificate.issuer if of_issuer else certificate.subject
        names = [str(attribute.value) for attribute in whole.get_attributes_for_oid(NameOID.COMMON_NAME)]
    except ValueError:
        return ""
    return names[0].strip().upper() if names else ""


def _named(der: bytes, file_name: str = "", trade_name: str = "", withdrawn: str = "") -> Certificate | None:
    """An authority is named by its subject, another certificate by issuer and subject, else by the file's name."""
    certificate = parsed(der)
    if certificate is None:
        return None
    own, issuer = common_name(certificate), common_name(certificate, of_issuer=True)
    if _is_authority(certificate):
        authority = trade_name if _ID.fullmatch(trade_name) else own
        return Certificate(authority, "", der, withdrawn) if _ID.fullmatch(authority) else None
    if _ID.fullmatch(own) and _ID.fullmatch(issuer):
        return Certificate(issuer, own, der)
    stem = file_name[:200].upper().rpartition(".")[0] or file_name[:200].upper()
    said: list[tuple[str, str]] = _IDS_IN_NAME.findall(stem)
    return Certificate(said[-1][0], said[-1][1], der) if said else None


def _is_authority(certificate: "X509") -> bool:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False


def _of_trust_list(content: bytes) -> Iterator[Certificate]:
    """The authorities of a trust list as ETSI TS 102 231 lays it out; its own signature is not looked at.

    ANTS lists the authorities alone: the certificate that signed a paper lies with its authority.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return
    for provider in root.iterfind(".//{*}TrustServiceProvider"):
        trade_name = (provider.findtext(".//{*}TSPTradeName/{*}Name") or "").strip().upper()
        for service in provider.iterfind(".//{*}ServiceInformation"):
            status = (service.findtext("{*}ServiceStatus") or "").strip().rpartition("/")[2].lower()
            since = (service.findtext("{*}StatusStartingTime") or "").strip()
            withdrawn = "" if status.startswith(_VALID_STATUS) else since or "0001-01-01"
            for text in service.iterfind(".//{*}X509Certificate"):
                found = _named(decoded((text.text or "").encode()), "", trade_name, withdrawn)
                if found is not None:
                    yield found
