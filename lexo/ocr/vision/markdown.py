"""Markdown with HTML tables and LaTeX, as most models write it -> pieces.

Signs of form go (`**`, `#`, links); what is printed stays. A linear reader of lines: nothing nests, nothing recurses.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lexo.document import BBox, BlockKind
from lexo.ocr.vision.formulas import latex_of
from lexo.ocr.vision.grid import RawCell, table_of
from lexo.ocr.vision.html_tables import find_html_tables, table_of_html
from lexo.ocr.vision.otsl import is_otsl, table_of_otsl
from lexo.ocr.vision.pieces import Piece
from lexo.ocr.vision.tokens import without_special

# None of these may look further than the next opening of its own kind, else a hostile answer takes minutes.
_DISPLAY = re.compile(
    r"\$\$(.{1,8000}?)\$\$|\\\[((?:(?!\\\[).){1,8000}?)\\\]"
    r"|\\begin\{(?:equation|align|gather)\*?\}(?:(?!\\begin\{(?:equation|align|gather)).){1,8000}?"
    r"\\end\{(?:equation|align|gather)\*?\}",
    re.DOTALL,
)
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_PICTURE = re.compile(r"^\s*!\[[^\]]*\]\([^)]*\)\s*$|^\s*<img\b[^>]*>\s*$", re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|(?:-\s){3,})\s*$")
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_TAGS = re.compile(
    r"</?(?:b|i|u|em|strong|small|big|sub|sup|center|div|span|p|font|mark|del|ins|a|figure|figcaption|ul|ol|li|h[1-6])"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]{0,1000})\]\([^()\s]{0,2000}(?:\s\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|\*|~~)(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]#+\-.!|>~&%$])")
_MATH = re.compile(r"\\\((?:(?!\\\().){1,2000}?\\\)|\$(?=[^\s\d])[^$\n]{1,300}?(?<=\S)\$(?!\d)")
_QUOTE = re.compile(r"^\s{0,3}>\s?")


def pieces_of_markdown(text: str, box: BBox | None = None) -> list[Piece]:
    """All pieces of a text, in its order; each gets `box`."""
    pieces: list[Piece] = []
    end = 0
    text = _COMMENT.sub("", text)
    for start, stop in find_html_tables(text):
        pieces += _with_formulas(text[end:start])
        table = table_of_html(text[start:stop])
        pieces += [Piece(BlockKind.TABLE, table=table)] if table else []
        end = stop
    pieces += _with_formulas(text[end:])
    return [replace(piece, box=box) for piece in pieces if not piece.says_nothing]


def plain(text: str) -> str:
    """One line or paragraph without Markdown's and HTML's signs; formulas within a line stay as they are."""
    kept: list[str] = []
    end = 0
    for match in _MATH.finditer(text):
        kept += [_plain(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*kept, _plain(text[end:])])


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _TAGS.sub("", text))
    text = _CODE.sub(r"\1", text)
    for _ in range(2):  # bold within italics
        text = _EMPHASIS.sub(r"\2", text)
    return html.unescape(without_special(_ESCAPED.sub(r"\1", text)))


def _with_formulas(text: str) -> list[Piece]:
    if is_otsl(text):
        table = table_of_otsl(text)
        return [Piece(BlockKind.TABLE, table=table)] if table else []
    pieces: list[Piece] = []
    end = 0
    for match in _DISPLAY.finditer(text):
        pieces += _pieces_of_lines(text[end : match.start()])
        pieces.append(Piece(BlockKind.FORMULA, latex_of(without_special(match.group()))))
        end = match.end()
    return pieces + list(_pieces_of_lines(text[end:]))


@dataclass
class _Paragraph:
    """Lines that are being gathered."""

    kind: BlockKind = BlockKind.TEXT
    lines: list[str] = field(default_factory=list)

    def flush(self) -> Iterator[Piece]:
        lines, kind = self.lines, self.kind
        self.lines, self.kind = [], BlockKind.TEXT
        if kind is BlockKind.TABLE:
            table = _pipe_table(lines)
            if table is not None:
                yield table
        elif lines:
            text = "\n".join(lines) if kind is BlockKind.CODE else plain("\n".join(lines))
            yield Piece(kind, without_special(text))


def _pieces_of_lines(text: str) -> Iterator[Piece]:
    begun = _Paragraph()
    fence = ""
    for line in _BREAK.sub("\n", text).split("\n"):
        if fence:
            if line.strip().startswith(fence):
                fence = ""
                yield from begun.flush()
            else:
                begun.lines.append(line)
        elif match := _FENCE.match(line):
            yield from begun.flush()
            fence, begun.kind = match.group(1), BlockKind.CODE
        elif _PIPE_ROW.match(line) or _PIPE_RULE.match(line):
            if begun.kind is not BlockKind.TABLE:
                yield from begun.flush()
                begun.kind = BlockKind.TABLE
            begun.lines.append(line)
        else:
            yield from _prose(begun, line)
    yield from begun.flush()


def _prose(begun: _Paragraph, line: str) -> Iterator[Piece]:
    if begun.kind is BlockKind.TABLE:
        yield from begun.flush()
    line = _QUOTE.sub("", line)
    if not line.strip() or _RULE.match(line):
        yield from begun.flush()
    elif _PICTURE.match(line):
        yield from begun.flush()
        yield Piece(BlockKind.PICTURE)
    elif match := _HEADING.match(line):
        yield from begun.flush()
        yield Piece(BlockKind.TITLE, plain(match.group(1)))
    else:
        begun.lines.append(line.strip())


def _pipe_table(lines: Sequence[str]) -> Piece | None:
    """A Markdown table; the rows above its rule are headers. A single row without a rule is text with bars in it."""
    rule = next((index for index, line in enumerate(lines) if _PIPE_RULE.match(line)), None)
    if rule is None and len(lines) == 1:
        return Piece(BlockKind.TEXT, plain(" ".join(_PIPE.split(lines[0]))))
    rows = [
        [RawCell(plain(_BREAK.sub(" ", cell)), is_header=rule is not None and index < rule) for cell in _cells(line)]
        for index, line in enumerate(lines)
        if not _PIPE_RULE.match(line)
    ]
    table = table_of(rows)
    return Piece(BlockKind.TABLE, table=table) if table else None


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip() for cell in _PIPE.split(inner)]
