"""The passages of the papers that a question is answered from: few, short, of several papers, each with its page.

Only what models may be shown (`store/shown.py`), whoever reads the passages in the end.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from lexo.document import BBox
from lexo.facts import Field, Verdict
from lexo.library.asking.comparable import Span
from lexo.library.asking.quotes import Sheet
from lexo.library.searching import expression, finding
from lexo.library.searching.finding import Matched
from lexo.library.searching.fusion import DEPTH, fuse
from lexo.library.searching.matching import Matcher
from lexo.library.searching.meaning import Meaning
from lexo.library.searching.query import Query, parse
from lexo.library.searching.scope import Scope
from lexo.store import filtering, index, shown
from lexo.store.database import Connection, Database
from lexo.store.filtering import Filters
from lexo.store.index import Scored
from lexo.store.shown import ShownPage, ShownPaper

MAX_CHARS = 7_000  # of all passages: under 3 000 tokens, so that a model of 4 096 has room for the answer
MAX_PASSAGES = 10
MAX_PAGES_OF_ONE = 3  # of one paper, where several are asked
RANKED = 60  # best pages that are looked at
WHOLE_PAGE = 1_600  # characters; of a longer page the stretches around what was looked for
AROUND = 450  # characters on either side of a hit
LEAST = 200  # characters that are worth showing
MAX_STRETCHES = 3  # of one page
MAX_FACTS, LONGEST_FACT = 14, 120  # of one page; characters
MAX_SCOPE_PAGES = 50_000
SURE = (Verdict.VERIFIED, Verdict.PLAUSIBLE)
SURELY = (Matched.ALL, Matched.PARTS, Matched.NEAR)
CUT = "\n[…]\n"
NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: telling words, as typed; the whole question, for finding by meaning; and where."""

    words: tuple[str, ...]
    text: str
    filters: Filters = NO_FILTERS
    document_ids: tuple[int, ...] = ()  # empty: all papers


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of a page as a line, with what proves it: the words as printed, and where they are."""

    text: str
    printed: str = ""
    boxes: tuple[BBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What a page says. `text` is what is shown of it; `sheet` is the whole page, to look quotes up in."""

    number: int  # as answers name it: [1], [2], …
    paper: ShownPaper
    page: int | None  # None: data inside the file, which no page prints
    text: str
    facts: tuple[FactLine, ...]
    sheet: Sheet
    hits: tuple[Span, ...] = ()  # what was looked for, in the page's text

    @property
    def size(self) -> int:
        """Characters, with the line that says what it is from."""
        return len(self.text) + sum(len(fact.text) + 1 for fact in self.facts) + len(self.paper.title) + 60


@dataclass(frozen=True, slots=True)
class Passages:
    """The best first. `coverage`: the share of the telling words that the best one has, 0 to 1."""

    items: tuple[Passage, ...] = ()
    coverage: float = 0.0

    def cut(self, max_chars: int) -> "Passages":
        """As many of the first as fit, the last one cut; at least a part of one."""
        return replace(self, items=tuple(_within(self.items, max_chars)))


@dataclass(slots=True)
class _Ranked:
    """Pages, best first, and what was found on them."""

    page_ids: list[int]
    matcher: Matcher
    near: dict[int, list[Span]] = field(default_factory=dict)  # in meaning, by page
    is_sure: bool = False  # the first have all that was asked for, if in other forms


def find(db: Database, wanted: Wanted, meaning: Meaning | None = None, max_chars: int = MAX_CHARS) -> Passages:
    """The passages that fit a question best; all of a short paper. None raises, whatever the text."""
    with db.read() as connection:
        scope = _scope(connection, wanted)
        pages = _whole(connection, scope, max_chars) if scope is not None and not wanted.filters.fields else None
        query = parse(" ".join(wanted.words) + " ")
        ranked = _Ranked([], Matcher(query))
        if pages is None:
            ranked = _ranked(Scope(db, connection, RANKED, _where(scope)), wanted, query, meaning)
            known = shown.pages(connection, ranked.page_ids)
            pages = [known[page_id] for page_id in ranked.page_ids if page_id in known]
            pages = _spread(pages, MAX_PAGES_OF_ONE if scope is None or len(scope) > 1 else MAX_PASSAGES)
        made = list(_made(connection, pages, ranked.matcher, ranked.near))
    items = tuple(replace(each, number=number) for number, each in enumerate(_within(made, max_chars), start=1))
    covered = max((_coverage(query, each.sheet.text) for each in items), default=0.0)
    return Passages(items, 1.0 if items and ranked.is_sure else covered)


def of_page(db: Database, document_id: int, number: int) -> Passages:
    """One page alone, whole."""
    with db.read() as connection:
        page = shown.page_of(connection, document_id, number)
        made = list(_made(connection, [page], Matcher(Query(())), {}, is_whole=True)) if page else []
    return Passages(tuple(made[:1]), 1.0).cut(MAX_CHARS)


def _scope(connection: Connection, wanted: Wanted) -> tuple[int, ...] | None:
    """The papers that are meant; None where all are."""
    if wanted.filters.is_empty and not wanted.document_ids:
        return None
    chosen = Filters(document_ids=wanted.document_ids) if wanted.document_ids else Filters()
    both = filtering.both(replace(wanted.filters, without_private=True), chosen)
    return filtering.matching(connection, both) or ()


def _whole(connection: Connection, scope: Sequence[int], max_chars: int) -> list[ShownPage] | None:
    """All pages of the papers, where they are so short that nothing has to be chosen."""
    sizes = shown.pages_of(connection, scope, MAX_PASSAGES + 1)
    if len(sizes) > MAX_PASSAGES or sum(size for _, size in sizes) > max_chars * 3 // 4:
        return None
    known = shown.pages(connection, [page_id for page_id, _ in sizes])
    return [known[page_id] for page_id, _ in sizes]


