"""Whether a page says what is quoted of it, and where: word for word, every figure, with the words' boxes."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise, starmap
from typing import Protocol

from lexo.document import BBox
from lexo.library.asking.claims import denies
from lexo.library.asking.comparable import Comparable, Number, Span, folded

MIN_WORDS = 3  # of a quote that proves something; a number proves something by itself
LONGEST_QUOTE = 2_000  # characters; a longer one is no quote
MAX_CHARS = 100_000  # of a page that are looked at: a thousand printed lines
LONGEST_LINE = 160  # characters of a line that is shown as proof

_WORD = re.compile(r"[^ \n]+")
_LEFT_OUT = re.compile(r"\s*(?:[\[(]\s*(?:\.{3}|\u2026)\s*[\])]|\.{3,}|\u2026)\s*")
_WIDEST_GAP = 1.2  # of a line's height, between groups of one number (as `understanding.model.printed` has it)
_ASPECT = 0.7  # of upright pages, width to height
_LINES_BELOW = 2  # an order to machines that go with it
_ROW = 300  # characters of a line that are looked at
_TELLING = re.compile(r"[^\W\d_]{2,}|\b(?:19|20)\d\d\b")
_CURRENCIES = frozenset("eur euro euros usd gbp chf".split())
_SMALL = 2  # figures of a number that says nothing alone
_FARTHEST = 200  # characters that a quote may leave out
_CLAUSE = 160  # characters of a sentence before and behind a quote that are looked at
_CLAUSE_ENDS = re.compile(r"[.;,!?()](?=\s|\Z)|\n(?![a-z\u00e0-\u00ff])")
_SENTENCE_ENDS = re.compile(r"[.;!?](?=\s)|\n\s*\n")
_YEAR = re.compile(r"(?:19|20)\d\d")

_Dates = dict[str, list[Span]]


class Places(Protocol):
    """The words of a page with their boxes, as `store.index.PlacedWords` has them."""

    @property
    def texts(self) -> Sequence[str]:
        """In reading order."""
        ...

    def box(self, index: int) -> BBox:
        """Of the word at that place, from 0."""
        ...


class Sheet:
    """One page's text, made ready to look things up in; folded at the first look.

    `places` are the page's words with their boxes, where there are any. What stands in a sentence that gives orders to
    machines proves nothing, nor what stands right below it.
    """

    def __init__(self, text: str, places: Places | None = None) -> None:
        self.text = text[:MAX_CHARS]
        self._places = places

    def find(self, quote: str) -> tuple[Span, ...]:
        """Where a quote stands: one span, or one for each part where it leaves something out; () where it does not."""
        if len(quote) > LONGEST_QUOTE:
            return ()
        whole = self._span(Comparable(quote))
        if whole is not None:
            return (whole,)
        parts = [Comparable(part) for part in _LEFT_OUT.split(quote)]
        parts = [part for part in parts if part.signs]
        spans = [self._span(part) for part in parts]
        found = tuple(span for span in spans if span is not None)
        is_whole = len(found) == len(parts) > 1 and all(map(_proves, parts))
        return found if is_whole and all(starmap(self._may_leave_out, pairwise(found))) else ()

    def _may_leave_out(self, first: Span, second: Span) -> bool:
        """Whether two parts say together what the page says: of one sentence, or each a beginning of its own.

        No row of a table begins with one name and ends with another one's number, and what is left out denies nothing.
        """
        gap = self.text[first[1] : second[0]]
        if second[0] < first[1] or denies(_CLAUSE_ENDS.split(gap, 1)[0]):
            return False
        begins = self.text.rfind("\n", 0, second[0]) + 1
        if not any(map(str.isalnum, self.text[begins : second[0]])) and not self.text[second[0]].islower():
            return True
        is_near = len(gap) <= _FARTHEST and not _SENTENCE_ENDS.search(gap) and not denies(gap)
        has_figure = any(map(str.isdigit, self.text[second[0] : second[1]]))
        return is_near and not (has_figure and "\n" in gap)

    def beside(self, spans: Sequence[Span]) -> str:
        """The rest of the clauses in which spans stand."""
        parts = []
        for start, end in spans:
            before = self.text[max(start - _CLAUSE, 0) : start]
            behind = self.text[end : end + _CLAUSE]
            ends = [found.end() for found in _CLAUSE_ENDS.finditer(before + self.text[start : start + 1])]
            end_behind = _CLAUSE_ENDS.search(behind)
            parts += [before[max((at for at in ends if at <= len(before)), default=0) :]]
            parts += [behind[: end_behind.start()] if end_behind else behind]
        return "\n".join(parts)

    def find_date(self, iso: str) -> Span | None:
        """Where a day is printed, in whatever form; or any day of a year or month that `iso` is cut to."""
        if iso in self._dates:
            return self._dates[iso][0]
        return next((spans[0] for day, spans in self._dates.items() if day.startswith(f"{iso}-")), None)

    def find_number(self, number: Number) -> Span | None:
        """Where a number stands, by its value and its currency; one that is no quantity by its signs."""
        if _YEAR.fullmatch(number.signs) and not number.currency and (year := self.find_date(number.signs)):
            return year
        for each in self._numbers.get(_key(number), ()):
            if _may_be(each, number):
                return each.start, each.end
        return None

    def is_of_other_row(self, number: Number, told: Collection[str]) -> bool:
        """Whether another amount of the page stands beside more of the words `told` than this one does.

        Of rows alone that have words: where a table's names stand apart from its numbers nobody can tell.
        """
        own = {self._row_of(each.start) for each in self._numbers.get(_key(number), ()) if _may_be(each, number)}
        rows = self._rows
        if not own or any(not rows.get(at) for at in own):
            return False
        most = max(len(rows[at].intersection(told)) for at in own)
        return any(len(words.intersection(told)) > most for at, words in rows.items() if at not in own)

    def _row_of(self, start: int) -> int:
        return self.text.rfind("\n", 0, start) + 1

    @cached_property
    def _rows(self) -> dict[int, frozenset[str]]:
        """The words and years of each line that has an amount, by where the line begins."""
        found: dict[int, frozenset[str]] = {}
        for number in (each for numbers in self._numbers.values() for each in numbers):
            at = self._row_of(number.start)
            if at not in found and is_amount(number):
                end = self.text.find("\n", at)
                found[at] = telling_words(self.text[at : end if 0 <= end < at + _ROW else at + _ROW])
        return found

    def boxes(self, spans: Iterable[Span]) -> tuple[BBox, ...]:
        """Where the words of spans lie on the page: a box for each stretch of words on one line."""
        if self._places is None or len(self._places.texts) < len(self._starts):
            return ()
        by_line = groupby(self.words(spans), key=lambda index: self.text.count("\n", 0, self._starts[index]))
        return tuple(
            BBox.around(self._places.box(index) for index in run)
            for _, indexes in by_line
            for run in _runs(list(indexes))
        )

    def words(self, spans: Iterable[Span]) -> list[int]:
        """The words of spans, by their places in the page's words, from 0."""
        return sorted({index for span in spans for index in self._words_of(span)})

    def line_of(self, span: Span) -> str:
        """The printed line around a span, cut where it is long."""
        start, end = span
        first = max(self.text.rfind("\n", 0, start) + 1, start - LONGEST_LINE // 2)
        line_end = self.text.find("\n", end)
        last = min(len(self.text) if line_end < 0 else line_end, max(end, first + LONGEST_LINE))
        if first > 0 and self.text[first - 1] not in " \n":
            first = min(_after_space(self.text, first), start)
        if last < len(self.text) and self.text[last] not in " \n":
            last = max(self.text.rfind(" ", first, last), end)
        return self.text[first:last].strip()

    def quote_of(self, spans: Iterable[Span]) -> str:
        """What stands there, word for word, on one line."""
        return " … ".join(" ".join(self.text[start:end].split()) for start, end in spans)

    def _span(self, wanted: Comparable) -> Span | None:
        if wanted.signs == "":
            return None
        found = self._comparable.find(wanted)
        return None if found is None or self._is_spoilt(found) else found

    def _is_spoilt(self, span: Span) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self._spoilt)

    @cached_property
    def _comparable(self) -> Comparable:
        return Comparable(self.text, self._is_one)

    @cached_property
    def _numbers(self) -> dict[str, list[Number]]:
        """By their values; the day and the year of a date are no numbers of their own."""
        found: dict[str, list[Number]] = defaultdict(list)
        days = sorted(span for spans in self._dates.values() for span in spans)
        for number in self._comparable.numbers():
            at = bisect_right(days, (number.end, 0)) - 1
            is_of_date = at >= 0 and number.start < days[at][1]
            if not is_of_date and not self._is_spoilt((number.start, number.end)):
                found[_key(number)].append(number)
        return found

    @cached_property
    def _dates(self) -> _Dates:
        found: _Dates = defaultdict(list)
        for iso, span in dates_of(self.text):
            if not self._is_spoilt(span):
                found[iso].append(span)
        return dict(found)

    @cached_property
    def _spoilt(self) -> tuple[Span, ...]:
        return tuple(_spoilt(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        """The first character of each word."""
        return [found.start() for found in _WORD.finditer(self.text)]

    def _words_of(self, span: Span) -> range:
        first = max(bisect_right(self._starts, span[0]) - 1, 0)
        return range(first, bisect_right(self._starts, span[1] - 1))

    def _is_one(self, gap: Span) -> bool:
        """Whether two groups of figures are near enough on the page to be one number."""
        if self._places is None or len(self._places.texts) < len(self._starts):
            return True
        left = self._places.box(bisect_right(self._starts, gap[0] - 1) - 1)
        right = self._places.box(bisect_right(self._starts, gap[1]) - 1)
        height = max(left.bottom - left.top, right.bottom - right.top)
        return (right.left - left.right) * _ASPECT <= _WIDEST_GAP * height


def proves(quote: str) -> bool:
    """Whether a quote is long enough to prove something, if it is found: three words, or a number in it."""
    return _proves(Comparable(quote[:LONGEST_QUOTE]))


def dates_of(text: str) -> Iterator[tuple[str, Span]]:
    """Days, and months as `2024-03`, with where they stand."""
    from lexo.understanding.fields.dates import dates_in  # brings in all that reads papers

    for line in re.finditer(r"[^\n]+", text):
        if any(map(str.isdigit, line[0])):
            for date in dates_in(line[0]):
                iso = date.iso[:7] if date.is_month else date.iso
                yield iso, (line.start() + date.start, line.start() + date.stop)


def _may_be(printed: Number, said: Number) -> bool:
    """Whether a printed number can mean what is said: its currency or measure is the same, or stands elsewhere.

    "30 jours" is not 30 EUR. A small bare number is no amount: it is found on every page.
    """
    if said.currency:
        is_amount = said.currency == "%" or "." in said.signs or len(said.signs.lstrip("-")) > _SMALL
        return printed.currency == said.currency or (not printed.currency and not printed.measure and is_amount)
    if not said.measure or printed.measure == said.measure:
        return True
    return not printed.measure and not printed.currency and len(said.signs) > _SMALL


def is_amount(number: Number) -> bool:
    """Whether a number is money, or is written like it."""
    return number.currency not in ("", "%") or re.fullmatch(r"-?\d+\.\d\d", number.signs) is not None


def telling_words(text: str) -> frozenset[str]:
    """The words that tell one row from another, and years."""
    return frozenset(word for each in _TELLING.findall(text) if (word := folded(each)) not in _CURRENCIES)


def _proves(quote: Comparable) -> bool:
    return quote.words >= MIN_WORDS or quote.has_number


def _key(number: Number) -> str:
    if number.value is None:
        return number.signs
    return format(number.value.normalize(), "f")


def _runs(indexes: list[int]) -> Iterator[list[int]]:
    """Words that follow each other."""
    run: list[int] = []
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _after_space(text: str, start: int) -> int:
    at = text.find(" ", start)
    return at + 1 if at >= 0 else start


def _spoilt(text: str) -> Iterator[Span]:
    """Lines that give orders to whatever reads them, with those just below."""
    from lexo.understanding.model.orders import speaks_to_machines

    before, below = "", 0
    for line in re.finditer(r"[^\n]*(?:\n|\Z)", text):
        said = line[0].strip()
        is_order = bool(said) and speaks_to_machines(said)
        if is_order or (said and before and speaks_to_machines(f"{before} {said[:200]}")):
            below = _LINES_BELOW + 1
        if below and said:
            yield line.span()
            below -= 1
        before = "" if is_order else said[-200:]
