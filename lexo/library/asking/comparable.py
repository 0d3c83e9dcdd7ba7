"""A text as signs that can be compared: what only looks different becomes the same, what says something else does not.

Letters lose case and accents, ligatures become two, and between letters no sign counts: spaces, line breaks, hyphens,
quotes. Figures all count. Between figures a mark of thousands goes and the decimal mark becomes a point, where nothing
else can be meant ("1,234" alone may be either, and stays as it is); figures of two numbers stay apart. Long numbers in
groups (accounts, telephones) become one. A minus and the currency count.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

Span = tuple[int, int]  # first character, and one behind the last

LONG_NUMBER = 9  # figures: from here on groups are one number, as no amount is
MAX_TRIES = 500  # places where a quote fits, but for where its words begin and end
SPACES = " \u00a0\u202f\u2009"
MINUS = "-\u2212\u2013"

_ACCENTS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"  # of the letter before, or not seen at all
_RUN = re.compile(
    rf"\d+(?=(?:EUR(?:OS?)?|USD|GBP|CHF)(?![^\W_]))|(?:[^\W_][{_ACCENTS}]*)+|[\u20ac$\u00a3%]", re.IGNORECASE
)
_BETWEEN_FIGURES = frozenset(".,:/'\u2019-\u2010\u2011\u2012\u2013_")
_IN_IDENTIFIERS = frozenset("-/_\u2010\u2011")
_CURRENCIES = {
    "€": "eur", "euro": "eur", "euros": "eur", "eur": "eur", "$": "usd", "usd": "usd", "dollar": "usd",
    "dollars": "usd", "£": "gbp", "gbp": "gbp", "chf": "chf", "%": "%",
}  # fmt: skip
_MEASURES = {
    word: each.split()[0]
    for each in (
        "day days jour jours j,week weeks semaine semaines,month months mois,year years an ans annee annees,"
        "hour hours heure heures h,minute minutes min,kwh,mwh,kw,kva,m3,m2,km,kg,c,litre litres,page pages"
    ).split(",")
    for word in each.split()
}
_MEASURE = re.compile(r"[ \u00a0\u202f\u2009]?\u00b0?([^\W\d_]{1,9}[\u00b2\u00b323]?)(?![\w'\u2019])")
_CURRENCY_WORDS = frozenset(_CURRENCIES.values())
_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})+|\d{1,3}(?:'\d{3})+|\d{1,3}(?:([.,'])\d{3})+(?=[.,]\d)")
_TELEPHONE = re.compile(r"\d{2}(?:([.\-])\d{2})(?:\1\d{2}){2,}")
_PLAIN_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_IBAN_HEAD = re.compile(r"[A-Z]{2}\d{2}")
_VALUE = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


class Number(NamedTuple):
    """A number in a text. `value` is None where it is no quantity: a long number, "A-12", "1,234" which says two."""

    signs: str
    value: Decimal | None
    currency: str  # "eur", "usd", "%", … or ""
    start: int
    end: int
    measure: str = ""  # "day", "m2", … right behind it, or ""


@dataclass(frozen=True, slots=True)
class _Atom:
    """What stands together without a space: a word, a number, a mixture, a sign of currency."""

    start: int
    end: int
    kind: str  # "word", "number", "mixed", "currency"


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is taken as a whole: nothing begins or ends inside of it. `signs` with the place of each in the text."""

    atoms: tuple[_Atom, ...]
    signs: str
    places: tuple[int, ...]


class Comparable:
    """A text, folded once. `is_one` says of a gap between two groups of figures whether they may be one number."""

    def __init__(self, text: str, is_one: Callable[[Span], bool] = lambda gap: True) -> None:
        self.text = text
        self._units = list(_units(text, is_one))
        self._whole = _Signs(self._units)
        self._apart: _Signs | None = None

    @property
    def signs(self) -> str:
        """All that is compared, in one string."""
        return self._whole.signs

    @property
    def words(self) -> int:
        """How many words, numbers and signs of currency there are."""
        return len(self._units)

    @property
    def has_number(self) -> bool:
        return any(map(str.isdigit, self._whole.signs))

    def find(self, other: "Comparable") -> Span | None:
        """Where another text stands in this one, whole words and whole numbers; None where it does not."""
        found = self._whole.find(other.signs)
        if found is not None or not other.has_number:
            return found
        # The same once more with groups of figures as they are: "2 193,48" may be two columns of a table.
        self._apart = self._apart or _Signs([_ungrouped(self.text, unit) for unit in self._units])
        return self._apart.find(_Signs([_ungrouped(other.text, unit) for unit in other._units]).signs)

    def numbers(self) -> Iterator[Number]:
        """Every number, in order."""
        for index, unit in enumerate(self._units):
            if not any(map(str.isdigit, unit.signs)):
                continue
            is_value = all(atom.kind == "number" for atom in unit.atoms) and _is_value(unit)
            value = Decimal(unit.signs) if is_value else None
            start, end = unit.atoms[0].start, unit.atoms[-1].end
            yield Number(unit.signs, value, self._currency(index), start, end, _measure(self.text, end))

    def _currency(self, index: int) -> str:
        """The currency that stands right beside a number, on its line."""
        for at in (index + 1, index - 1):
            if not 0 <= at < len(self._units) or self._units[at].signs not in _CURRENCY_WORDS:
                continue
            first, second = sorted((index, at))
            gap = self.text[self._units[first].atoms[-1].end : self._units[second].atoms[0].start]
            if len(gap) <= 2 and not gap.strip(SPACES) and (at > index or self._units[at].signs != "%"):
                return self._units[at].signs
        return ""


