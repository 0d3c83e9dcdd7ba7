"""Measure the searchable copies of scans and pictures, beside OCRmyPDF's where it is installed.

    python scripts/bench_searchable.py CORPUS [--ocrmypdf PATH] [--each 4] [--pages 3] [--report FILE.json]

CORPUS is a folder with `manifest.json` and documents; those of at most `--pages` pages are taken that are pictures,
`--each` of every group. Each is read by LEXO in this process, without a model, and written as a searchable copy. Then
PyMuPDF extracts the copy's words. Measured: F1 of the extracted words against those LEXO read, as bags (the lowest of
a group's files), and the share of pages where they come in the same order; the median over all words of the IoU of the
box read and the box extracted; whether every pixel is the original's (PDF: both rendered at 100 dpi; pictures: at their
own resolution, HEIC left out); size by that of the original, of the files that both could do; seconds to read and to
write. OCRmyPDF gets the same file: `--skip-text --output-type pdf -l fra+eng --jobs 1`, pictures with `--image-dpi` as
LEXO takes them to have.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

os.environ["OMP_THREAD_LIMIT"] = "1"  # before any OCR library is loaded: one page, one core

from PIL import Image

from lexo.document import MediaType, PageText, ReadingOptions, Word
from lexo.pages.document_file import Layer, PageSource, open_file
from lexo.pages.pdf import pymupdf
from lexo.pages.searchable import OWN_TEXT
from lexo.pipeline.reading import read_page

GROUPS = ("scan", "receipt", "form", "french", "raster", "rotated", "format", "handwriting", "table")
TYPES = {
    "pdf": MediaType.PDF,
    "png": MediaType.PNG,
    "jpg": MediaType.JPEG,
    "jpeg": MediaType.JPEG,
    "tif": MediaType.TIFF,
    "tiff": MediaType.TIFF,
    "webp": MediaType.WEBP,
    "heic": MediaType.HEIC,
    "bmp": MediaType.BMP,
    "gif": MediaType.GIF,
}
RENDER_DPI = 100
LIMIT_S = 300  # for OCRmyPDF on one file


@dataclass
class Outcome:
    """What was measured of one file; `None` where it was not."""

    file: str
    group: str
    pages: int
    words: int
    f1: float
    ordered: float
    ious: list[float] = field(repr=False)
    same_pixels: bool | None
    original_bytes: int
    copy_bytes: int
    read_s: float
    write_s: float
    other_bytes: int | None = None
    other_s: float | None = None
    other_same_pixels: bool | None = None
    other_problem: str = ""


def main() -> int:
    """Measure and print; 1 where a copy misses the bars."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ocrmypdf", help="the command")
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--report", type=Path)
    wish = parser.parse_args()
    outcomes = []
    for group, file in chosen(wish.corpus, wish.each, wish.pages):
        with tempfile.TemporaryDirectory() as folder:
            outcome = measure(group, file, Path(folder), wish.ocrmypdf)
        if outcome is None:
            continue
        outcomes.append(outcome)
        print(_line(outcome), file=sys.stderr, flush=True)
    if wish.report:
        wish.report.write_text(json.dumps([asdict(each) for each in outcomes]))
    print(table(outcomes))
    low = [each.file for each in outcomes if each.f1 < 0.99 or each.same_pixels is False]
    return 1 if low or median(iou for each in outcomes for iou in each.ious) < 0.7 else 0


def chosen(corpus: Path, each: int, pages: int) -> Iterator[tuple[str, Path]]:
    """Some files of every group."""
    items = json.loads((corpus / "manifest.json").read_text("utf-8"))["files"]
    counts: Counter[str] = Counter()
    for item in items:
        group, file = item["category"], corpus / item["file"]
        known = file.suffix[1:].lower() in TYPES
        is_picture = "born-digital" not in item["tags"] and item.get("opens", True) and item["pages"] <= pages
        if group in GROUPS and known and is_picture and counts[group] < each:
            counts[group] += 1
            yield group, file


def measure(group: str, file: Path, folder: Path, other: str | None) -> Outcome | None:
    """One file; None where every page has good text of its own."""
    kind, copy = TYPES[file.suffix[1:].lower()], folder / "copy.pdf"
    with open_file(file, kind) as source:
        begun = time.perf_counter()
        numbers = range(1, len(source.inspect().pages) + 1)
        pages = {number: read_page(source, number, ReadingOptions(tables=False)) for number in numbers}
        read_s = time.perf_counter() - begun
        if all(page.engine in OWN_TEXT for page in pages.values()):
            return None
        begun = time.perf_counter()
        source.write_searchable(Layer(pages, file.stem, "fr"), copy)
        write_s = time.perf_counter() - begun
        compared = compare(pages, copy)
        outcome = Outcome(
            file.name,
            group,
            len(pages),
            *compared,
            same_pixels=is_same(source, file, kind, copy),
            original_bytes=file.stat().st_size,
            copy_bytes=copy.stat().st_size,
            read_s=read_s,
            write_s=write_s,
        )
        if other:
            _measure_other(outcome, source, (file, kind), folder / "other.pdf", other)
    return outcome


def compare(pages: dict[int, PageText], copy: Path) -> tuple[int, float, float, list[float]]:
    """How many words, their F1, the share of pages in the same order, the IoU of every word of upright pages."""
    hits = total = ordered = 0
    ious: list[float] = []
    with pymupdf.open(copy) as made:
        for number, page in pages.items():
            found = made[number - 1].get_text("words")
            mine = list(page.words)
            hits += sum((Counter(word.text for word in mine) & Counter(word[4] for word in found)).values())
            total += len(mine) + len(found)
            ordered += [word.text for word in mine] == [word[4] for word in found]
            if page.rotation == 0 and made[number - 1].rotation == 0:
                ious += _ious(mine, found, made[number - 1].rect)
    return total // 2, 2 * hits / total if total else 1.0, ordered / len(pages), ious


