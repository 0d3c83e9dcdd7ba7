"""A paper's own heading: the large, high, short line that is made to be read first."""

import itertools
import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from lexo.document import Block, BlockKind, Line, Word
from lexo.understanding.naming import SMALL, calm, calm_sentence, capitalized, cut, is_shouted
from lexo.understanding.paper import Paper, PaperPage
from lexo.understanding.phrasing import is_french
from lexo.understanding.readable import is_furniture, is_readable
from lexo.understanding.sentences import is_sentence

LONGEST = 90
MOST_LINES = 120  # of the first page that are looked at
_GOOD, _POOR, _NEARLY = 1.6, -1.5, 0.5
_READ_BADLY = 0.7  # confidence in a line below which it is likely handwriting or a stain
_CAPTION = re.compile(r"^(?:table|tableau|figure|fig\.?|chart|graphique) \d", re.IGNORECASE)
_FILING = re.compile(
    r"^(?:table of contents$|sommaire$|table des mati[èe]res$|EX-|exhibit\b|annexe? [\dA-Z]\b|schedule \w\b|"
    r"execution copy|confidential\b|draft\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:objet|subject|betreff|onderwerp|asunto|oggetto) ?: ?(\S.{5,140})$", re.IGNORECASE)
_BREAK = re.compile(r"[a-zà-ÿ]{2}[.;] [A-ZÀ-Þ]|[A-Z]\. [A-Z][a-zà-ÿ]+ ")
_LABELLED = re.compile(r"^[^:]{2,30}:(?:\s|$)")
_BULLET = re.compile(r"^(?:[•●▪◦*=©¢■□–—-]|e(?= [A-Z]))\s*|^\(?\d{1,3}[.)]\s+|^[\"“]\s+")
_NOISE = re.compile(r"^[^\w«“\"(&]+|[\s|_~•*=–—-]+$")
_FOOTNOTE = re.compile(r"\s+\(?\d{1,2}\)$")
_PAGE_NUMBER = re.compile(r"(?<=[^\W\d])\s+(?!(?:19|20)\d\d$)\d{1,4}$")
_METADATA = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint)|untitled|sans titre|document ?\d*|scan\w*|img\w*|doc\w* ?\d*|print)\b|"
    r"\.(?:docx?|xlsx?|pptx?|pdf|odt|tex|dvi|html?|indd|qxd|jpe?g|png|tiff?|rtf)\b|^[\w.-]+$|^\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    height: float
    left: float
    right: float
    top: float
    bottom: float
    confidence: float
    kind: BlockKind
    block: int  # its place among the blocks
    block_lines: int
    is_item: bool  # of a list
    goes_on: bool  # in the next line, which begins with a small letter


def heading_of(paper: Paper, language: str | None = None, sentences: Sequence[str] = ()) -> str:
    """The heading, in the case of names; the metadata's title or the first of its sentences where there is none."""
    page = next((page for page in paper.pages if page.lines), None)
    lines = _lines(page) if page is not None else []
    body = statistics.median(line.height for line in lines) if lines else 1.0
    scores = [_score(line, body) for line in lines]
    best = max(scores, default=-math.inf)
    place = next((at for at, score in enumerate(scores) if score >= best - _NEARLY), 0)  # of equals the upper one
    if best >= _GOOD:
        return _written(_joined(lines, place), language)
    title = " ".join(paper.metadata_title.split())
    if len(title) > 4 and is_readable(title) and _METADATA.search(title) is None:
        return cut(title, LONGEST)
    if sentences:
        return cut(sentences[0].rstrip(" .;"), LONGEST)
    if best > _POOR and lines[place].kind is not BlockKind.TABLE:
        return _written(_joined(lines, place), language)
    return _columns(page, language) if page is not None else ""


def subject_of(paper: Paper) -> str:
    """What a letter says that it is about, after "Objet"; "" where it says nothing."""
    for row in itertools.islice(paper.rows, 40):
        for cell in row.cells:
            found = _SUBJECT.match(cell.text)
            if found is not None and is_readable(found[1]) and cell.confidence > _READ_BADLY - 0.2:
                return cut(capitalized(calm_sentence(found[1].strip(" .:;-–"))), LONGEST)
    return ""


def _columns(page: PaperPage, language: str | None) -> str:
    """A table without a title, by its first columns."""
    for row in page.rows[:12]:
        cells = dict.fromkeys(
            cell.text
            for cell in row.cells
            if is_readable(cell.text) and "=" not in cell.text and cell.confidence > _READ_BADLY
        )
        if len(cells) >= 2:
            names = ", ".join(list(cells)[:5])
            return cut(f"Tableau : {names}" if is_french(language) else f"Table: {names}", LONGEST)
    return ""


def _lines(page: PaperPage) -> list[_Line]:
    """Lines that could be read by somebody."""
    lines: list[_Line] = []
    for place, block in enumerate(page.content.blocks):
        if block.kind in (BlockKind.PICTURE, BlockKind.FORMULA, BlockKind.CODE, BlockKind.FOOTER):
            continue
        if len(block.lines) <= 3 and any(_FILING.search(line.text[:80]) for line in block.lines):
            continue
        for at, line in enumerate(block.lines):
            text = _tidy(line)
            if not line.words or is_furniture(text) or not is_readable(text) or _FILING.search(text):
                continue
            box = line.bbox
            known = [word.confidence for word in line.words if word.confidence is not None]
            height = statistics.median(word.bbox.bottom - word.bbox.top for word in line.words)
            sure = statistics.fmean(known) if known else 1.0
            edges = (box.left, box.right, box.top, box.bottom)
            if sure < _READ_BADLY:
                continue
            lines.append(
                _Line(
                    text, height, *edges, sure, block.kind, place, len(block.lines), _is_item(line), _goes_on(block, at)
                )
            )
            if len(lines) >= MOST_LINES:
                return lines
    return lines


