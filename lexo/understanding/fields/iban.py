"""IBANs of every country: length, form and mod 97 by ISO 13616; in France and Monaco the key of the RIB as well.

Sources: the registry of SWIFT as python-stdnum and schwifty hold it; the RIB key by the Comité français d'organisation
et de normalisation bancaires. python-stdnum does not check that key, schwifty does. Mod 97 finds every wrong digit and
every two neighbours that changed places. Invented numbers on sample papers often pass mod 97 alone: such a one is
shown, but not as proven.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from lexo.facts import Field, Proof, Verdict
from lexo.understanding.fields.candidates import (
    MOST,
    SPACES,
    Found,
    Judgement,
    characters,
    compact,
    distinct,
    found_at,
    gap_end,
    in_groups,
    strips_of,
)
from lexo.understanding.fields.repair import EITHER, LOOK_ALIKE, MOST_CANDIDATES, repaired
from lexo.understanding.paper import Paper, PaperPage, Strip

LABEL = re.compile(r"\bI\.?B\.?A\.?N\b", re.IGNORECASE)
PROVEN = Judgement(Verdict.VERIFIED, 0.99, "iban_check_digits")
REPAIRED = Judgement(Verdict.VERIFIED, 0.9, "iban_check_digits+repaired")
WITHOUT_KEY = Judgement(Verdict.PLAUSIBLE, 0.7, "iban_check_digits")  # the country's own check fails
FALSE = Judgement(Verdict.CONTRADICTED, 0.2, "check_digits")
_START = re.compile(rf"(?<![0-9A-Za-z])([A-Z]{{2}})[{SPACES}]?\d[{SPACES}]?\d(?=[{SPACES}.-]{{0,3}}(?:[0-9A-Z]|\Z))")
_READ_START = re.compile(
    rf"(?<![0-9A-Za-z])([A-Z0-9|]{{2}})[{SPACES}]?[0-9A-Za-z|]{{2}}(?=[{SPACES}.-]{{0,3}}[0-9A-Za-z|])"
)
_CONTEXT = re.compile(
    r"\b(?:iban|bic|swift|rib|banque|bank|virement|compte|konto|kontonummer|account|rekening|cuenta|conto)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"(?:[0-9A-Z][{SPACES}.-]{{0,3}})+")
_BETWEEN = SPACES + ".-"
_SPREAD = 3  # separators between two characters: as many as between the cells of a row
_FEW = 8  # candidates that mod 97 alone may choose from: one in 97 passes by chance
_NEAR = 120  # characters of a line
_MOST_REPAIRS = 8  # tried on one page
_WITH_KEY = ("FR", "MC")


def is_valid(text: str) -> bool:
    """Whether length, form, mod 97 and, where the country has one that is known, its own check pass.

    >>> is_valid("FR14 2004 1010 0505 0001 3M02 606"), is_valid("DE30 5075 0094 0000 0485 67")
    (True, True)
    >>> is_valid("FR20 1242 1242 1242 1242 1242 124"), has_check_digits("FR20 1242 1242 1242 1242 1242 124")
    (False, True)
    """
    return has_check_digits(text) and _has_national_check(normalized(text))


def has_check_digits(text: str) -> bool:
    """Whether length, form and mod 97 pass.

    >>> has_check_digits("FR14 2004 1010 0505 0001 3M02 607")
    False
    """
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException
    from stdnum import iban

    number = normalized(text)
    if len(number) < 15 or int("".join(str(int(each, 36)) for each in number[4:] + number[:4])) % 97 != 1:
        return False  # the libraries take ten times as long to say so
    try:
        IBAN(number)
    except (SchwiftyException, ValueError):
        return False
    return bool(iban.is_valid(number, check_country=False))


def _has_national_check(number: str) -> bool:
    """Elsewhere than in France and Monaco banks left out of a national check are common, so it is not asked for."""
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    if not number.startswith(_WITH_KEY):
        return True
    try:
        return bool(IBAN(number).validate(validate_bban=True))
    except (SchwiftyException, ValueError):
        return False


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In groups of four.

    >>> formatted("FR1420041010050500013M02606")
    'FR14 2004 1010 0505 0001 3M02 606'
    """
    return in_groups(number, 4)


