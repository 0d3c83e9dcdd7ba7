"""One machine-readable zone: which of its check digits are right, and what its parts say."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from lexo.understanding.official.mrz.formats import FRENCH_CARD, TD1, TD3, Check, Format, Span, check_digit
from lexo.understanding.official.mrz.lines import LOOK_ALIKE, in_class

_MOST_DOUBTS = 8  # look-alikes in one part that are tried both ways
_FRENCH_PASSPORT = "nnaannnnn"  # its number, since 2006
_LATEST_EXPIRY = 80  # two digits below it are of this century
_OPTIONAL = ("personal_number", "optional_data", "optional_data_2")
_LEAST_OPTIONAL = 4  # characters; fewer are misread fillers: A, K and U weigh as much
_FILLERS_READ = re.compile(r"[KCELS<]*")  # by OCR; a digit does not tell K from a filler
_FIRST_FRENCH_CARD = 87  # the plastic ones began in 1987


@dataclass(frozen=True)
class Zone:
    """Lines in the width and classes of their format."""

    layout: Format
    lines: tuple[str, ...]
    is_exact: bool = True  # nothing was put right in the lines
    unsure: frozenset[str] = frozenset()  # parts that may be something else in spite of their digit

    def at(self, span: Span) -> str:
        return self.lines[span.line][span.start : span.end]

    def part(self, name: str) -> str:
        """A part without fillers at its ends, those inside as spaces."""
        if name == "document_number" and self._long_number is not None:
            return self._long_number[:-1]
        span = self.layout.parts.get(name)
        text = self.at(span) if span else ""
        if name == "optional_data" and self._long_number is not None:
            text = text.partition("<")[2]
        if name in _OPTIONAL and (_FILLERS_READ.fullmatch(text) or len(text.replace("<", "")) < _LEAST_OPTIONAL):
            return ""
        return " ".join(text.replace("<", " ").split())

    @cached_property
    def right_parts(self) -> frozenset[str]:
        """Those whose own check digit is right."""
        return frozenset(check.part for check in self.layout.checks if _agrees(*self._checked(check)))

    @cached_property
    def proven_parts(self) -> int:
        """How many of those say something: of an empty part the digit proves nothing."""
        return sum(bool(self.part(name)) for name in self.right_parts)

    @cached_property
    def is_whole(self) -> bool:
        """Whether every check digit is right, the last one with them."""
        return len(self.right_parts) == len(self.layout.checks) and self.last_is_right

    @property
    def last_is_right(self) -> bool:
        """Whether the digit that covers most of the zone is right; visas have none."""
        if self.layout.last is None:
            return True
        return _agrees(self.at(self.layout.last), "".join(map(self.at, self.layout.covered)))

    def covers(self, part: str) -> bool:
        """Whether a check digit would notice a wrong character in the part.

        The last one covers so much that after a few repairs it proves only parts that have a digit of their own too.
        """
        span = self.layout.parts.get(part)
        return part in self.right_parts or (
            self.is_exact
            and any(
                span is not None and span.line == each.line and each.start <= span.start and span.end <= each.end
                for each in self.layout.covered
            )
        )

    @cached_property
    def _long_number(self) -> str | None:
        """A card's number of more than nine characters goes on in the optional data, its check digit behind it."""
        if self.layout is not TD1 or self.at(Span(0, 14, 15)) != "<":
            return None
        rest = self.at(self.layout.parts["optional_data"]).partition("<")[0]
        return self.at(self.layout.parts["document_number"]) + rest if len(rest) > 1 else None

    def _checked(self, check: Check) -> tuple[str, str]:
        """A digit and what it checks."""
        if check.part == "document_number" and self._long_number is not None:
            return self._long_number[-1], self._long_number[:-1]
        return self.at(check.digit), self.at(self.layout.parts[check.part])


def judged(zone: Zone) -> Zone:
    """The zone, its look-alikes exchanged where that makes every check digit right in one single way.

    Only parts that mix letters and digits have two readings; elsewhere the place says what a sign is.
    """
    zone = _with_french_number(zone)
    if zone.is_whole:
        return zone
    wrong = [check for check in zone.layout.checks if check.part not in zone.right_parts]
    if len(wrong) != 1:
        return zone
    span = zone.layout.parts[wrong[0].part]
    whole = [made for text in _readings(zone, span) if (made := _with(zone, span, text)).is_whole]
    return replace(whole[0], unsure=zone.unsure | {wrong[0].part}) if len(whole) == 1 else zone


def _with_french_number(zone: Zone) -> Zone:
    """Of a French passport the places in its number say too what is a digit and what a letter.

    Its check digit says not: 1 and L, 6 and G, 8 and S weigh the same.
    """
    if zone.layout is not TD3 or "FRA" not in (zone.part("issuing_country"), zone.part("nationality")):
        return zone
    span = zone.layout.parts["document_number"]
    text = in_class(zone.at(span), _FRENCH_PASSPORT)
    return _with(zone, span, text) if text else replace(zone, unsure=zone.unsure | {"document_number"})


def _readings(zone: Zone, span: Span) -> list[str]:
    text, classes = zone.at(span), zone.layout.classes[span.line][span.start : span.end]
    choices = [
        (sign, LOOK_ALIKE[sign]) if kind == "x" and sign in LOOK_ALIKE else (sign,)
        for sign, kind in zip(text, classes, strict=True)
    ]
    if sum(len(choice) == 2 for choice in choices) > _MOST_DOUBTS:
        return []
    return ["".join(signs) for signs in product(*choices)]


def _with(zone: Zone, span: Span, text: str) -> Zone:
    lines = list(zone.lines)
    lines[span.line] = lines[span.line][: span.start] + text + lines[span.line][span.end :]
    return replace(zone, lines=tuple(lines))


def _agrees(digit: str, text: str) -> bool:
    """Whether the digit checks the text; of an empty part it may be left out."""
    if digit == "<":
        return not text.strip("<")
    return digit.isdigit() and int(digit) == check_digit(text)


def expiry_of(zone: Zone) -> date | None:
    """The last day on which the document is good."""
    digits = zone.part("expiry_date")
    return _day(digits, 2000 if digits[:2] < str(_LATEST_EXPIRY) else 1900)


def issued_of(zone: Zone) -> date | None:
    """The first day of the month in which an old French card was made: its number begins with it."""
    if zone.layout is not FRENCH_CARD:
        return None
    digits = zone.part("document_number")[:4]
    return _day(digits + "01", 1900 if digits[:2] >= str(_FIRST_FRENCH_CARD) else 2000)


def birth_of(zone: Zone, today: date) -> date | None:
    """Two digits of a year say no century: the latest that is neither after today nor after the document."""
    digits = zone.part("birth_date")
    latest = min(filter(None, (today, expiry_of(zone), issued_of(zone))))
    later = _day(digits, 2000)
    return later if later is not None and later <= latest else _day(digits, 1900)


def _day(digits: str, century: int) -> date | None:
    """YYMMDD in a century, or None."""
    if len(digits) != 6 or not digits.isdigit():
        return None
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None
