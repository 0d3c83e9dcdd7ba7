"""How machine-readable zones are laid out, and the digit that checks them.

Source: ICAO Doc 9303, parts 4 (passports), 5 (TD1), 6 (TD2) and 7 (visas). The French identity card of 1987-2021 has a
zone of its own: names and number change places, and its last digit covers everything.
"""

from typing import NamedTuple

CHECK_WEIGHTS = (7, 3, 1)
_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


class Span(NamedTuple):
    """Characters of one line, from 0, end exclusive."""

    line: int
    start: int
    end: int


class Check(NamedTuple):
    """A part and the place of the digit that checks it."""

    part: str
    digit: Span


class Format(NamedTuple):
    """One layout. `classes` says what may stand where: n a digit, a a letter, x either, c a digit or nothing."""

    name: str
    begins: tuple[str, ...]  # of the first line
    classes: tuple[str, ...]  # one for each line
    parts: dict[str, Span]
    checks: tuple[Check, ...]
    covered: tuple[Span, ...] = ()  # by the last digit
    last: Span | None = None

    @property
    def width(self) -> int:
        return len(self.classes[0])


def check_digit(text: str) -> int:
    """The digit that checks a text of capitals, digits and fillers.

    >>> check_digit("L898902C3"), check_digit("740812"), check_digit("<<<")
    (6, 2, 0)
    """
    return sum(_VALUES[sign] * CHECK_WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10


def _two_lines(name: str, begins: tuple[str, ...], width: int, optional: int, *, last: bool) -> Format:
    """TD2, TD3 and both visas: names above, numbers below, which differ in their ends only."""
    end = width - (1 if last else 0)
    tail = "x" * (optional - 28) + "c" * (end - optional) + "n" * (width - end)
    parts = {
        "document_code": Span(0, 0, 2),
        "issuing_country": Span(0, 2, 5),
        "names": Span(0, 5, width),
        "document_number": Span(1, 0, 9),
        "nationality": Span(1, 10, 13),
        "birth_date": Span(1, 13, 19),
        "sex": Span(1, 20, 21),
        "expiry_date": Span(1, 21, 27),
        "personal_number" if optional < end else "optional_data": Span(1, 28, optional),
    }
    checks = [
        Check("document_number", Span(1, 9, 10)),
        Check("birth_date", Span(1, 19, 20)),
        Check("expiry_date", Span(1, 27, 28)),
    ]
    if optional < end:
        checks.append(Check("personal_number", Span(1, optional, end)))
    covered = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, end)) if last else ()
    lower = "x" * 9 + "n" + "aaa" + "n" * 7 + "a" + "n" * 7 + tail
    return Format(
        name, begins, ("a" * width, lower), parts, tuple(checks), covered, Span(1, end, width) if last else None
    )


TD1 = Format(
    "TD1",
    ("A", "C", "I", "T"),
    ("aaaaa" + "x" * 9 + "c" + "x" * 15, "n" * 7 + "a" + "n" * 7 + "aaa" + "x" * 11 + "n", "a" * 30),
    {
        "document_code": Span(0, 0, 2),
        "issuing_country": Span(0, 2, 5),
        "document_number": Span(0, 5, 14),
        "optional_data": Span(0, 15, 30),
        "birth_date": Span(1, 0, 6),
        "sex": Span(1, 7, 8),
        "expiry_date": Span(1, 8, 14),
        "nationality": Span(1, 15, 18),
        "optional_data_2": Span(1, 18, 29),
        "names": Span(2, 0, 30),
    },
    (
        Check("document_number", Span(0, 14, 15)),
        Check("birth_date", Span(1, 6, 7)),
        Check("expiry_date", Span(1, 14, 15)),
    ),
    (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
    Span(1, 29, 30),
)
TD2 = _two_lines("TD2", ("A", "C", "I", "T"), 36, 35, last=True)
TD3 = _two_lines("TD3", ("P",), 44, 42, last=True)
VISA_A = _two_lines("MRV-A", ("V",), 44, 44, last=False)
VISA_B = _two_lines("MRV-B", ("V",), 36, 36, last=False)
FRENCH_CARD = Format(
    "CNI-FR",
    ("IDFRA",),
    ("a" * 30 + "x" * 6, "nnnn" + "xxx" + "nnnnn" + "n" + "a" * 14 + "n" * 6 + "n" + "a" + "n"),
    {
        "document_code": Span(0, 0, 2),
        "issuing_country": Span(0, 2, 5),
        "surname": Span(0, 5, 30),
        "issuing_office": Span(0, 30, 36),
        "document_number": Span(1, 0, 12),
        "given_names": Span(1, 13, 27),
        "birth_date": Span(1, 27, 33),
        "sex": Span(1, 34, 35),
    },
    (Check("document_number", Span(1, 12, 13)), Check("birth_date", Span(1, 33, 34))),
    (Span(0, 0, 36), Span(1, 0, 35)),
    Span(1, 35, 36),
)
FORMATS = (TD3, VISA_A, FRENCH_CARD, TD2, VISA_B, TD1)
