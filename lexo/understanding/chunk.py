"""A page's text in pieces that a sentence model takes whole, along blocks and lines, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

VERSION = 1  # of how pages are cut and what is said of a piece: vectors of another are made anew
PIECES = 180  # tokens a chunk is made for; a model that takes fewer says so
OVERLAP = 0.12  # of a chunk: lines that a chunk cut inside a block has from the one before it
HEADING_CHARS = 60
MAX_HEADINGS = 3  # lines in a row that go with what follows them

# Word pieces of a text by its characters: all-MiniLM-L6-v2's tokenizer on 6,000 stretches of French and English papers
# (bills 2.7, French letters 2.9, English contracts 5.2 characters a piece); half of the sums are within 2 %, nineteen
# of twenty below 1.5 times the estimate. Tokenizers of multilingual models make fewer pieces of French.
_PER_LETTER, _PER_DIGIT, _PER_MARK, _PER_FOREIGN = 0.2, 0.65, 1.05, 0.8
_DIGIT, _MARK, _FOREIGN = re.compile(r"\d"), re.compile(r"[^\w\s]|_"), re.compile(r"[^\x00-\x7f]")
_SAYS_SOMETHING = re.compile(r"\w")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n+(?=[^\W\d_])")
_STRETCH = re.compile(r"\S{1,100}\s*")  # a word, or what stands for one in a text without spaces


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a page's text; lines are those that are printed, counted from 1."""

    first_char: int
    end_char: int  # one behind the last
    first_line: int
    last_line: int


class _Unit(NamedTuple):
    """What is never cut: a line, or a part of a long one."""

    first_char: int
    end_char: int
    line: int
    block: int
    pieces: float
    is_closed: bool  # it ends as sentences end


def pieces_for(max_tokens: int) -> int:
    """How large chunks are for a model that takes so many tokens: what an estimate falls short by is left free."""
    return min(PIECES, max(max_tokens * PIECES // 256, 1))


def version_for(model_version: str, max_tokens: int) -> str:
    """What vectors must have in common to be compared: the model's files, and how pages are cut for it."""
    return f"{model_version}/{VERSION}.{pieces_for(max_tokens)}"


def chunks_of(text: str, pieces: int = PIECES) -> tuple[Chunk, ...]:
    """Cut a page (a line break after each line, an empty line between blocks) into chunks of about that many tokens.

    They cover all that says something, in order; linear in the text's length.
    """
    units = list(_units(text, pieces / 2))
    sums = [0.0, *accumulate(unit.pieces for unit in units)]
    chunks = (_chunk(units[begin:end]) for begin, end in _spans(units, sums, pieces))
    return tuple(chunk for chunk in chunks if _SAYS_SOMETHING.search(text, chunk.first_char, chunk.end_char))


def text_of(chunk: Chunk, page_text: str) -> str:
    """What a model is given of a chunk.

    The document's title before it makes all-MiniLM-L6-v2 find less: of 241 questions to a corpus of papers
    (scripts/bench_search.py) the right page came first for 50 % instead of 53 %, with an nDCG@10 of 0.588, not 0.605.
    """
    return _HYPHENATED.sub("", page_text[chunk.first_char : chunk.end_char])


def pieces_in(text: str) -> float:
    """About how many tokens a text is."""
    digits, marks, foreign = (len(kind.findall(text)) for kind in (_DIGIT, _MARK, _FOREIGN))
    letters = len(text) - digits - marks
    return _PER_LETTER * letters + _PER_DIGIT * digits + _PER_MARK * marks + _PER_FOREIGN * foreign


def _units(text: str, most: float) -> Iterator[_Unit]:
    at, line, block = 0, 0, 0
    for row in text.split("\n"):
        if row.strip():
            line += 1
            for begin, end in _parts(row, most):
                part = row[begin:end]
                is_closed = part.rstrip()[-1:] in ".;:!?"
                yield _Unit(at + begin, at + end, line, block, pieces_in(part), is_closed)
        else:
            block += 1
        at += len(row) + 1


def _parts(row: str, most: float) -> Iterator[tuple[int, int]]:
    """A line as a whole, or cut between words where it is too long."""
    if pieces_in(row) <= most:
        yield 0, len(row)
        return
    begin, held = 0, 0.0
    for stretch in _STRETCH.finditer(row):
        weight = pieces_in(stretch.group())
        if held and held + weight > most:
            yield begin, stretch.start()
            begin, held = stretch.start(), 0.0
        held += weight
    yield begin, len(row)


def _spans(units: Sequence[_Unit], sums: Sequence[float], most: float) -> Iterator[tuple[int, int]]:
    """First and end of each chunk among the units; `sums` are their pieces, added up."""
    begin, end = 0, 0
    while begin < len(units):
        end = max(end, begin + 1)
        while end < len(units) and sums[end + 1] - sums[begin] <= most:
            end += 1
        if sums[-1] - sums[end] < most / 5 and sums[-1] - sums[begin] <= most * 1.15:
            end = len(units)  # no chunk of a few words at the end
        if end < len(units):
            end = _before_headings(units, begin, _good_end(units, sums, begin, end))
        yield begin, end
        if end == len(units):
            return
        begin = _overlapping(units, sums, begin, end, most * OVERLAP)


def _good_end(units: Sequence[_Unit], sums: Sequence[float], begin: int, end: int) -> int:
    """The last place between blocks in the second half; else the last sentence's end behind two thirds; else `end`."""
    held = sums[end] - sums[begin]
    sentence = 0
    for at in range(end, begin, -1):
        share = (sums[at] - sums[begin]) / held if held else 1.0
        if share < 0.5:
            break
        if units[at].block != units[at - 1].block:
            return at
        if not sentence and share > 0.67 and units[at - 1].is_closed:
            sentence = at
    return sentence or end


def _before_headings(units: Sequence[_Unit], begin: int, end: int) -> int:
    """A heading at the end of a chunk goes into the next one, with what it heads."""
    if units[end].block == units[end - 1].block:
        return end
    for at in range(end, max(begin + 1, end - MAX_HEADINGS), -1):
        unit = units[at - 1]
        is_alone = unit.block != units[at - 2].block and unit.block != units[at].block
        if not is_alone or unit.is_closed or unit.end_char - unit.first_char > HEADING_CHARS:
            return at
    return end


def _overlapping(units: Sequence[_Unit], sums: Sequence[float], begin: int, end: int, most: float) -> int:
    """Where the next chunk begins: at `end`, or some lines before where a block was cut there."""
    at = end
    while at - 1 > begin and units[at - 1].block == units[end].block and sums[end] - sums[at - 1] <= most:
        at -= 1
    return at


def _chunk(units: Sequence[_Unit]) -> Chunk:
    return Chunk(units[0].first_char, units[-1].end_char, units[0].line, units[-1].line)
