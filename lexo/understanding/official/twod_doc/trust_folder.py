"""The folder of certificates that a person took in: one small text file for each, readable by people."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from uuid import uuid4

from lexo.errors import NoCertificate
from lexo.understanding.official.twod_doc.certificates import (
    MAX_CERTIFICATE_BYTES,
    MAX_CERTIFICATES,
    Certificate,
    certificates_of,
    decoded,
)
from lexo.understanding.official.twod_doc.trust import TrustList

_KEPT = re.compile(
    rb"Authority: ([A-Z0-9]{4})\n(?:Certificate: ([A-Z0-9]{4})\n)?(?:Withdrawn: ([0-9T:.Z+-]{10,40})\n)?"
    rb"-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)-----END CERTIFICATE-----\n"
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought; `fresh` of them were not there before."""

    authorities: int
    certificates: int
    fresh: int


def load_trust(folder: Path) -> TrustList:
    """The certificates of the folder; none where it is absent. Files that cannot be used are passed over."""
    try:
        changed = folder.stat().st_mtime_ns
    except OSError:
        return TrustList()
    return _loaded(folder, changed)


def import_trust(folder: Path, content: bytes, name: str = "") -> Imported:
    """Keep the certificates of a file; `name` may tell the ids of a certificate that does not say them itself.

    Raises: NoCertificate, OSError.
    """
    found = tuple(islice(certificates_of(content, name), MAX_CERTIFICATES))
    if not found:
        raise NoCertificate
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = sum(_kept(folder, certificate) for certificate in found)
    authorities = sum(certificate.is_authority for certificate in found)
    return Imported(authorities, len(found) - authorities, fresh)


def _kept(folder: Path, certificate: Certificate) -> bool:
    """Write a certificate: all of it is there, or nothing. True where it was not there before."""
    digest = hashlib.sha256(certificate.der).hexdigest()[:12]
    path = folder / f"{certificate.authority}-{certificate.id or 'authority'}-{digest}.pem"
    is_fresh = not path.exists()
    temporary = folder / f".{path.name}.{uuid4().hex[:8]}.new"
    try:
        temporary.write_text(_written(certificate), "ascii")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return is_fresh


def _written(certificate: Certificate) -> str:
    from base64 import b64encode

    encoded = b64encode(certificate.der).decode()
    said = [f"Authority: {certificate.authority}"]
    said += [f"Certificate: {certificate.id}"] if certificate.id else []
    said += [f"Withdrawn: {certificate.withdrawn}"] if certificate.withdrawn else []
    lines = (encoded[at : at + 64] for at in range(0, len(encoded), 64))
    return "\n".join([*said, "-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


@lru_cache(maxsize=2)
def _loaded(folder: Path, _changed: int) -> TrustList:
    """Read once for each change: a file that comes or goes changes its folder's time."""
    return TrustList(tuple(dict.fromkeys(islice(_read(folder), MAX_CERTIFICATES))))


def _read(folder: Path) -> Iterator[Certificate]:
    try:
        paths = sorted(path for path in islice(folder.iterdir(), 2 * MAX_CERTIFICATES) if path.suffix == ".pem")
    except OSError:
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        try:
            with path.open("rb") as file:
                content = file.read(4 * MAX_CERTIFICATE_BYTES)
        except OSError:
            continue
        yield from _of_file(content, path.name)


def _of_file(content: bytes, name: str) -> Iterator[Certificate]:
    """As `import_trust` wrote it, or a certificate that somebody put there by hand."""
    kept = _KEPT.fullmatch(content)
    if kept is None:
        yield from certificates_of(content, name)
        return
    authority, certificate, withdrawn, encoded = (part or b"" for part in kept.groups())
    yield Certificate(authority.decode(), certificate.decode(), decoded(encoded), withdrawn.decode())
