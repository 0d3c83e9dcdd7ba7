"""What of a paper speaks for a kind: words in their zones, its shape and its numbers. Nothing is weighed here."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from lexo.understanding.kinds import ALL, Cue, Zone
from lexo.understanding.kinds.folding import stemmed
from lexo.understanding.paper import Paper, PaperPage, Strip

MOST_CHARACTERS = 12_000  # of a paper that are looked at
MOST_TITLES = 60
MOST_FUZZY = 20  # lines that are compared letter by letter
FUZZY_SCORE = 88.0  # of 100: one wrong letter in eight
_TITLE_END, _HEAD_END, _FOOT_START = 0.45, 0.35, 0.85  # of the first page's height
_FIRST_ROWS = 8  # that may hold a title wherever they stand
_LONGEST_TITLE = 14  # words
_IN_SENTENCE = 0.45  # of its weight, for a title inside a sentence
_LATEST_START = 2  # words of a line that may stand before a title: "Votre ...", "Duplicata de ..."


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A short line in the upper part of the first page; `weight` says how much it looks like a title."""

    words: tuple[str, ...]  # folded
    weight: float


@dataclass(frozen=True, slots=True)
class View:
    """A paper's words as cues are compared with them; each text has a space at both ends."""

    titles: tuple[TitleLine, ...]
    head: str
    body: str
    foot: str
    word_count: int
    is_read_from_pixels: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that was found, and how much of its weight it brings."""

    kind: str
    cue: Cue
    share: float = 1.0

    @property
    def weight(self) -> float:
        return self.cue.weight * self.share


def view_of(paper: Paper) -> View:
    """Fold a paper's words, zone by zone."""
    first = paper.pages[0] if paper.pages else None
    body = _body(paper)
    return View(
        tuple(islice(_titles(first, paper.metadata_title), MOST_TITLES)),
        _between(first, 0.0, _HEAD_END),
        body,
        _between(first, _FOOT_START, 1.0),
        body.count(" ") - 1,
        first is not None and first.is_read_from_pixels,
    )


def hits(view: View) -> Iterator[Hit]:
    """Every cue that the paper has, once for each kind and line."""
    fuzzy = MOST_FUZZY if view.is_read_from_pixels else 0
    for line in view.titles:
        found = list(_in_title(line))
        if not found and fuzzy and len(line.words) <= 8:
            fuzzy -= 1
            found = list(_alike(line))
        yield from found
    yield from _named_in_head(view.head)
    for zone, text in ((Zone.HEAD, view.head), (Zone.BODY, view.body), (Zone.FOOT, view.foot)):
        index = _index(zone)
        for word in sorted(index.keys() & set(text.split())):  # in the same order each time
            yield from (Hit(kind, cue) for kind, cue in index[word] if cue.form in text)


def _body(paper: Paper) -> str:
    """The first pages' words, as many as are looked at."""
    pieces, length = [], 0
    for line in paper.lines:
        pieces.append(line.text)
        length += len(line.text) + 1
        if length > MOST_CHARACTERS:
            break
    return f" {stemmed(' '.join(pieces)[:MOST_CHARACTERS])} "


def _between(page: PaperPage | None, top: float, bottom: float) -> str:
    if page is None:
        return "  "
    texts = (line.text for line in page.lines if top <= line.bbox.top < bottom)
    return f" {stemmed(' '.join(texts)[:MOST_CHARACTERS])} "


def _titles(page: PaperPage | None, metadata_title: str) -> Iterator[TitleLine]:
    if page is not None:
        usual = _usual_height(page)
        for index, row in enumerate(page.rows):
            if index >= _FIRST_ROWS and row.bbox.top > _TITLE_END:
                break
            for cell in row.cells:
                if words := tuple(stemmed(cell.text[:200]).split())[: _LONGEST_TITLE + 1]:
                    yield TitleLine(_unspaced(words), _weight(cell, words, usual))
    if words := tuple(stemmed(metadata_title[:200]).split()):
        yield TitleLine(words, 0.5)


def _usual_height(page: PaperPage) -> float:
    heights = [word.bbox.bottom - word.bbox.top for line in islice(page.lines, 200) for word in line.words[:4]]
    return statistics.median(heights) if heights else 1.0


def _weight(cell: Strip, words: Sequence[str], usual: float) -> float:
    if len(words) > _LONGEST_TITLE:
        return 0.3  # prose
    height = max(word.bbox.bottom - word.bbox.top for word in cell.words)
    weight = 1.25 if height > 1.35 * usual else 1.0
    if cell.text.isupper():
        weight += 0.1
    return weight if len(words) <= 9 else weight * 0.65


def _unspaced(words: tuple[str, ...]) -> tuple[str, ...]:
    """Join the letters of a title that is set widely: "F A C T U R E"."""
    if len(words) >= 4 and all(len(word) == 1 and word.isalpha() for word in words):
        return (stemmed("".join(words)),)
    return words


def _in_title(line: TitleLine) -> Iterator[Hit]:
    """Cues at a line's beginning; one inside a longer one does not count for another kind."""
    index = _index(Zone.TITLE)
    found: list[tuple[int, int, str, Cue]] = []
    for start, word in enumerate(line.words[: _LATEST_START + 1]):
        for kind, cue in index.get(word, ()):
            length = len(cue.form.split())
            if f" {' '.join(line.words[start : start + length])} " == cue.form:
                found.append((start, start + length, kind, cue))
    for start, end, kind, cue in found:
        is_inside = any(
            a <= start and end <= b and b - a > end - start and other.weight > 0 < cue.weight
            for a, b, _, other in found
        )
        if not is_inside:
            yield Hit(kind, cue, line.weight * (1.0 if start == 0 else 0.85))


