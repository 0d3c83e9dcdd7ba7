"""Compare the tables that LEXO finds with those of PyMuPDF 2 alone, and write them into docs/accuracy.md.

    python scripts/bench_tables.py CORPUS [--only text|pixels|pictures] [--dpi 200] [--quick]

CORPUS holds documents `table__*` with the truth beside each: `.tables.json` or `.table.html`. PDFs are read twice: as
they are, and printed to pixels; pictures of tables as they are. PyMuPDF reads the same files in the same run, with the
OCR that it chooses by itself. `--quick` leaves PyMuPDF out.

A cell counts by its text, without white space and dot leaders; a relation is a cell and the next filled one to its
right or below it (ICDAR 2013). Both figures are F1 over all tables of a document, then the mean over documents.
"""

import argparse
import contextlib
import html
import io
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from lexo.document import MediaType, ReadingOptions, Strategy  # noqa: E402
from lexo.pages.document_file import open_file  # noqa: E402
from lexo.pages.pdf import pymupdf  # noqa: E402
from lexo.pipeline.reading import read_page  # noqa: E402

pymupdf.set_messages(stream=io.StringIO())

Grid = list[list[str]]
Reader = Callable[[Path], list[Grid]]
TITLES = {"text": "born-digital", "pixels": "printed to pixels", "pictures": "pictures of tables"}
HEADING = "## Tables"


def main() -> int:
    """Read, score, print, and write the section of the report when everything was measured."""
    arguments = _arguments()
    kinds = [arguments.only] if arguments.only else list(TITLES)
    readers: dict[str, Reader] = {"lexo": _lexo} if arguments.quick else {"lexo": _lexo, "pymupdf": _pymupdf}
    scores: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for name, path, truth in _samples(arguments.corpus, kind, Path(folder), arguments.dpi):
                for reader, read in readers.items():
                    score = _score(read(path), truth)
                    scores.setdefault((kind, reader), []).append(score)
                    print(f"{TITLES[kind]:20} {name:34} {reader:8} {score[0]:.3f} {score[1]:.3f}", flush=True)
    report = _report(kinds, list(readers), scores)
    print(report)
    if not arguments.only and not arguments.quick:
        _write(report, arguments.dpi)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", choices=tuple(TITLES))
    parser.add_argument("--dpi", type=int, default=200, help="of the pages printed to pixels")
    parser.add_argument("--quick", action="store_true", help="LEXO alone")
    return parser.parse_args()


def _samples(corpus: Path, kind: str, folder: Path, dpi: int) -> Iterable[tuple[str, Path, list[Grid]]]:
    """Name, file to read and true tables of each document of a kind."""
    for path in sorted(corpus.glob("table__*")):
        truth = _truth(path)
        if truth is None or (path.suffix == ".pdf") == (kind == "pictures"):
            continue
        yield path.name, _printed(path, folder, dpi) if kind == "pixels" else path, truth


def _truth(path: Path) -> list[Grid] | None:
    cells = path.with_name(path.name + ".tables.json")
    if cells.exists():
        data = json.loads(cells.read_text("utf-8"))
        return [_grid(table) for table in (data["tables"] if isinstance(data, dict) else data)]
    page = path.with_name(path.name + ".table.html")
    if page.exists():
        reader = _Tables()
        reader.feed(page.read_text("utf-8"))
        return [_trimmed(table) for table in reader.tables]
    return None


def _printed(path: Path, folder: Path, dpi: int) -> Path:
    """A PDF of pictures only, as a scanner makes it."""
    out = folder / path.name
    with pymupdf.open(path) as document, pymupdf.open() as printed:
        for page in document:
            pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
            pixels.set_dpi(dpi, dpi)
            printed.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, pixmap=pixels)
        printed.save(out, deflate=True)
    return out


def _lexo(path: Path) -> list[Grid]:
    media_type = MediaType.PDF if path.suffix == ".pdf" else MediaType.PNG
    options = ReadingOptions(("eng", "fra"), strategy=Strategy.BALANCED)
    with open_file(path, media_type) as source:
        pages = [read_page(source, number + 1, options) for number in range(len(source.inspect().pages))]
    return [_trimmed([list(row) for row in table.rows]) for page in pages for table in page.tables]


def _pymupdf(path: Path) -> list[Grid]:
    from lexo.pages import layout_model

    with pymupdf.open(path) as document, contextlib.redirect_stdout(io.StringIO()):
        layout_model.load()
        source = document if document.is_pdf else pymupdf.open(stream=document.convert_to_pdf())
        pages = json.loads(source.to_json(show_progress=False))["pages"]
    tables = [box["table"] for page in pages for box in page["boxes"] if (box.get("table") or {}).get("extract")]
    return [_trimmed([[cell or "" for cell in row] for row in table["extract"]]) for table in tables]