def find(paper: Paper) -> Iterator[Field]:
    """Every IBAN that is printed: in one go, in groups, over cells, or broken over two lines."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    repairs = 0
    for found, is_named in islice(_candidates(page), MOST):
        field = _judged(found, is_named=is_named)
        if field is None and found.is_read and repairs < _MOST_REPAIRS:
            repairs += 1
            field = _repaired(found)
        if field is not None:
            yield field


def places_of(country: str) -> str:
    """What each character of a country's IBAN has to be: "n", "a" or "c"; "" where the country has none.

    >>> places_of("FR")
    'aannnnnnnnnnnncccccccccccnn'
    """
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        spec = IBAN(country + "00", allow_invalid=True).spec
    except (SchwiftyException, ValueError, KeyError):
        return ""
    parts = re.findall(r"(\d+)!?([nac])", spec.bban_spec)
    return "aann" + "".join(kind * int(count) for count, kind in parts)


def _candidates(page: PaperPage) -> Iterator[tuple[Found, bool]]:
    """What may be an IBAN, and whether the word itself stands before it."""
    labels = cache(lambda: _labels(page))
    for index, strip, at, country, is_labelled in islice(_starts(page), MOST):
        length = len(places_of(country))
        found = _taken(page, strip, at, length)
        if found is not None:
            is_named = is_labelled or _is_named(strip, at)
            yield replace(found, is_labelled=is_named or _is_labelled(strip, at, labels())), is_named
        elif index + 1 < len(page.lines):
            yield from ((found, False) for found in _over_two(page, index, at, length))


def _starts(page: PaperPage) -> Iterator[tuple[int, Strip, int, str, bool]]:
    """Where an IBAN may begin: the strip and its place among the page's, the country, whether a label is before it."""
    for index, strip in enumerate(strips_of(page)):
        for match in _START.finditer(strip.text):
            yield index, strip, match.start(), match[1], False
        if page.is_read_from_pixels:
            for label in LABEL.finditer(strip.text):
                yield from ((index, strip, at, country, True) for at, country in _read(strip, label))


def _read(strip: Strip, label: re.Match[str]) -> Iterator[tuple[int, str]]:
    """After a label: letters and digits of which the country's two may be misread."""
    match = _READ_START.match(strip.text, gap_end(strip.text, label.end()))
    if match is None or _START.match(strip.text, match.start()):
        return
    country = match[1].translate(str.maketrans("0158|2", "OISBIZ"))
    yield match.start(), country


def _taken(page: PaperPage, strip: Strip, at: int, length: int) -> Found | None:
    if not length:
        return None
    also = LOOK_ALIKE if page.is_read_from_pixels else ""
    match = characters(length, _BETWEEN, _SPREAD, also=also).match(strip.text, at)
    return found_at(page, strip, *match.span()) if match else None


def _over_two(page: PaperPage, index: int, at: int, length: int) -> Iterator[Found]:
    """A number that goes on in the next line, or in the one under it: proven together or not at all."""
    first = page.lines[index]
    if len(first.text) - at > 2 * length or not _HEAD.fullmatch(first.text, at):
        return
    head = compact(first.text[at:])
    missing = length - len(head)
    if missing <= 0:
        return
    for second in page.lines[index + 1 : index + 3]:
        match = characters(missing, _BETWEEN, _SPREAD).match(second.text)
        if match is None or not is_valid(head + compact(match[0])):
            continue
        top, bottom = first.proof(at), second.proof(*match.span())
        proof = Proof(page.number, (*top.boxes, *bottom.boxes), f"{top.text}\n{bottom.text}", top.engine)
        reading = min(first.confidence_of(at, len(first.text)), second.confidence_of(*match.span()))
        yield Found(proof, reading, True, page.is_read_from_pixels)
        return


def _is_named(strip: Strip, at: int) -> bool:
    before = LABEL.finditer(strip.text, max(at - _NEAR, 0), at)
    return any(gap_end(strip.text, label.end()) >= at for label in before)


def _labels(page: PaperPage) -> list[float]:
    """Where lines with words about accounts begin, from the page's top on."""
    return sorted(line.bbox.top for line in page.lines if _CONTEXT.search(line.text))


def _is_labelled(strip: Strip, at: int, labels: Sequence[float]) -> bool:
    """Whether words about accounts stand on the same line or row, or just above."""
    if _CONTEXT.search(strip.text, max(at - _NEAR, 0), at + _NEAR):
        return True
    top, height = strip.bbox.top, strip.bbox.bottom - strip.bbox.top
    nearest = bisect_right(labels, top) - 1
    return nearest >= 0 and top - labels[nearest] < 3 * height


def _judged(found: Found, *, is_named: bool) -> Field | None:
    number = normalized(found.text)
    if is_valid(number):
        return found.field("iban", number, formatted(number), PROVEN)
    if has_check_digits(number):
        return found.field("iban", number, formatted(number), WITHOUT_KEY) if found.is_labelled else None
    if is_named and not found.is_read and places_of(number[:2]).count("n") <= sum(map(str.isdigit, number)):
        return found.field("iban", number, formatted(number), FALSE)
    return None


def _repaired(found: Found) -> Field | None:
    """Where letters and digits may both stand a change is a guess: one is believed, of two nothing is."""
    read = "".join(each for each in found.text if each.isalnum() or each == LOOK_ALIKE)
    country = read[:2].translate(str.maketrans("0158|2", "OISBIZ"))
    places = places_of(country)
    number = repaired(read, places, is_valid, most=MOST_CANDIDATES if country in _WITH_KEY else _FEW)
    if number is None:
        return None
    guessed = sum(place == EITHER and old.upper() != new for old, new, place in zip(read, number, places, strict=True))
    return found.field("iban", number, formatted(number), REPAIRED) if guessed <= 1 else None