def _named_in_head(head: str) -> Iterator[Hit]:
    """Strong titles of several words inside a sentence at the top: "Voici votre avis de taxes foncières"."""
    words = head.split()
    strong = _strong_by_first_word()
    found = [
        (cue.form, kind, cue)
        for word in sorted(strong.keys() & set(words))
        for kind, cue in strong[word]
        if cue.form in head
    ]
    for form, kind, cue in found:
        if not any(form != other and form in other for other, _, _ in found):
            yield Hit(kind, cue, _IN_SENTENCE)


def _alike(line: TitleLine) -> Iterator[Hit]:
    """Strong cues that a title nearly is: reading errors."""
    from rapidfuzz import fuzz, process  # loaded for papers read from pixels alone

    text = " ".join(line.words)
    if len(text) < 7:
        return
    for cue_text, _, _ in process.extract(
        text[:60], _strong().keys(), scorer=fuzz.partial_ratio, score_cutoff=FUZZY_SCORE, limit=5
    ):
        if (
            text[0] == cue_text[0]
            and len(text) >= len(cue_text) - 2
            and fuzz.ratio(text[: len(cue_text)], cue_text) >= FUZZY_SCORE
        ):
            yield from (Hit(kind, cue, 0.85 * line.weight) for kind, cue in _strong()[cue_text])
            return


@cache
def _index(zone: Zone) -> dict[str, tuple[tuple[str, Cue], ...]]:
    """A zone's cues by their first word."""
    index: dict[str, list[tuple[str, Cue]]] = {}
    for kind in ALL:
        for cue in kind.cues:
            if cue.zone is zone:
                index.setdefault(cue.form.split()[0], []).append((kind.id, cue))
    return {word: tuple(cues) for word, cues in index.items()}


@cache
def _strong() -> dict[str, tuple[tuple[str, Cue], ...]]:
    """Title cues that are long and clear enough to be known with a letter or two wrong."""
    strong: dict[str, list[tuple[str, Cue]]] = {}
    for kind in ALL:
        for cue in kind.cues:
            text = cue.form.strip()
            if cue.zone is Zone.TITLE and cue.weight >= 4 and len(text) >= 7:
                strong.setdefault(text, []).append((kind.id, cue))
    return {text: tuple(cues) for text, cues in strong.items()}


@cache
def _strong_by_first_word() -> dict[str, tuple[tuple[str, Cue], ...]]:
    """Strong titles of two words or more."""
    index: dict[str, list[tuple[str, Cue]]] = {}
    for form, cues in _strong().items():
        if " " in form:
            index.setdefault(form.split()[0], []).extend(cues)
    return {word: tuple(cues) for word, cues in index.items()}


@dataclass(frozen=True, slots=True)
class Shape:
    """A paper's figure, without its words."""

    is_narrow: bool  # as a till receipt
    is_card: bool  # of the size of one, with few words
    has_time: bool
    amounts: int
    amount_rows: int  # with two amounts or more
    number_rows: int  # with three numbers or more
    dated_rows: int  # that begin with a date and hold an amount
    word_count: int
    mean_words: float  # of a line
    mrz: str  # the first two characters of a machine-readable line, "" where there is none
    has_iban: bool


_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,\u00a0\u202f]?\d{3}){0,3}[.,]\d{2}(?![\d.,]|\s?%)")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*")
_TIME = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3])[:hH][0-5]\d(?!\d)")
_DATED = re.compile(r"\s*\d{1,2}(?:[./-]\d{1,2}\b|\s?(?:[A-Z][a-zéû]{2}|[a-zéû]{3,4}\.?)\s?\d{2,4}\b)")
_MRZ = re.compile(r"\b(ID|I<|IR|IP|AC|A<|C<|P<|P[A-Z]|V<|VB)[A-Z]{3}[A-Z0-9<]{4,35}<[A-Z0-9<]{2,35}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}")
MOST_ROWS = 250


def shape_of(paper: Paper, word_count: int) -> Shape:
    """Measure a paper: its first page's size, and the numbers in the rows that are looked at."""
    texts = [row.text[:400] for row in islice(paper.rows, MOST_ROWS)]
    amounts = [len(_AMOUNT.findall(text)) for text in texts]
    width, height = _size(paper)
    page_text = "\n".join(texts)
    mrz = _MRZ.search(page_text.replace(" ", ""))
    return Shape(
        is_narrow=0 < width <= 300 and height > 1.2 * width and word_count >= 15,
        is_card=0 < width <= 330 and height <= 0.8 * width and word_count <= 80,
        has_time=_TIME.search(page_text) is not None,
        amounts=sum(amounts),
        amount_rows=sum(count >= 2 for count in amounts),
        number_rows=sum(len(_NUMBER.findall(text)) >= 3 for text in texts),
        dated_rows=sum(
            count > 0 and _DATED.match(text) is not None for count, text in zip(amounts, texts, strict=True)
        ),
        word_count=word_count,
        mean_words=word_count / max(len(texts), 1),
        mrz=mrz[1] if mrz else "",
        has_iban=_IBAN.search(page_text) is not None,
    )


def _size(paper: Paper) -> tuple[float, float]:
    if not paper.pages:
        return 0.0, 0.0
    content = paper.pages[0].content
    return content.width_pt, content.height_pt