class _Signs:
    """The signs of units one after another, with where each stands, and whether a unit begins or ends there."""

    def __init__(self, units: Sequence[_Unit]) -> None:
        parts: list[str] = []
        self._places: list[int] = []
        self._begins = bytearray()
        self._ends = bytearray()
        last = ""
        for unit in units:
            if not unit.signs:
                continue
            if last.isdigit() and unit.signs[0].isdigit():
                parts.append(" ")
                self._add((unit.atoms[0].start,), begins=False)
            parts.append(unit.signs)
            self._add(unit.places, begins=True)
            last = unit.signs[-1]
        self.signs = "".join(parts)

    def _add(self, places: Sequence[int], *, begins: bool) -> None:
        self._places += places
        marks = bytearray(len(places))
        self._begins += marks
        self._ends += marks
        if begins:
            self._begins[-len(places)] = self._ends[-1] = 1

    def find(self, wanted: str) -> Span | None:
        if not wanted:
            return None
        at = self.signs.find(wanted)
        for _ in range(MAX_TRIES):
            if at < 0:
                return None
            end = at + len(wanted) - 1
            if self._begins[at] and self._ends[end]:
                return self._places[at], self._places[end] + 1
            at = self.signs.find(wanted, at + 1)
        return None


def _measure(text: str, end: int) -> str:
    """What a number is counted in, where that stands right behind it."""
    found = _MEASURE.match(text, end)
    return _MEASURES.get(folded(found[1]), "") if found else ""


