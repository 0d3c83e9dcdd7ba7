"""Sentence for sentence, whether the papers say so: quotes word for word, numbers and dates by what they mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lexo.library.asking.answers import Citation, Sentence
from lexo.library.asking.claims import MAX_SPOKEN, Spoken, denies, forbids, is_negative, roman_numerals, spoken_numbers
from lexo.library.asking.comparable import Comparable, Number, Span
from lexo.library.asking.passages import FactLine, Passage
from lexo.library.asking.quotes import Sheet, dates_of, is_amount, proves, telling_words
from lexo.library.asking.said import SaidSentence
from lexo.library.searching import keywords

MAX_CITATIONS = 30
MAX_NUMBERS = 40  # of one sentence; one with more of them is a table, and not looked through
_PAGE = re.compile(r"\b(?:page|p\.)\s?(\d{1,4})\b", re.IGNORECASE)
_PASSAGE = re.compile(r"\b(?:extrait|passage|document|source|papier|paper)s?\s(?:n°\s?)?(\d{1,2})\b", re.IGNORECASE)
_MANY_FIGURES = 4  # a number of so many is found on other pages than the named ones too

Places = tuple[Passage, tuple[Span, ...]]
Quoted = tuple[Passage, tuple[Span, ...] | FactLine]


@dataclass
class Proofs:
    """The places that prove an answer, numbered as they come."""

    _known: dict[tuple[int, int | None, tuple[Span, ...] | str], Citation] = field(default_factory=dict)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._known.values())

    def cite_fact(self, passage: Passage, fact: FactLine) -> Citation:
        """A fact by its proof on the page."""
        key = (passage.paper.id, passage.page, fact.text)
        if key not in self._known:
            paper, number = passage.paper, len(self._known) + 1
            quote = " ".join(fact.printed.split()) or fact.text
            self._known[key] = Citation(number, paper.id, paper.title, passage.page, quote, fact.boxes)
        return self._known[key]

    def cite(self, passage: Passage, spans: tuple[Span, ...], *, is_line: bool = False) -> Citation:
        """A place by its spans; `is_line`: what is shown of it is the printed line around the first one."""
        key = (passage.paper.id, passage.page, spans)
        if key not in self._known:
            sheet = passage.sheet
            self._known[key] = Citation(
                number=len(self._known) + 1,
                document_id=passage.paper.id,
                title=passage.paper.title,
                page=passage.page,
                quote=sheet.line_of(spans[0]) if is_line else sheet.quote_of(spans),
                boxes=sheet.boxes(spans),
            )
        return self._known[key]

    @property
    def is_full(self) -> bool:
        return len(self._known) >= MAX_CITATIONS


def check(said: SaidSentence, passages: Sequence[Passage], proofs: Proofs) -> Sentence:
    """A sentence with the places that prove it.

    Proven: every quote stands on a page that was shown, wherever it is cited; so does every number, on a page that is
    cited; and there is something of both that proves. What was taken out of a sentence leaves it unproven.
    """
    named = [each for each in passages if each.number in said.passages]
    others = [each for each in passages if each.number not in said.passages]
    quotes = [quote for quote in said.quotes if any(map(str.isalnum, quote))]
    quoted = [_quoted(quote, named, others) for quote in quotes]
    places = [place for place in quoted if place is not None]
    is_true = len(places) == len(quoted) and not said.was_changed and not proofs.is_full
    is_true = is_true and not any(_is_denied(said, place) for place in places)
    cited = [place for place, quote in zip(quoted, quotes, strict=True) if place is not None and proves(quote)]
    near = list(dict.fromkeys([*named, *(passage for passage, _ in places)]))
    numbers: list[Places] = []
    for found in _numbers(said.unquoted, near, passages):
        if found is None:
            is_true = False
            break
        numbers.append(found)
    if denies(said.unquoted) and not any(map(_is_negative, (*places, *numbers))):
        is_true = False
    if not cited and any(_is_of_other_row(said.unquoted, found) for found in numbers):
        is_true = False
    citations = [_cite(proofs, *place) for place in cited]
    shown = {(passage.paper.id, passage.page) for passage, _ in cited}
    for passage, spans in numbers:
        if (passage.paper.id, passage.page) not in shown:
            citations.append(proofs.cite(passage, spans, is_line=True).number)
    return Sentence(said.text, is_true and bool(cited or numbers), tuple(dict.fromkeys(citations)))


def _is_denied(said: SaidSentence, place: Quoted) -> bool:
    """Whether the page says that it is not so, right beside what is quoted, and the sentence does not."""
    passage, spans = place
    if isinstance(spans, FactLine):
        return False
    beside = passage.sheet.beside(spans)
    return (denies(beside) or forbids(beside)) and not is_negative(said.text)


def _is_negative(place: Quoted) -> bool:
    """Whether a place, with the clause around it, may say that something is not so."""
    passage, spans = place
    if isinstance(spans, FactLine):
        return is_negative(spans.text)
    return is_negative(f"{passage.sheet.quote_of(spans)}\n{passage.sheet.beside(spans)}")


def _is_of_other_row(text: str, place: Places) -> bool:
    """Whether an amount that no quote proves is that of another row of the page."""
    passage, spans = place
    numbers = Comparable(passage.sheet.text[spans[0][0] : spans[0][1] + 5]).numbers()
    told = frozenset(word for word in telling_words(text) if not keywords.is_plain(word))
    return any(is_amount(each) and passage.sheet.is_of_other_row(each, told) for each in islice(numbers, 1))


def _cite(proofs: Proofs, passage: Passage, place: tuple[Span, ...] | FactLine) -> int:
    cited = proofs.cite_fact(passage, place) if isinstance(place, FactLine) else proofs.cite(passage, place)
    return cited.number


def _quoted(quote: str, named: Sequence[Passage], others: Sequence[Passage]) -> Quoted | None:
    """Where a quote stands: on a passage that the sentence names, else on another one, else as a fact that was shown.

    None: it was made up.
    """
    for passage in (*named, *others):
        if spans := passage.sheet.find(quote):
            return passage, spans
    for passage in (*named, *others):
        for fact in passage.facts:
            if Sheet(fact.text).find(quote):
                return passage, fact
    return None


def _numbers(text: str, near: Sequence[Passage], passages: Sequence[Passage]) -> Iterator[Places | None]:
    """For each date and number of a text where it stands; None for one that stands nowhere it should."""
    pages = {str(passage.page) for passage in near or passages}
    rest = _PAGE.sub(lambda found: " " if found[1] in pages else found[0], text)
    known = {str(passage.number) for passage in passages}
    rest = _PASSAGE.sub(lambda found: " " if found[1] in known else found[0], rest)
    for iso, (start, end) in list(dates_of(rest))[:MAX_NUMBERS]:
        yield _date(iso, near, passages)
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for number in list(Comparable(rest).numbers())[: MAX_NUMBERS + 1]:
        yield _number(number, near, passages)
    for spoken in islice(spoken_numbers(rest), MAX_SPOKEN):
        yield _spoken(spoken, near or passages)
    for numeral in islice(roman_numerals(rest), MAX_SPOKEN):
        yield _words(numeral, near or passages)


def _spoken(spoken: Spoken, passages: Sequence[Passage]) -> Places | None:
    """A number in words stands on a page in words or in figures, with what it counts."""
    in_words = _words(f"{spoken.words} {spoken.counted}", passages)
    return in_words or next((_number(each, passages, passages) for each in Comparable(spoken.figures).numbers()), None)


def _words(words: str, passages: Sequence[Passage]) -> Places | None:
    found = ((passage, passage.sheet.find(words)) for passage in passages)
    return next(((passage, spans) for passage, spans in found if spans), None)


def _date(iso: str, near: Sequence[Passage], passages: Sequence[Passage]) -> Places | None:
    for passage in near or passages:
        if span := passage.sheet.find_date(iso):
            return passage, (span,)
    return None


def _number(number: Number, near: Sequence[Passage], passages: Sequence[Passage]) -> Places | None:
    """On a page that the sentence names or quotes; where it names none, on any, if it is not found on every page."""
    says_much = sum(map(str.isdigit, number.signs)) >= _MANY_FIGURES or number.currency not in ("", "%")
    for passage in near or (passages if says_much or len(passages) == 1 else ()):
        if span := passage.sheet.find_number(number):
            return passage, (span,)
    return None
