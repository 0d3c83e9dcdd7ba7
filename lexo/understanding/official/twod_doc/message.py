"""The message of a 2D-Doc taken apart: header, signed data, signature, unsigned annex."""

import string
from collections.abc import Iterator
from dataclasses import dataclass

from lexo.understanding.official.twod_doc.dictionary import Datum, data
from lexo.understanding.official.twod_doc.header import Header, header_of

GROUP, RECORD, UNIT = "\x1d", "\x1e", "\x1f"  # ends a value; ends one that was cut short; ends the signed part
MAX_BYTES = 4096  # a DataMatrix holds 1,556 bytes, a QR code 2,953
MAX_ITEMS = 200
_DIGITS_ONLY = frozenset({"date", "siren", "siret", "tax_number", "moment", "dayof", "year"})


@dataclass(frozen=True, slots=True)
class Item:
    """One value. `datum` is None where the list does not know the identifier."""

    id: str
    value: str
    datum: Datum | None
    is_cut: bool = False  # the issuer had no room for all of it
    is_signed: bool = True  # else it stands in the annex


@dataclass(frozen=True, slots=True)
class Message:
    """A whole 2D-Doc. `signed` are the bytes that its signature is of."""

    header: Header
    items: tuple[Item, ...]
    signed: bytes
    signature: bytes


def message_of(content: bytes) -> Message | None:
    """Take the text form apart; None where this is no 2D-Doc, or too damaged to be one."""
    if not content.startswith(b"DC") or len(content) > MAX_BYTES:
        return None
    signed, unit, rest = content.partition(UNIT.encode())
    found = header_of(_text(signed)) if unit else None
    if found is None:
        return None
    header, length = found
    encoded, _, annex = rest.partition(GROUP.encode())
    signature = base32(encoded)
    if not signature:
        return None
    items = [*_items(_text(signed)[length:]), *_items(_text(annex), is_signed=False)]
    return Message(header, tuple(items[:MAX_ITEMS]), signed, signature)


def base32(encoded: bytes) -> bytes:
    """The bytes behind RFC 4648 base32, padded or not; b"" where it is none."""
    bits, held = 0, 0
    decoded = bytearray()
    for char in encoded.strip().rstrip(b"="):
        value = _BASE32.get(char)
        if value is None:
            return b""
        bits, held = (bits << 5 | value) & 0xFFFF, held + 5
        if held >= 8:
            held -= 8
            decoded.append(bits >> held & 0xFF)
    return bytes(decoded)


_BASE32 = {ord(char): value for value, char in enumerate(string.ascii_uppercase + "234567")}


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _items(text: str, *, is_signed: bool = True) -> Iterator[Item]:
    """Value after value: of fixed length, or up to a separator.

    A value of variable length that fills its room may have no separator after it. One whose identifier is not in the
    list can only be followed to the next separator.
    """
    at = 0
    for _ in range(MAX_ITEMS):
        while text[at : at + 1] in (GROUP, RECORD) and at < len(text):
            at += 1
        identifier = text[at : at + 2]
        if len(identifier) < 2:
            return
        datum = data().get(identifier)
        end = _end(text, at + 2, datum)
        value, ending = text[at + 2 : end], text[end : end + 1]
        at = end
        if _fits(value, datum):
            yield Item(identifier, value, datum, ending == RECORD, is_signed)
        else:
            at = _separator(text, at)


def _end(text: str, start: int, datum: Datum | None) -> int:
    stop = _separator(text, start)
    if datum is None or stop <= start + datum.longest:
        return min(stop, start + datum.longest) if datum else stop
    full = start + datum.longest
    return full if datum.is_fixed or text[full : full + 2] in data() else stop


def _separator(text: str, start: int) -> int:
    """Where the next one stands, or the end."""
    found = [at for sign in (GROUP, RECORD) if (at := text.find(sign, start)) >= 0]
    return min(found, default=len(text))


def _fits(value: str, datum: Datum | None) -> bool:
    """Whether a value of digits is one: else its issuer follows another list, and the parts cannot be told."""
    digits = value.replace(" ", "")  # spaces where a day of birth is not known
    return datum is None or not digits or datum.form not in _DIGITS_ONLY or (digits.isascii() and digits.isdigit())