def folded(text: str) -> str:
    """A word without case, accents, ligatures and what is not seen."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@cache
def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    changed = sign.casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(part for part in unicodedata.normalize("NFKD", changed) if part.isalnum())


def _units(text: str, is_one: Callable[[Span], bool]) -> Iterator[_Unit]:
    chain: list[_Atom] = []
    for atom in _atoms(text):
        if chain and not (atom.kind == "number" and _goes_on(text, chain, atom, is_one)):
            yield from _of_chain(text, chain)
            chain = []
        if atom.kind == "number" or (atom.kind == "mixed" and _IBAN_HEAD.fullmatch(text, atom.start, atom.end)):
            chain.append(atom)
        else:
            yield _single(text, atom)
    if chain:
        yield from _of_chain(text, chain)


def _atoms(text: str) -> Iterator[_Atom]:
    """Runs of letters and figures; those with one sign between them that makes them one go together."""
    held: _Atom | None = None
    for found in _RUN.finditer(text):
        run = _Atom(found.start(), found.end(), _kind(found[0]))
        if held is not None and (kind := _joined(text, held, run)):
            held = _Atom(held.start, run.end, kind)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _kind(run: str) -> str:
    if run in "€$£%":
        return "currency"
    if run.isdecimal():
        return "number"
    return "mixed" if any(map(str.isdigit, run)) else "word"


def _joined(text: str, left: _Atom, right: _Atom) -> str:
    """What two runs are together, "" if they are not one."""
    if right.start - left.end != 1 or "currency" in (left.kind, right.kind):
        return ""
    sign = text[left.end]
    if left.kind == right.kind == "number":
        return "number" if sign in _BETWEEN_FIGURES else ""
    return "mixed" if sign in _IN_IDENTIFIERS and not left.kind == right.kind == "word" else ""


def _goes_on(text: str, chain: Sequence[_Atom], atom: _Atom, is_one: Callable[[Span], bool]) -> bool:
    """Whether a number is one more group of the numbers before it: one space, and nothing but figures on its left."""
    last = chain[-1]
    if atom.start - last.end != 1 or text[last.end] not in SPACES:
        return False
    is_plain = last.kind == "mixed" or text[last.start : last.end].isdecimal()
    return is_plain and is_one((last.end, atom.start))


def _of_chain(text: str, chain: Sequence[_Atom]) -> Iterator[_Unit]:
    """Groups of figures as numbers: an identifier, thousands, or each by itself."""
    head = list(chain[:1]) if chain[0].kind == "mixed" else []
    groups = list(chain[len(head) :])
    if not groups:
        yield _single(text, head[0])
        return
    is_plain = all(text[atom.start : atom.end].isdecimal() for atom in groups)
    if is_plain and sum(atom.end - atom.start for atom in groups) >= LONG_NUMBER:
        yield _together(text, (*head, *groups))
        return
    yield from (_single(text, atom) for atom in head)
    first = _first_thousand(text, groups)
    yield from (_single(text, atom) for atom in groups[:first])
    yield _together(text, tuple(groups[first:]))


def _first_thousand(text: str, groups: Sequence[_Atom]) -> int:
    """Where the thousands of the last group begin: "12 1 234,50" is 12 and 1234.50."""
    at = len(groups) - 1
    last = text[groups[at].start : groups[at].end]
    if not _PLAIN_DECIMAL.fullmatch(last) or len(re.split("[.,]", last)[0]) != 3:
        return at
    while at and _is_group(text, groups, at):
        at -= 1
    return at


def _is_group(text: str, groups: Sequence[_Atom], at: int) -> bool:
    """Whether a group may go on with the one before it."""
    before = text[groups[at - 1].start : groups[at - 1].end]
    here = re.split("[.,]", text[groups[at].start : groups[at].end])[0]
    return len(here) == 3 and len(before) <= 3 and not before.startswith("0")


def _together(text: str, atoms: tuple[_Atom, ...]) -> _Unit:
    if len(atoms) == 1:
        return _single(text, atoms[0])
    parts = [_single(text, atom) for atom in atoms]
    signs = "".join(part.signs for part in parts)
    return _Unit(atoms, signs, tuple(place for part in parts for place in part.places))


def _single(text: str, atom: _Atom) -> _Unit:
    if atom.kind == "number":
        return _number(text, atom)
    signs: list[str] = []
    places: list[int] = []
    for at in range(atom.start, atom.end):
        if sign := _folded(text[at]):
            signs.append(sign)
            places += [at] * len(sign)
    word = "".join(signs) if atom.kind != "currency" else text[atom.start]
    currency = _CURRENCIES.get(word)
    if currency is not None:
        return _Unit((atom,), currency, (atom.start,) * (len(currency) - 1) + (atom.end - 1,))
    return _Unit((atom,), word, tuple(places))


def _number(text: str, atom: _Atom) -> _Unit:
    """A number without spaces; a minus right before it or right behind it is a part of it."""
    printed = text[atom.start : atom.end].translate(_ONE_FORM)
    kept = _kept(printed)
    pairs = [(sign, atom.start + at) for at, sign in enumerate(kept) if sign]
    if _has_minus(text, atom.start):
        pairs.insert(0, ("-", atom.start - 1))
    elif _is_before_minus(text, atom.end):
        pairs.append(("-", atom.end))
    return _Unit((atom,), "".join(sign for sign, _ in pairs), tuple(place for _, place in pairs))


_ONE_FORM = str.maketrans("\u2019\u2010\u2011\u2012\u2013", "'----")


def _kept(printed: str) -> list[str]:
    """For each sign of a number what it is compared as, "" for none."""
    if _DATE.fullmatch(printed):
        return [sign if sign.isdigit() else "/" for sign in printed]
    if _TELEPHONE.fullmatch(printed) and sum(map(str.isdigit, printed)) >= LONG_NUMBER:
        return [sign if sign.isdigit() else "" for sign in printed]
    grouped = _GROUPED.match(printed)
    whole = grouped.end() if grouped else 0
    rest = printed[whole:]
    if whole and not (rest == "" or re.fullmatch(r"[.,]\d{1,4}", rest)):
        return list(printed)
    if not whole and not re.fullmatch(r"\d+[.,](?:\d{1,2}|\d{4,})|0[.,]\d+", rest):
        return list(printed)
    return ["" if not sign.isdigit() else sign for sign in printed[:whole]] + [
        sign if sign.isdigit() else "." for sign in rest
    ]


def _has_minus(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in MINUS and (start == 1 or text[start - 2] in SPACES + "\n(€$£")


def _is_before_minus(text: str, end: int) -> bool:
    return end < len(text) and text[end] in MINUS and (end + 1 == len(text) or text[end + 1] in SPACES + "\n)€")


def _is_value(unit: _Unit) -> bool:
    """Whether a unit is a quantity with one meaning: no long number, no date, and no mark that may mean two things."""
    signs = unit.signs
    figures = sum(map(str.isdigit, signs))
    if not _VALUE.fullmatch(signs) or (len(unit.atoms) > 1 and "." not in signs and figures >= LONG_NUMBER):
        return False
    whole, _, decimals = signs.lstrip("-").partition(".")
    return not (len(decimals) == 3 and whole != "0") and not (len(whole) > 1 and whole[0] == "0")


def _ungrouped(text: str, unit: _Unit) -> _Unit:
    """A unit with a space where it had one."""
    if len(unit.atoms) == 1:
        return unit
    parts = [_single(text, atom) for atom in unit.atoms]
    signs = " ".join(part.signs for part in parts)
    places: list[int] = []
    for part in parts:
        places += ([part.places[0]] if places else []) + list(part.places)
    return _Unit(unit.atoms, signs, tuple(places))
