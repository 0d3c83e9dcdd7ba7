#!/usr/bin/env python3
"""Measure reading: a scan against bare Tesseract, born-digital pages against bare text extraction, and peers.

    scripts/bench_read.py [--pages 20] [--rounds 3] [--peers] [--scan FILE.pdf] [--digital FILE.pdf] [--json FILE]

Each contender runs as a process tree of its own, in turn (A B C A B C), on the same pages. Printed are the medians and
the ratios to the bare tool of the same round, with their spread. Peers are installed into `.bench/<name>` at the first
`--peers`. The papers are made here of French and English prose: the scan at 300 dpi, turned a little, with noise; the
born-digital one in an embedded font, about 3,500 characters a page, a small picture on every third.

In the born-digital race LEXO has one reader, and what counts is the CPU time of many pages less that of the first one:
neither start-up nor the imports of a second process are pages.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bench_prose import prose

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".bench"
CORES = os.cpu_count() or 1
LANGUAGES = "fra+eng"
FONT = ("DejaVuSans.ttf", "Arial.ttf")  # the first that is there
FONT_FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/TTF", "/System/Library/Fonts/Supplemental")
CHARACTERS = 3500  # of a born-digital page

LEXO = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from lexo import settings
from lexo.app import Lexo
home = Path(sys.argv[2])
lexo = Lexo.build(settings.load(home=home / "home", watch=home / "OCR"))
with open(sys.argv[1], "rb") as file:
    added = lexo.add_upload(file.fileno(), "bench.pdf")
lexo.worker.start()
document = lexo.wait_until_read(added.document_id, 900)
assert document.state.startswith("ready"), document.reason
lexo.stop()
"""
GET_TEXT = """
import sys
sys.modules["pymupdf.layout"] = None
import pymupdf
with pymupdf.open(sys.argv[1]) as document:
    print(sum(len(page.get_text()) for page in document))
"""
TESSEROCR = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import local
import PIL.Image
import tesserocr
mine = local()
def read(path):
    if not hasattr(mine, "api"):
        mine.api = tesserocr.PyTessBaseAPI(path=sys.argv[1], lang={languages!r})
    mine.api.SetImage(PIL.Image.open(path))
    return mine.api.GetTSVText(0)
with ThreadPoolExecutor({cores}) as pool:
    print(sum(map(len, pool.map(read, sys.argv[2:]))))