def _tidy(line: Line) -> str:
    text = " ".join(_unspaced(line.words).replace("\ufffd", " ").split())[:300]
    return _NOISE.sub("", _BULLET.sub("", text)).strip()


def _goes_on(block: Block, at: int) -> bool:
    """Whether a line is the beginning of a paragraph rather than a heading of its own."""
    if at + 1 >= len(block.lines) or len(block.lines) <= 2:
        return False
    return block.lines[at + 1].text[:1].islower()


def _is_item(line: Line) -> bool:
    return line.text[:1] in "•●▪◦■□‣∙"


def _unspaced(words: Sequence[Word]) -> str:
    """The words' text; letters that stand apart ("V i n s  a u  V e r r e") joined where their gaps are small."""
    texts = [word.text for word in words]
    if len(texts) < 5 or sum(map(len, texts)) > 2.3 * len(texts):
        return " ".join(texts)
    gaps = [after.bbox.left - before.bbox.right for before, after in itertools.pairwise(words)]
    wide = 1.6 * max(statistics.median(gaps), 1e-4)
    return texts[0] + "".join((" " if gap > wide else "") + text for gap, text in zip(gaps, texts[1:], strict=True))


def _score(line: _Line, body: float) -> float:
    """How much a line looks like a heading; above 1.6 it certainly is one."""
    words = line.text.split()
    shouted = is_shouted(line.text) and len(line.text) > 4
    score = 3.0 * max(-0.5, min(1.0, math.log2(max(line.height, 1e-6) / max(body, 1e-6))))
    score += 1.5 * (line.kind is BlockKind.TITLE) - 1.5 * (line.kind is BlockKind.TABLE)
    score += 0.8 * shouted + 2.0 * (1.0 - line.top) - 0.6
    score += 0.7 if line.block_lines <= 3 else 0.35 if shouted else -0.7
    score += 0.4 * (abs((line.left + line.right) / 2 - 0.5) < 0.06)
    score += 0.4 * (2 <= len(words) <= 12) - 1.0 * (len(words) > 15) - 0.5 * (len(words) == 1)
    return score - _faults(line, words)


def _faults(line: _Line, words: list[str]) -> float:
    """What speaks against a line being a heading."""
    text = line.text
    odd = sum(map(str.isdigit, text)) + text.count(".") + text.count(",")
    faults = 1.5 * (len(text) < 6) + 1.5 * (5 * odd > 2 * len(text)) + 0.5 * (5 * odd > len(text))
    faults += 1.2 * text.endswith((".", ",", ";", "-")) + 0.8 * text.endswith(":") + 1.2 * line.is_item
    faults += 1.5 * (not text[:1].isupper()) + 1.5 * line.goes_on + 4.0 * max(0.0, 0.85 - line.confidence)
    faults += (
        1.0 * (_BREAK.search(text) is not None)
        + 0.4 * (len(words) > 8 and is_sentence(f"{text}."))
        + 1.5 * ("%" in text or "€" in text)
        + 3.0 * ("=" in text)
    )
    if _CAPTION.search(text):
        return faults - 0.5
    return faults + 1.5 * (_LABELLED.search(text) is not None)


def _joined(lines: list[_Line], best: int) -> str:
    """The heading with the lines of the same kind around it."""
    first = last = best
    while first > 0 and _go_together(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _go_together(lines[last], lines[last + 1]):
        last += 1
    if sum(len(line.text) for line in lines[first : last + 1]) > 160:
        first = best
        last = min(last, best + 1)
    text = lines[first].text
    for upper, lower in itertools.pairwise(lines[first : last + 1]):
        if upper.text == lower.text:
            continue
        text += (" – " if _are_two(upper, lower) else " ") + lower.text
    return text


def _are_two(upper: _Line, lower: _Line) -> bool:
    """Whether the lower line begins anew: the upper one would have had room for its first word."""
    last = upper.text.rsplit(" ", 1)[-1].casefold()
    first = lower.text.split(" ", 1)[0].casefold()
    is_open = upper.text.endswith((",", "-", "&", "/")) or last in SMALL or first in SMALL
    has_room = upper.right - upper.left + 0.06 < lower.right - lower.left or upper.right - upper.left < 0.35
    return is_shouted(upper.text) and not is_open and has_room


def _go_together(upper: _Line, lower: _Line) -> bool:
    """Whether two lines are one heading over two lines."""
    if abs(upper.height - lower.height) > 0.2 * max(upper.height, lower.height):
        return False
    gap = lower.top - upper.bottom
    if not -0.5 * upper.height < gap < 0.9 * upper.height or is_shouted(upper.text) != is_shouted(lower.text):
        return False
    if not is_shouted(upper.text) and upper.right + 0.12 < lower.right and lower.text[:1].isupper():
        return False
    if _LABELLED.search(lower.text) or _LABELLED.search(upper.text) or upper.text.endswith((".", ":", ";")):
        return False
    if is_shouted(upper.text) and lower.block - upper.block <= 1:
        return True
    return upper.block_lines <= 3 and lower.block_lines <= 3 and lower.block - upper.block <= 1


def _written(text: str, language: str | None) -> str:
    text = _PAGE_NUMBER.sub("", _FOOTNOTE.sub("", text))
    quiet = calm_sentence(text) if is_french(language) else calm(text)
    return cut(quiet.strip(" .,;:-–|"), LONGEST)