def _ious(mine: Sequence[Word], found: Sequence[tuple[Any, ...]], rect: Any) -> list[float]:
    places: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for left, top, right, bottom, text, *_ in found:
        box = (left / rect.width, top / rect.height, right / rect.width, bottom / rect.height)
        places[text].append(box)
    return [max((_iou(word.bbox, box) for box in places[word.text]), default=0.0) for word in mine]


def _iou(one: Sequence[float], other: Sequence[float]) -> float:
    width, height = (min(one[at + 2], other[at + 2]) - max(one[at], other[at]) for at in (0, 1))
    shared = max(width, 0.0) * max(height, 0.0)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return shared / (areas - shared) if areas > shared else 1.0


def is_same(source: PageSource, file: Path, kind: MediaType, copy: Path) -> bool | None:
    """Whether the copy shows the original's pixels; None for HEIC, which no PDF holds."""
    if kind is MediaType.HEIC:
        return None
    with pymupdf.open(copy) as made:
        if kind is MediaType.PDF:
            with pymupdf.open(file) as original:
                return all(
                    made[at].get_pixmap(dpi=RENDER_DPI).samples == original[at].get_pixmap(dpi=RENDER_DPI).samples
                    for at in range(original.page_count)
                )
        return all(_is_same_picture(source, file, made, number) for number in range(1, made.page_count + 1))


def _is_same_picture(source: PageSource, file: Path, made: Any, number: int) -> bool:
    """By what the picture inside the page unpacks to, as rendering scales it; a JPEG by one decoder."""
    xref = made[number - 1].get_images()[0][0]
    kept = made.extract_image(xref)
    if file.suffix.lower() in (".jpg", ".jpeg") and kept["ext"] == "jpeg":
        held, original = (Image.open(each).convert("RGB") for each in (io.BytesIO(kept["image"]), file))
        return bool(held.size == original.size and held.tobytes() == original.tobytes())
    shown = source.render(number, source.native_dpi(number) or RENDER_DPI, grey=False)
    return bool(pymupdf.Pixmap(pymupdf.csRGB, pymupdf.Pixmap(made, xref)).samples == shown.pixels)


def _measure_other(
    outcome: Outcome, source: PageSource, original: tuple[Path, MediaType], target: Path, command: str
) -> None:
    file, kind = original
    asked = [command, "--skip-text", "--output-type", "pdf", "-l", "fra+eng", "--jobs", "1", "-q"]
    if kind is not MediaType.PDF:
        asked += ["--image-dpi", str(source.native_dpi(1) or 300)]
    begun = time.perf_counter()
    try:
        done = subprocess.run([*asked, file, target], capture_output=True, timeout=LIMIT_S, check=False, text=True)
    except subprocess.TimeoutExpired:
        outcome.other_problem = "timed out"
        return
    if done.returncode or not target.exists():
        outcome.other_problem = (done.stderr.strip().splitlines() or ["failed"])[-1][:80]
        return
    outcome.other_s, outcome.other_bytes = time.perf_counter() - begun, target.stat().st_size
    outcome.other_same_pixels = is_same(source, file, kind, target)


def _line(each: Outcome) -> str:
    return (
        f"{each.file}: F1 {each.f1:.4f}, IoU {median(each.ious) if each.ious else 1:.3f}, same {each.same_pixels},"
        f" {each.original_bytes} -> {each.copy_bytes} B, {each.read_s:.1f} + {each.write_s:.2f} s;"
        f" OCRmyPDF {each.other_bytes} B, {each.other_s and round(each.other_s, 1)} s, {each.other_same_pixels}"
        f" {each.other_problem}"
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Groups as rows of a Markdown table, then all together."""
    heads = "group (files, pages)", "words", "word F1", "order kept", "IoU", "same pixels", "size", "read + write s"
    rows = [f"| {' | '.join((*heads, 'OCRmyPDF: same pixels', 'size', 's'))} |", "|---" * 11 + "|"]
    groups = [*dict.fromkeys(each.group for each in outcomes)]
    for name in (*groups, "all"):
        rows.append(_row(name, [each for each in outcomes if name in ("all", each.group)]))
    return "\n".join(rows)


def _row(name: str, some: Sequence[Outcome]) -> str:
    both = [each for each in some if each.other_s is not None]
    ious = [iou for each in some for iou in each.ious]
    sizes = [(each.copy_bytes, each.original_bytes) for each in both or some]
    cells = [
        f"{name} ({len(some)}, {sum(each.pages for each in some)})",
        str(sum(each.words for each in some)),
        f"{min(each.f1 for each in some):.4f}",
        f"{sum(each.ordered * each.pages for each in some) / sum(each.pages for each in some):.2f}",
        f"{median(ious):.3f}" if ious else "-",
        _share([each.same_pixels for each in some]),
        _ratio(sizes),
        f"{sum(each.read_s for each in some):.0f} + {sum(each.write_s for each in some):.1f}",
        _share([each.other_same_pixels for each in both]),
        _ratio([(each.other_bytes or 0, each.original_bytes) for each in both]),
        f"{sum(each.other_s or 0 for each in both):.0f} ({len(both)})",
    ]
    return f"| {' | '.join(cells)} |"


def _share(values: Sequence[bool | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{sum(known)}/{len(known)}" if known else "-"


def _ratio(pairs: Sequence[tuple[int, int]]) -> str:
    total = sum(original for _, original in pairs)
    return f"{sum(size for size, _ in pairs) / total:.2f}" if total else "-"


if __name__ == "__main__":
    sys.exit(main())
