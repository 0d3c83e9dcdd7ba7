"""The binary form of a 2D-Doc: its packed header, signer and signature. Its data are not read.

The layout is that of the visible digital seal of ICAO (Doc 9303 part 13), which grew out of 2D-Doc and shares its first
byte. Bytes of the header: DC, version less one, country (C40), signer and certificate (C40), date of the paper and of
the signature (three bytes each, the decimal MMDDYYYY), two bytes for the kind of data. Then data as tag, length,
value; tag FF is the signature, over all before it. The seal numbers its tags by kind of paper, and the tables of the
French kinds are not public knowledge as those of the text form are: so no value is taken from there.

In version byte 2 (and, as far as known, the 4 that ANTS writes) signer and certificate fill nine characters; in
version byte 3 the certificate has a length of its own, two hexadecimal digits before it.
"""

from dataclasses import dataclass
from datetime import date

from lexo.understanding.official.twod_doc.header import Header

MAGIC = 0xDC
_SIGNATURE_TAG = 0xFF
_LONG_LENGTHS = {0x81: 1, 0x82: 2}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Seal:
    """What can be said of a binary code."""

    header: Header
    signed: bytes
    signature: bytes


def seal_of(content: bytes) -> Seal | None:
    """Take a binary code apart; None where this is none, or too damaged to be one."""
    found = _header(content) if content[:1] == bytes((MAGIC,)) else None
    if found is None:
        return None
    header, at = found
    start = _signature_at(content, at)
    if start is None:
        return None
    length, value_at = _length(content, start + 1) or (0, 0)
    signature = content[value_at : value_at + length]
    return Seal(header, content[:start], signature) if length and len(signature) == length else None


def c40(packed: bytes) -> str:
    """Digits, capitals and spaces as a DataMatrix packs them, three in two bytes; "" where there is more to it.

    A last byte after FE stands for itself, less one.
    """
    text = ""
    for at in range(0, len(packed) - 1, 2):
        if packed[at] == 0xFE:
            return text + chr(packed[at + 1] - 1) if packed[at + 1] else ""
        whole = packed[at] * 256 + packed[at + 1] - 1
        for value in (whole // 1600, whole // 40 % 40, whole % 40):
            if value == 0:
                continue  # a shift that nothing follows: it fills the room
            if not 3 <= value <= 39:
                return ""
            text += " " if value == 3 else chr(value + 44) if value <= 13 else _LETTERS[value - 14]
    return text


def _header(content: bytes) -> tuple[Header, int] | None:
    version = content[1] if len(content) > 18 else 0
    if version not in (2, 3, 4):
        return None
    country, signer = c40(content[2:4]), c40(content[4:10])
    certificate, at = signer[4:].strip(), 10
    if version == 3:
        digits = signer[4:6]
        wanted = int(digits, 16) if len(digits) == 2 and set(digits) <= set("0123456789ABCDEF") else 0
        at = 4 + -(-(6 + wanted) // 3) * 2
        certificate = c40(content[4:at])[6 : 6 + wanted]
    issued, signed = _date(content[at : at + 3]), _date(content[at + 3 : at + 6])
    is_likely = len(country.strip()) >= 1 and country.strip().isalpha() and len(signer) >= 5 and bool(certificate)
    if not is_likely or signed is None or issued is None:
        return None
    header = Header(version if version == 4 else version + 1, signer[:4], certificate, issued, signed, "", "", country)
    return header, at + 8


def _date(packed: bytes) -> date | None:
    digits = f"{int.from_bytes(packed, 'big'):08}" if len(packed) == 3 else ""
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        return None


def _signature_at(content: bytes, at: int) -> int | None:
    """Where the signature's tag stands, from value to value."""
    while at < len(content):
        if content[at] == _SIGNATURE_TAG:
            return at
        measured = _length(content, at + 1)
        if measured is None:
            return None
        at = measured[0] + measured[1]
    return None


def _length(content: bytes, at: int) -> tuple[int, int] | None:
    """The length that stands there as DER writes it, and where what it measures begins."""
    first = content[at] if at < len(content) else 0xFF
    if first < 0x80:
        return first, at + 1
    more = _LONG_LENGTHS.get(first)
    if more is None or at + more >= len(content):
        return None
    return int.from_bytes(content[at + 1 : at + 1 + more], "big"), at + 1 + more
