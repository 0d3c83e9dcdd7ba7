"""`lexo convert` and `lexo batch`: files in, open formats out. No server is needed and nothing is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import PARTLY, Progress, progress, put, put_bytes, put_json, say, visible, write_whole
from lexo.document import Strategy
from lexo.errors import LexoError, UnsupportedType, sentence
from lexo.library.export.formats import Format, format_of
from lexo.library.export.paper import tag_of

if TYPE_CHECKING:
    from lexo.cli.reading import FileRead, FileReader
    from lexo.document import PageText


OutputFormat = Annotated[Format | None, typer.Option("--format", help="Instead of what the name says.")]
Engine = Annotated[
    str, typer.Option(help="Reading engine by name (`lexo doctor`, `lexo models list`); auto takes the best there is.")
]
StrategyOption = Annotated[
    Strategy,
    typer.Option(
        help="fast: text layer or Tesseract; balanced: more engines where it is unsure; best: a vision model on every"
        " page; ocr: always the picture; layout: by PyMuPDF's model; auto: as set."
    ),
]
Dpi = Annotated[int | None, typer.Option(min=36, max=1200, help="Resolution for reading pictures; chosen per page.")]
Language = Annotated[str | None, typer.Option(help="Of the text, as fra or fra+eng.")]
Password = Annotated[
    str | None,
    typer.Option(
        envvar="LEXO_PASSWORD",
        help="Of a protected PDF. Others see it in the list of processes; LEXO_PASSWORD is not seen.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what was done, page by page.")]


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to be read."""

    engine: str
    strategy: Strategy
    dpi: int | None
    language: str | None
    password: str | None