def _where(scope: Sequence[int] | None) -> index.Within:
    return index.EVERYWHERE if scope is None else index.Within(documents=tuple(scope))


def _ranked(scope: Scope, wanted: Wanted, query: Query, meaning: Meaning | None) -> _Ranked:
    """The best pages: by a search, which forgives slips, by any of the words, and by meaning where there is a model."""
    documents = scope.within.documents
    within = None
    if documents is not None:
        within = [page_id for page_id, _ in shown.pages_of(scope.connection, documents, MAX_SCOPE_PAGES)]
    ranked = _Ranked([], Matcher(query))
    by_words: list[Scored] = []
    if query.terms and within != []:
        found = finding.find(scope, query, wanted.text)
        ranked.is_sure = found.total > 0 and found.matched in SURELY
        ranked.matcher = found.matcher if ranked.is_sure else ranked.matcher
        by_words = _interleaved(found.ranked.pages, scope.rank(expression.any_term(query)).pages)
    near = meaning.nearest(wanted.text, DEPTH, within) if meaning is not None else ()
    for each in near:
        ranked.near.setdefault(each.page_id, []).append((each.first_char, each.end_char))
    # Where nothing telling was asked, how a paper begins says what it is.
    ranked.page_ids = [page.page_id for page in fuse(by_words, near)][:RANKED] or (within or [])[:RANKED]
    return ranked


def _interleaved(first: Sequence[Scored], second: Sequence[Scored]) -> list[Scored]:
    """Both rankings as one, by turns, each page once."""
    pages = [page for pair in zip_longest(first[:RANKED], second[:RANKED]) for page in pair if page is not None]
    return list({page.page_id: page for page in reversed(pages)}.values())[::-1]


def _spread(pages: Sequence[ShownPage], most: int) -> list[ShownPage]:
    """The best pages, of one paper at most so many."""
    taken: Counter[int] = Counter()
    spread = []
    for page in pages:
        taken[page.document_id] += 1
        if taken[page.document_id] <= most:
            spread.append(page)
    return spread[:MAX_PASSAGES]


def _made(
    connection: Connection,
    pages: Sequence[ShownPage],
    matcher: Matcher,
    near: dict[int, list[Span]],
    *,
    is_whole: bool = False,
) -> Iterator[Passage]:
    known = shown.papers(connection, {page.document_id for page in pages})
    facts = {document_id: [kept.field for kept in shown.facts(connection, document_id)] for document_id in known}
    unprinted = dict(facts)
    for number, page in enumerate(pages, start=1):
        hits = [*near.get(page.id, ()), *matcher.spans(page.text)]
        text = page.text if is_whole or len(page.text) <= WHOLE_PAGE else _stretches(page.text, hits)
        lines = _fact_lines(facts[page.document_id], page.number)
        sheet = Sheet(page.text, _placed(page))
        yield Passage(number, known[page.document_id], page.number, text, lines, sheet, tuple(hits))
        embedded = _fact_lines(unprinted.pop(page.document_id, ()), None)
        if embedded:
            yield Passage(
                number, known[page.document_id], None, "", embedded, Sheet("\n".join(fact.text for fact in embedded))
            )


def _placed(page: ShownPage) -> index.PlacedWords | None:
    try:
        return index.PlacedWords(page.text, page.layout)
    except ValueError:  # a layout of another text: quotes are found, and not lit
        return None


def _fact_lines(facts: Sequence[Field], page: int | None) -> tuple[FactLine, ...]:
    """The facts that a page proves, as lines; those of the file itself where `page` is None."""
    lines = [
        FactLine(f"{fact.name.replace('_', ' ')}: {' '.join(fact.value.split())}", fact.proof.text, fact.proof.boxes)
        for fact in facts
        if fact.proof.page == page and fact.verdict in SURE and fact.value and not fact.rows
    ]
    return tuple({line.text: line for line in lines if len(line.text) <= LONGEST_FACT}.values())[:MAX_FACTS]


def _stretches(text: str, hits: Sequence[Span]) -> str:
    """The parts of a long page around the hits, whole lines; neighbours are joined. Its beginning without any."""
    if not hits:
        return _lines_within(text, 0, 2 * AROUND)
    density = Counter(start // AROUND for start, _ in hits)
    best = sorted(sorted(density, key=lambda at: (-density[at], at))[:MAX_STRETCHES])
    stretches: list[Span] = []
    for at in best:
        first, last = max(at * AROUND - AROUND // 2, 0), (at + 1) * AROUND + AROUND // 2
        if stretches and first <= stretches[-1][1]:
            first, _ = stretches.pop()
        stretches.append((first, last))
    return CUT.join(_lines_within(text, first, last) for first, last in stretches)


def _lines_within(text: str, first: int, last: int) -> str:
    """A stretch, widened to whole lines where these are short."""
    begin = text.rfind("\n", max(first - AROUND, 0), first) + 1 or first
    end = text.find("\n", last, last + AROUND)
    return text[begin : end if end >= 0 else last].strip("\n")


def _within(passages: Sequence[Passage], max_chars: int) -> Iterator[Passage]:
    left = max_chars
    for each in passages[:MAX_PASSAGES]:
        if each.size > left:
            room = left - (each.size - len(each.text))
            if room >= LEAST or left == max_chars:
                yield replace(each, text=each.text[: max(room, LEAST)])
            return
        left -= each.size
        yield each


def _coverage(query: Query, text: str) -> float:
    if not query.terms:
        return 1.0
    found = sum(bool(Matcher(Query((term,))).spans(text)) for term in query.terms)
    return found / len(query.terms)