def _grid(table: Any) -> Grid:
    if isinstance(table, list):
        return _trimmed(table)
    if "cells" not in table:
        return _trimmed(table["grid"])
    cells = table["cells"]
    rows = [[""] * (1 + max(cell["col"] for cell in cells)) for _ in range(1 + max(cell["row"] for cell in cells))]
    for cell in cells:
        rows[cell["row"]][cell["col"]] = cell["text"]
    return _trimmed(rows)


def _trimmed(table: Sequence[Sequence[Any]]) -> Grid:
    """Bare texts in rows of one length, without empty rows and columns."""
    rows = [[_bare(value) for value in row] for row in table]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows if any(row)]
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    return [list(row) for row in zip(*columns, strict=True)]


def _bare(value: object) -> str:
    text = html.unescape(re.sub(r"</?[a-z][a-z0-9]*\s*/?>|\*\*|`", " ", str(value or ""), flags=re.IGNORECASE))
    return re.sub(r"\.{3,}", "", "".join(unicodedata.normalize("NFKC", text).split()))


def _score(found: Sequence[Grid], wanted: Sequence[Grid]) -> tuple[float, float]:
    return _f1(_cells(found), _cells(wanted)), _f1(_relations(found), _relations(wanted))


def _cells(grids: Iterable[Grid]) -> Counter[Any]:
    return Counter(text for grid in grids for row in grid for text in row if text)


def _relations(grids: Iterable[Grid]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for grid in grids:
        for way, lines in (("right", grid), ("below", list(zip(*grid, strict=True)))):
            for line in lines:
                found.update((one, other, way) for one, other in pairwise([text for text in line if text]))
    return found


def _f1(found: Counter[Any], wanted: Counter[Any]) -> float:
    total = found.total() + wanted.total()
    return 2 * (found & wanted).total() / total if total else 1.0


class _Tables(HTMLParser):
    """The tables of a page of HTML as rows of texts; a span keeps its text at its first place."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self._taken: set[tuple[int, int]] = set()
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._taken = set()
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._open(dict(attrs))

    def _open(self, attributes: dict[str, str | None]) -> None:
        at, row = len(self.tables[-1]) - 1, self.tables[-1][-1]
        while (at, len(row)) in self._taken:
            row.append("")
        height, width = (int(attributes.get(name) or 1) for name in ("rowspan", "colspan"))
        self._taken |= {(at + down, len(row) + right) for down in range(1, height) for right in range(width)}
        row += [""]
        self._place, self._is_open, self._more = (at, len(row) - 1), True, width - 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._is_open:
            self.tables[-1][-1].extend([""] * self._more)
            self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            row, column = self._place
            self.tables[-1][row][column] += data


def _report(
    kinds: Sequence[str], readers: Sequence[str], scores: dict[tuple[str, str], list[tuple[float, float]]]
) -> str:
    lines = [f"| tables (documents) | {' | '.join(readers)} |", "|---" * (len(readers) + 1) + "|"]
    for kind in kinds:
        figures = [scores.get((kind, reader), []) for reader in readers]
        cells = [f"{mean(s[0] for s in got):.3f} / {mean(s[1] for s in got):.3f}" if got else "-" for got in figures]
        lines.append(f"| {TITLES[kind]} ({len(figures[0])}) | {' | '.join(cells)} |")
    return "\n".join(lines)


def _write(report: str, dpi: int) -> None:
    """Put the section in the place of the one that was there, or at the end."""
    path = CHECKOUT / "docs" / "accuracy.md"
    page = path.read_text("utf-8")
    section = f"{HEADING}\n\n{_INTRODUCTION.format(dpi=dpi)}\n\n{report}\n\n{_REMARKS.strip()}\n"
    before, found, rest = page.partition(HEADING + "\n")
    after = re.search(r"^## ", rest, re.MULTILINE)
    tail = "\n" + rest[after.start() :] if found and after else ""
    path.write_text(before.rstrip("\n") + "\n\n" + section + tail, "utf-8")


_INTRODUCTION = """Written by `python scripts/bench_tables.py CORPUS`. Each cell is **cell F1 / adjacency F1**, means
over documents; `pymupdf` is PyMuPDF 2 alone on the same files in the same run, with the OCR that it chooses
(RapidOCR, which LEXO installs). Printed to pixels means {dpi} dpi, grey, no text layer; pictures of tables are cut out
of papers at 72 dpi."""

_REMARKS = """
- The grid is PyMuPDF's layout model's in all rows. What LEXO adds: the page's own words in the cells, lines of
  one cell kept together, texts over several columns, rows left out at the edges; for pixels, words read by the engines
  above, and each table read again by itself with its ruling lines wiped out, unless two engines have read the page.
- LEXO's limits were set on these same documents, so other documents will fare a little worse.
- The truth of one of the born-digital papers has nine words in lower case that are printed with a capital.
"""

if __name__ == "__main__":
    raise SystemExit(main())