def convert(  # a command's options are its arguments
    file: Annotated[Path, typer.Argument(exists=True, help="PDF, PNG, JPEG, TIFF, WebP, HEIC, BMP, GIF.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="OUT.md, OUT.pdf, ...: the format by its suffix; - prints.")
    ] = "-",
    format_: OutputFormat = None,
    engine: Engine = "auto",
    strategy: StrategyOption = Strategy.AUTO,
    dpi: Dpi = None,
    language: Language = None,
    password: Password = None,
    verbose: Verbose = False,
) -> None:
    """Turn one file into Markdown, text, HTML, JSON, CSV, XLSX, DOCX, hOCR, ALTO or a searchable PDF."""
    shape = format_ or _format_of(output)
    if output != "-" and not Path(output).absolute().parent.is_dir():
        raise typer.BadParameter(f"There is no folder {Path(output).parent}.", param_hint="--output")
    with _reader(Wish(engine, strategy, dpi, language, password)) as reader, progress() as tell:
        found = reader.read(file, lambda done, total: tell(done, total, file.name))
        rendered = render(reader, shape, file, found)
    if output == "-":
        put_bytes(rendered, is_text=shape.is_text)
    else:
        write_whole(Path(output), rendered)
    if verbose:
        _tell_pages(found)
    for number, reason in sorted(found.failures.items()):
        say(f"lexo: page {number}: {sentence(reason.code, reason.details)}")
    if found.failures:
        raise typer.Exit(PARTLY)


def batch(  # a command's options are its arguments
    sources: Annotated[list[Path], typer.Argument(metavar="DIR|FILES...", help="Folders are looked through.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results, made if need be.")],
    format_: Annotated[Format, typer.Option("--format", help="What each file is turned into.")] = Format.MARKDOWN,
    engine: Engine = "auto",
    strategy: StrategyOption = Strategy.AUTO,
    dpi: Dpi = None,
    language: Language = None,
    password: Password = None,
    verbose: Verbose = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write what became of each file as JSON.")] = False,
) -> None:
    """Turn many files into one of the formats. A bad file never keeps the others from it."""
    from lexo.cli.batches import plan

    jobs = plan(sources, output, format_.value)
    outcomes: list[dict[str, Any]] = []
    with _reader(Wish(engine, strategy, dpi, language, password)) as reader, progress() as tell:
        for number, job in enumerate(jobs):
            outcome = _convert_one(reader, job.source, job.target, format_, Tell(tell, number, len(jobs)))
            if outcome["state"] == "ignored" and job.is_found:
                continue  # nobody named it
            outcomes.append(outcome)
            if verbose or outcome["reason"]:
                say(f"{visible(outcome['path'])}: {outcome['reason'] or outcome['state']}")
    counts = {
        state: sum(each["state"] == state for each in outcomes) for state in ("done", "partly", "failed", "ignored")
    }
    if as_json:
        put_json({"items": outcomes, "next": None, "total": len(outcomes), **counts})
    else:
        put("\n".join(each["output"] for each in outcomes if each["output"]))
    say(f"{len(outcomes)} files: " + ", ".join(f"{count} {state}" for state, count in counts.items() if count))
    if counts["done"] < len(outcomes):
        raise typer.Exit(PARTLY)


def render(reader: "FileReader", shape: Format, file: Path, found: "FileRead") -> bytes:
    """A file that was read, in one of the formats. Raises ProtectedCopy, and what a reader says of the file."""
    from lexo.library.export.formats import write
    from lexo.library.export.paper import Paper

    paper = Paper(file.name, tuple(found.pages))
    if shape is Format.PDF:
        return reader.searchable(file, found, tag_of(paper.language))
    return write(paper, shape)


@dataclass(frozen=True, slots=True)
class Tell:
    """Progress over several files."""

    progress: Progress
    number: int
    total: int

    def pages(self, name: str, done: int, total: int) -> None:
        """So many pages of this file are read."""
        self.progress(self.number, self.total, f"{name} {done}/{total}")


def _convert_one(reader: "FileReader", source: Path, target: Path, shape: Format, tell: Tell) -> dict[str, Any]:
    """Convert one file of many and say what became of it; whatever goes wrong stays with it."""
    outcome: dict[str, Any] = {
        "path": str(source),
        "output": None,
        "state": "done",
        "pages": 0,
        "reason": None,
        "reason_code": None,
    }
    try:
        found = reader.read(source, lambda done, total: tell.pages(source.name, done, total))
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, render(reader, shape, source, found))
    except LexoError as error:
        state = "ignored" if isinstance(error, UnsupportedType) else "failed"
        return outcome | {"state": state, "reason": str(error), "reason_code": error.code}
    except OSError as error:  # the result cannot be written
        return outcome | {"state": "failed", "reason": error.strerror or str(error), "reason_code": "system"}
    outcome |= {"output": str(target), "pages": len(found.pages)}
    if found.failures:
        number, reason = min(found.failures.items())
        said = f"page {number}: {sentence(reason.code, reason.details)}"
        outcome |= {"state": "partly", "reason": said, "reason_code": reason.code}
    return outcome


def _reader(wish: Wish) -> "FileReader":
    from lexo.cli.library import settings_in_force
    from lexo.cli.looks import Looks
    from lexo.cli.reading import FileReader
    from lexo.document import ReadingOptions

    settings = settings_in_force()
    languages = tuple(wish.language.replace(",", "+").split("+")) if wish.language else settings.languages
    options = ReadingOptions(languages, wish.engine, wish.strategy, wish.dpi)
    return FileReader(options, wish.password, settings.readers, settings.page_timeout_s, Looks(settings))


def _format_of(output: str) -> Format:
    if output == "-":
        return Format.TEXT
    shape = format_of(Path(output).name) if Path(output).suffix else None
    if shape is None:
        raise typer.BadParameter(f"End the name in .{', .'.join(Format)}, or add --format.", param_hint="--output")
    return shape


def _tell_pages(found: "FileRead") -> None:
    for number, page in enumerate(found.pages, start=1):
        say(f"page {number}: {', '.join(_facts(page))}")


def _facts(page: "PageText") -> Iterator[str]:
    yield f"{page.engine or 'no engine'} {page.engine_version}".strip()
    if page.dpi:
        yield f"{page.dpi} dpi"
    if page.confidence is not None:
        yield f"confidence {page.confidence:.2f}"
    yield f"{page.duration_ms} ms"
    if len(page.tried) > 1:
        yield "tried " + ", ".join(f"{tried.engine} ({tried.outcome})" for tried in page.tried)
    yield from (sentence(code) for code in page.warnings)
