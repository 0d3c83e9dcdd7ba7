"""Reading without keeping: a file comes in, its text, its tables or a cleaned page go out, the file does not stay."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from lexo.app import Lexo
from lexo.document import PageText, ReadingOptions, Strategy
from lexo.facts import Understanding
from lexo.intake.sniff import sniff
from lexo.pipeline import tasks
from lexo.web import present, present_facts, schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, Language, Password, Upload
from lexo.web.openapi import problems
from lexo.web.uploads import OCR

TWO_LETTERS = {"fr": "fra", "en": "eng", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld"}

Languages = Annotated[
    str | None, Form(max_length=100, pattern=r"^[A-Za-z_]+([+, ]+[A-Za-z_]+)*$", description="`fra`, or `fra+eng`")
]
Engine = Annotated[str, Form(max_length=100, description="`auto`, or a name from /api/v1/health/ocr")]
Work = Annotated[
    Strategy,
    Form(description="`fast`, `balanced`, `best`, `auto`: as set; `ocr`: pixels always; `layout`: layout model"),
]

router = APIRouter(
    prefix=OCR,
    tags=["ocr"],
    responses=problems(
        _413="The file is larger than LEXO takes at once",
        _415="LEXO does not read this kind of file",
        _503="The engine is not installed",
    ),
)


@router.post("/process")
async def process_file(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    answer_in: Language,
    file: Upload,
    language: Languages = None,
    engine: Engine = "auto",
    strategy: Work = Strategy.AUTO,
    password: Password = None,
) -> schemas.OcrResult:
    """Read a file and return its text; nothing is stored."""
    begun = time.perf_counter()
    options = ReadingOptions(_languages(language) or lexo.options.languages, engine, strategy)
    pages = await threads.read(_read, lexo, file, options, password)
    return present.ocr_result(pages, time.perf_counter() - begun, answer_in)


@router.post("/advanced")
async def read_well(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    answer_in: Language,
    file: Upload,
    language: Languages = None,
    engine: Engine = "auto",
    strategy: Work = Strategy.BEST,
    dpi: Annotated[int | None, Form(ge=36, le=1200, description="Resolution; chosen per page if left out")] = None,
    password: Password = None,
) -> schemas.AdvancedResult:
    """Read a file as well as this machine can: a vision model on every page, where one is installed.

    Nothing is stored. Each page says in `tried` which engines read it, and has its text as Markdown, tables and
    formulas included.
    """
    begun = time.perf_counter()
    options = ReadingOptions(_languages(language) or lexo.options.languages, engine, strategy, dpi)
    pages = await threads.read(_read, lexo, file, options, password)
    return await threads.read(present.advanced_result, pages, time.perf_counter() - begun, answer_in)


@router.post("/detect-tables")
async def detect_tables(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    file: Upload,
    language: Languages = None,
    engine: Engine = "auto",
    strategy: Work = Strategy.AUTO,
    password: Password = None,
) -> schemas.TablesResult:
    """Find the tables of a file: cells with their places, and each table as Markdown, HTML and CSV."""
    begun = time.perf_counter()
    options = ReadingOptions(_languages(language) or lexo.options.languages, engine, strategy)
    pages = await threads.read(_read, lexo, file, options, password)
    return present.tables_result(pages, time.perf_counter() - begun)


@router.post("/extract-entities")
async def extract_entities(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    answer_in: Language,
    file: Upload,
    language: Languages = None,
    engine: Engine = "auto",
    strategy: Work = Strategy.AUTO,
    password: Password = None,
) -> schemas.EntitiesResult:
    """Say what a file is and what it says, each fact with its proof; nothing is stored."""
    begun = time.perf_counter()
    options = ReadingOptions(_languages(language) or lexo.options.languages, engine, strategy)
    found = await threads.read(_understand, lexo, file, options, password)
    return present_facts.entities(found, time.perf_counter() - begun, answer_in)


@router.post("/preprocess", response_class=FileResponse, responses={200: {"content": {"image/png": {}}}})
async def preprocess_file(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    file: Upload,
    page: Annotated[int, Form(ge=1, lt=1 << 31, description="Number of the page, from 1")] = 1,
    dpi: Annotated[int | None, Form(ge=50, le=600, description="Resolution; chosen for the page if left out")] = None,
    password: Password = None,
) -> FileResponse:
    """Return a page as an engine would be given it: upright, straight, clean. PNG.

    The headers `X-Rotation` (degrees clockwise), `X-Skew` (degrees) and `X-Dpi` say what was done.
    """
    options = ReadingOptions(languages=lexo.options.languages, strategy=Strategy.OCR, dpi=dpi)
    picture, written = await threads.read(_prepare, lexo, file, (page, options), password)
    headers = {
        "X-Rotation": str(written.rotation),
        "X-Skew": f"{written.skew_degrees:.2f}",
        "X-Dpi": str(written.dpi),
    }
    afterwards = BackgroundTask(picture.unlink, missing_ok=True)
    return FileResponse(picture, media_type="image/png", headers=headers, background=afterwards)


def _languages(given: str | None) -> tuple[str, ...]:
    """ISO 639-3 codes out of "fra+eng", "fr, en"."""
    codes = re.split(r"[+, ]+", given or "")
    return tuple(dict.fromkeys(TWO_LETTERS.get(code.lower(), code) for code in codes if code))


def _read(lexo: Lexo, file: UploadFile, options: ReadingOptions, password: str | None) -> list[PageText]:
    with _task(lexo, file, password) as task:
        return lexo.read_now(task, options)


def _understand(lexo: Lexo, file: UploadFile, options: ReadingOptions, password: str | None) -> Understanding:
    with _task(lexo, file, password) as task:
        return lexo.understand_now(task, lexo.read_now(task, options))


def _prepare(
    lexo: Lexo, file: UploadFile, page: tuple[int, ReadingOptions], password: str | None
) -> tuple[Path, tasks.Written]:
    number, options = page
    picture = lexo.scratch(".png")
    try:
        with _task(lexo, file, password) as task:
            prepare = tasks.Prepare(task.path, task.media_type, task.password, number, options, picture)
            return picture, lexo.prepare_now(prepare)
    except BaseException:
        picture.unlink(missing_ok=True)
        raise


@contextmanager
def _task(lexo: Lexo, file: UploadFile, password: str | None) -> Iterator[tasks.Inspect]:
    """The file under a name that a reader can open, for as long as it is being read. Raises UnsupportedType."""
    media_type = sniff(file.file.fileno(), file.filename or "").media_type
    path = lexo.scratch()
    try:
        file.file.seek(0)
        with open(path, "wb") as copy:
            shutil.copyfileobj(file.file, copy, 1 << 20)
        yield tasks.Inspect(path, media_type, password)
    finally:
        path.unlink(missing_ok=True)
