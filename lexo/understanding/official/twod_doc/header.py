"""The header of a 2D-Doc: who issued and signed the paper, when, and of what type it is."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_EPOCH = date(2000, 1, 1)
_NO_DATE = "FFFF"
# "DC" and a version; authority and certificate, four characters each; date of the paper and of the signature, in days;
# type. Version 3 appends a perimeter, version 4 a country too.
_FORMS = {
    version: re.compile(
        rf"DC({version})([A-Z0-9]{{4}})([A-Z0-9]{{4}})([0-9A-F]{{4}})([0-9A-F]{{4}})([A-Z0-9]{{2}}){more}"
    )
    for version, more in {
        "01": "()()",
        "02": "()()",
        "03": "([A-Z0-9]{2})()",
        "04": "([A-Z0-9]{2})([A-Z]{2})",
    }.items()
}
_LONGEST = 26


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the data. The perimeter says whose list the type is of: "01" is the specification's own."""

    version: int
    authority: str
    certificate: str
    issued: date | None
    signed: date | None
    type_id: str  # "" in a binary code, where it is not known how it is written
    perimeter: str = ""
    country: str = ""


def header_of(text: str) -> tuple[Header, int] | None:
    """The header and its length in characters: 22 in versions 1 and 2, 24 in version 3, 26 in version 4.

    Version 2 was seen to have no perimeter: its signed sample goes on with data at the 23rd character. Versions 1 and 2
    differ in nothing that is read here.
    """
    form = _FORMS.get(text[2:4])
    match = form.match(text[:_LONGEST]) if form else None
    if match is None:
        return None
    version, authority, certificate, issued, signed, type_id, perimeter, country = match.groups()
    dates = (days_since_2000(issued), days_since_2000(signed))
    return Header(int(version), authority, certificate, *dates, type_id, perimeter, country), match.end()


def days_since_2000(digits: str) -> date | None:
    """A date as four hexadecimal digits; None for "FFFF", which says that there is none.

    >>> days_since_2000("125E")
    datetime.date(2012, 11, 15)
    """
    if digits == _NO_DATE or not re.fullmatch("[0-9A-Fa-f]{4}", digits):
        return None
    return _EPOCH + timedelta(days=int(digits, 16))