"""
KREUZBERG = """
import sys
from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync
scan = ExtractionConfig(force_ocr=True, ocr=OcrConfig(backend="tesseract", language={languages!r}))
print(len(extract_file_sync(sys.argv[1], config=scan if sys.argv[2] == "scan" else None).content))
"""


@dataclass(frozen=True)
class Cost:
    """What one run of a process tree took; CPU is user and system time of all of it."""

    wall_s: float
    cpu_s: float
    pss_mb: float


@dataclass(frozen=True)
class Contender:
    """A way to do the work; `run` starts it and returns when it is over."""

    name: str
    run: Callable[[], None]


def main() -> None:
    """Make the papers, run both races, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--digital-pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="also OCRmyPDF, kreuzberg, tesserocr")
    parser.add_argument("--scan", type=Path)
    parser.add_argument("--digital", type=Path)
    parser.add_argument("--only", choices=("scan", "digital"), help="one of the two races")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        results = {}
        if arguments.only != "digital":
            results["scan"] = scan_race(work, arguments)
        if arguments.only != "scan":
            results["born-digital"] = digital_race(work, arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def scan_race(work: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """Wall time: LEXO from the PDF to words in SQLite, the others from what they take to text."""
    scan = arguments.scan or make_scan(work / "scan.pdf", arguments.pages)
    images = page_images(scan, work / "images")
    contenders = [
        Contender("bare tesseract, one a core", lambda: bare_tesseract(images)),
        Contender("LEXO", lambda: lexo(scan)),
    ]
    if arguments.peers:
        contenders += scan_peers(scan, images, work)
    print(f"\n{len(images)} pages of a scan, {CORES} cores, {LANGUAGES}, {arguments.rounds} rounds")
    return race(contenders, arguments.rounds, lambda cost: cost.wall_s, "wall")


def digital_race(work: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """CPU time of many pages less that of one page: what a page costs, without imports and start-up."""
    many = arguments.digital or make_digital(work / "many.pdf", arguments.digital_pages)
    one = first_page(many, work / "one.pdf")
    contenders = {
        "bare get_text": lambda path: python(GET_TEXT, [path]),
        "LEXO": lambda path: lexo(path, {"LEXO_READERS": "1"}),
    }
    if arguments.peers:
        contenders["kreuzberg"] = lambda path: peer("kreuzberg", KREUZBERG.format(languages=LANGUAGES), [path, "text"])
        contenders["pdftotext"] = lambda path: run(["pdftotext", str(path), os.devnull])
    print(f"\n{page_count(many)} born-digital pages, CPU beyond the first page, {arguments.rounds} rounds")
    costs: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(arguments.rounds):
        for name, work_on in contenders.items():
            costs[name].append(measure(lambda: work_on(many)).cpu_s - measure(lambda: work_on(one)).cpu_s)  # noqa: B023
    return table(costs, "CPU s")


def race(contenders: list[Contender], rounds: int, figure: Callable[[Cost], float], unit: str) -> dict[str, object]:
    """Run all in turn, print and return medians and ratios to the first."""
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in contenders}
    for _ in range(rounds):
        for contender in contenders:
            costs[contender.name].append(measure(contender.run))
    result = table({name: [figure(cost) for cost in runs] for name, runs in costs.items()}, f"{unit} s")
    for name, runs in costs.items():
        print(f"  {name:<28} CPU {statistics.median(run.cpu_s for run in runs):6.1f} s   ", end="")
        print(f"peak {statistics.median(run.pss_mb for run in runs):5.0f} MB")
    return result


def table(costs: dict[str, list[float]], unit: str) -> dict[str, object]:
    """Medians, and the ratios to the first contender of the same round."""
    base = next(iter(costs.values()))
    result: dict[str, object] = {}
    for name, runs in costs.items():
        ratios = [cost / bare for cost, bare in zip(runs, base, strict=True)]
        print(f"  {name:<28} {statistics.median(runs):8.2f} {unit}   ", end="")
        print(f"ratio {statistics.median(ratios):5.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
        result[name] = {"median": statistics.median(runs), "ratio": statistics.median(ratios), "runs": runs}
    return result


def measure(work: Callable[[], None]) -> Cost:
    """Wall, CPU and peak memory (proportional share) of what `work` starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = PeakMemory()
    peak.start()
    started = time.perf_counter()
    work()
    wall_s = time.perf_counter() - started
    peak.is_over.set()
    peak.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall_s, cpu_s, peak.mb)


class PeakMemory(threading.Thread):
    """Looks at this process' descendants a few times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.is_over = threading.Event()
        self.mb = 0.0

    def run(self) -> None:
        import psutil

        while not self.is_over.wait(0.25):
            total = 0
            for child in psutil.Process().children(recursive=True):
                try:
                    memory = child.memory_full_info()
                    total += getattr(memory, "pss", memory.rss)
                except psutil.Error:
                    continue
            self.mb = max(self.mb, total / 1e6)


def bare_tesseract(images: list[Path]) -> None:
    """One `tesseract` process a page, as many at once as there are cores."""

    def read(image: Path) -> None:
        run(["tesseract", str(image), str(image.with_suffix("")), "-l", LANGUAGES, "tsv"])

    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(read, images))


def lexo(pdf: Path, options: Mapping[str, str] = MappingProxyType({})) -> None:
    """LEXO without the web: PDF in; words, boxes, confidence in SQLite and its index, each page a commit."""
    with tempfile.TemporaryDirectory() as home:
        python(LEXO.format(root=str(ROOT)), [pdf, Path(home)], options)


def scan_peers(scan: Path, images: list[Path], work: Path) -> list[Contender]:
    """Peers on the same pages, each in its own environment."""
    install("ocrmypdf", "ocrmypdf")
    install("kreuzberg", "kreuzberg")
    install("tesserocr", "tesserocr", "pillow")
    data = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    tessdata = data.split('"')[1]
    options = ["-l", LANGUAGES, "--jobs", str(CORES), "--output-type", "pdf", "-O0", "--force-ocr", "-q"]
    reading = TESSEROCR.format(languages=LANGUAGES, cores=CORES)
    return [
        Contender(
            "OCRmyPDF", lambda: run([str(PEERS / "ocrmypdf/bin/ocrmypdf"), *options, str(scan), str(work / "out.pdf")])
        ),
        Contender("kreuzberg", lambda: peer("kreuzberg", KREUZBERG.format(languages=LANGUAGES), [scan, "scan"])),
        Contender("tesserocr, bare", lambda: peer("tesserocr", reading, [tessdata, *images])),
    ]


def install(name: str, *packages: str) -> None:
    """Make the peer's environment, once."""
    home = PEERS / name
    if not (home / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "--quiet", *packages], check=True)


def peer(name: str, code: str, arguments: list[object]) -> None:
    run([str(PEERS / name / "bin" / "python"), "-c", code, *map(str, arguments)])


def python(code: str, arguments: list[Path], options: Mapping[str, str] = MappingProxyType({})) -> None:
    run([sys.executable, "-c", code, *map(str, arguments)], options)


def run(command: list[str], options: Mapping[str, str] = MappingProxyType({})) -> None:
    """Run to the end, with `options` in the environment."""
    environment = {**os.environ, **options}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed: {done.stderr.decode(errors='replace')[-800:]}")


def make_digital(path: Path, pages: int) -> Path:
    """A PDF as an office program writes it: an embedded font, CHARACTERS a page, a logo on every third page."""
    import pymupdf

    text = " ".join(prose())
    font = pymupdf.Font(fontfile=str(font_file()))
    logo = make_logo()
    with pymupdf.open() as document:
        xref = 0
        for number in range(pages):
            page = document.new_page(width=595, height=842)
            begin = number * 997 % (len(text) - CHARACTERS)
            lines = textwrap.wrap(text[begin : begin + CHARACTERS], 96)
            writer = pymupdf.TextWriter(page.rect)
            writer.append((60, 60), f"Page {number + 1}", font=font, fontsize=14)
            for row, line in enumerate(lines):
                writer.append((60, 90 + 16.5 * row + row // 7 * 6), line, font=font, fontsize=9.5)  # paragraphs of 7
            writer.write_text(page)
            if number % 3 == 0:
                xref = page.insert_image((460, 30, 540, 70), stream=None if xref else logo, xref=xref)
        document.subset_fonts()
        document.save(path, deflate=True, garbage=3)
    return path


def make_logo() -> bytes:
    """A small picture as PNG."""
    import pymupdf

    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 160, 80), False)
    pixels.clear_with(230)
    pixels.set_rect((20, 20, 140, 60), (40, 90, 160))
    return bytes(pixels.tobytes("png"))


def font_file() -> Path:
    """A font of this system that has accents."""
    found = [path for folder in FONT_FOLDERS for name in FONT if (path := Path(folder, name)).is_file()]
    return found[0] if found else sys.exit(f"none of the fonts {', '.join(FONT)} is in {', '.join(FONT_FOLDERS)}")


def make_scan(path: Path, pages: int) -> Path:
    """The same as pictures: 300 dpi grey JPEG, skew of a degree, a little blur and noise."""
    import cv2
    import numpy
    import pymupdf

    chance = numpy.random.default_rng(7)
    text = make_digital(path.with_name("drawn.pdf"), pages)
    with pymupdf.open(text) as drawn, pymupdf.open() as document:
        for page in drawn:
            pixels = page.get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
            image = numpy.frombuffer(pixels.samples, numpy.uint8).reshape(pixels.height, pixels.width)
            turn = cv2.getRotationMatrix2D((pixels.width / 2, pixels.height / 2), chance.uniform(-1, 1), 1)
            image = cv2.warpAffine(image, turn, (pixels.width, pixels.height), borderValue=255)
            noisy = cv2.GaussianBlur(image, (3, 3), 0) * 0.94 + chance.normal(0, 6, image.shape)
            jpeg = cv2.imencode(".jpg", noisy.clip(0, 255).astype(numpy.uint8), [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
            document.new_page(width=595, height=842).insert_image((0, 0, 595, 842), stream=jpeg.tobytes())
        document.save(path)
    return path


def page_images(scan: Path, folder: Path) -> list[Path]:
    """The pages as grey PNG files at 300 dpi, for the tools that take pictures."""
    import pymupdf

    folder.mkdir()
    with pymupdf.open(scan) as document:
        for number, page in enumerate(document, start=1):
            page.get_pixmap(dpi=300, colorspace=pymupdf.csGRAY).save(folder / f"{number:03}.png")
    return sorted(folder.glob("*.png"))


def page_count(pdf: Path) -> int:
    import pymupdf

    with pymupdf.open(pdf) as document:
        return int(document.page_count)


def first_page(pdf: Path, target: Path) -> Path:
    """A PDF of the first page alone."""
    import pymupdf

    with pymupdf.open(pdf) as document:
        document.select([0])
        document.save(target, garbage=4)
    return target


if __name__ == "__main__":
    sys.modules["pymupdf.layout"] = None  # type: ignore[assignment]  # its model is not part of what is compared
    if shutil.which("tesseract") is None:
        sys.exit("tesseract is not installed")
    main()
