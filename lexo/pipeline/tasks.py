"""What is asked of a reader process and what comes back: plain values, JSON on the wire.

JSON and not pickle: a reader handles hostile files, and the server must not run what such a file talks it into sending.
A page that was read is the letter P, its number (4 bytes, little-endian) and the page as `store/packing.py` has it;
what was understood is the letter U and what `store/insights.py` makes of it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from lexo.document import BBox, Inspection, MediaType, PageSize, ReadingOptions, Reason, Strategy
from lexo.errors import MAX_PAGES
from lexo.facts import Understanding
from lexo.store import insights, packing
from lexo.store.pages import ReadPage

MAX_TRACE_CHARS = 10_000
READY = b"ready"  # from a reader, once: it has started and may be given tasks
SAVED = b"saved"  # from the server, after a page of several: only then is the next one begun, so that a crash costs one

_PAGE = b"P"  # JSON never begins so
_UNDERSTOOD = b"U"


@dataclass(frozen=True, slots=True)
class Task:
    """Work on one file. `password` never leaves memory and the pipe to the reader."""

    path: Path
    media_type: MediaType
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Inspect(Task):
    """Say what the file is."""


@dataclass(frozen=True, slots=True)
class Read(Task):
    """Read these pages, in this order, answering after each."""

    numbers: tuple[int, ...] = (1,)
    options: ReadingOptions = field(default_factory=ReadingOptions)


@dataclass(frozen=True, slots=True)
class Render(Task):
    """Write an upright picture of a page for people: JPEG, at most `width_px` wide, atomically to `target`.

    With a `clip`, of that part of the page; `width_px` is still the whole page's.
    """

    number: int = 1
    rotation: int = 0
    width_px: int = 1600
    target: Path = Path()
    clip: BBox | None = None


@dataclass(frozen=True, slots=True)
class Prepare(Task):
    """Write the cleaned picture that an engine would be given: PNG to `target`."""

    number: int = 1
    options: ReadingOptions = field(default_factory=ReadingOptions)
    target: Path = Path()


@dataclass(frozen=True, slots=True)
class Expose(Task):
    """Write the upright pixels of a page, for a model in the server: raw RGB to `target`, deleted by whoever asked."""

    number: int = 1
    rotation: int = 0
    dpi: int = 150
    target: Path = Path()


@dataclass(frozen=True, slots=True)
class Extract(Task):
    """Write the pages `first` to `last` as a file of their own to `target`."""

    first: int = 1
    last: int = 1
    target: Path = Path()


@dataclass(frozen=True, slots=True)
class Copy(Task):
    """Write the pages `first` to `last` as a PDF for others to `target`; `turned` are pages with what rights them."""

    first: int = 1
    last: int = 1
    turned: tuple[tuple[int, int], ...] = ()
    target: Path = Path()


@dataclass(frozen=True, slots=True)
class Bind(Task):
    """Write several papers as one PDF to `target`; the path is that of a `pages.outline.Sheaf`."""

    target: Path = Path()


@dataclass(frozen=True, slots=True)
class Layer(Task):
    """Write a searchable copy to `target`. `pages` is a file of what was read (`write_pages`), deleted by who asked."""

    pages: Path = Path()
    title: str = ""
    language: str = ""
    target: Path = Path()


@dataclass(frozen=True, slots=True)
class Understand(Task):
    """Say what a paper is and says. `pages` is a file of what was read (`write_pages`), deleted by whoever asked.

    `codes_on` are the pages to look for codes on, with the rotation that makes each upright; `trust` is the folder of
    certificates that a person imported. The file itself need not open any more.
    """

    pages: Path = Path()
    codes_on: tuple[tuple[int, int], ...] = ()
    page_count: int = 0
    language: str | None = None
    title: str = ""
    trust: Path = Path()


KINDS: dict[str, type[Task]] = {
    kind.__name__: kind for kind in (Inspect, Read, Render, Prepare, Expose, Extract, Copy, Bind, Layer, Understand)
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """Answer to Inspect."""

    inspection: Inspection


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of Read is done."""

    number: int
    page: ReadPage


@dataclass(frozen=True, slots=True)
class PageFailed:
    """A page of Read cannot be read; the next one follows. `trace` is for the log, without text."""

    number: int
    reason: Reason
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """Answer to Understand."""

    understanding: Understanding


@dataclass(frozen=True, slots=True)
class Written:
    """The picture asked for is there; `rotation` turned and `skew_degrees` straightened it."""

    width_px: int
    height_px: int
    dpi: int
    rotation: int
    skew_degrees: float


@dataclass(frozen=True, slots=True)
class Done:
    """The task is over."""

    peak_mb: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """The task is over: the file (or the page of Render) cannot be worked on. `trace` is for the log, without text."""

    reason: Reason
    trace: str = ""


class Cause(StrEnum):
    """Why a reader is gone."""

    CRASHED = "crashed"  # by itself, on this file
    KILLED = "killed"  # from outside: by the system's memory killer, or by a person
    TIMED_OUT = "timed_out"
    STOPPED = "stopped"  # by us, and nothing is to blame


@dataclass(frozen=True, slots=True)
class Lost:
    """The reader is gone. `number` was in hand (None: the file was being opened), `unread` had not been begun."""

    number: int | None
    unread: tuple[int, ...]
    cause: Cause


Answer = Inspected | PageRead | PageFailed | Understood | Written | Done | Failed | Lost


def awaits_saving(task: Task, answer: Answer) -> bool:
    """Whether the reader waits for SAVED after this answer: there is another page to read."""
    return isinstance(task, Read) and isinstance(answer, PageRead | PageFailed) and answer.number != task.numbers[-1]


def encode_task(task: Task) -> bytes:
    """A task as bytes."""
    return json.dumps({"kind": type(task).__name__, **asdict(task)}, default=str).encode()


def decode_task(message: bytes) -> Task:
    """The reader's side of `encode_task`."""
    values = json.loads(message)
    kind = KINDS[values.pop("kind")]
    values["path"] = Path(values["path"])
    values["media_type"] = MediaType(values["media_type"])
    for name in ("target", "pages", "trust"):
        if name in values:
            values[name] = Path(values[name])
    if "numbers" in values:
        values["numbers"] = tuple(values["numbers"])
    if values.get("clip"):
        values["clip"] = BBox(*values["clip"])
    for name in ("codes_on", "turned"):
        if name in values:
            values[name] = tuple((number, rotation) for number, rotation in values[name])
    if "options" in values:
        options = values["options"]
        values["options"] = ReadingOptions(
            **{**options, "languages": tuple(options["languages"]), "strategy": Strategy(options["strategy"])}
        )
    return kind(**values)


def encode_answer(answer: Answer) -> bytes:
    """An answer as bytes."""
    if isinstance(answer, PageRead):
        return _PAGE + answer.number.to_bytes(4, "little") + packing.encode(answer.page)
    if isinstance(answer, Understood):
        return _UNDERSTOOD + insights.encode(answer.understanding).encode("utf-8", "replace")
    values: dict[str, Any] = {"kind": type(answer).__name__, **asdict(answer)}
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")


def decode_answer(message: bytes) -> Answer:
    """The server's side of `encode_answer`. Raises ValueError, KeyError, TypeError on what no reader sends."""
    if message.startswith(_PAGE):
        return PageRead(int.from_bytes(message[1:5], "little"), packing.decode(memoryview(message)[5:]))
    if message.startswith(_UNDERSTOOD):
        return Understood(insights.decode(message[1:]))
    values = json.loads(message)
    match values.pop("kind"):
        case "Inspected":
            return Inspected(_inspection(values["inspection"]))
        case "PageFailed":
            return PageFailed(int(values["number"]), _reason(values["reason"]), str(values["trace"])[:MAX_TRACE_CHARS])
        case "Failed":
            return Failed(_reason(values["reason"]), str(values["trace"])[:MAX_TRACE_CHARS])
        case "Written":
            return Written(**values)
        case "Done":
            return Done(int(values["peak_mb"]))
    raise ValueError("unknown answer")


def _inspection(values: dict[str, Any]) -> Inspection:
    pages = tuple(PageSize(float(size["width_pt"]), float(size["height_pt"])) for size in values["pages"][:MAX_PAGES])
    return Inspection(
        MediaType(values["media_type"]),
        pages,
        str(values["title"])[:500],
        bool(values["is_encrypted"]),
        bool(values["is_signed"]),
        tuple(map(str, values["warnings"])),
    )


def _reason(values: dict[str, Any]) -> Reason:
    return Reason(str(values["code"]), values["details"])


def write_pages(target: Path, pages: Iterable[tuple[int, ReadPage]]) -> None:
    """Write what was read for an `Understand`: number and length (4 bytes each, little-endian), the packed page."""
    with target.open("wb") as file:
        for number, page in pages:
            packed = packing.encode(page)
            file.write(number.to_bytes(4, "little") + len(packed).to_bytes(4, "little") + packed)


def read_pages(source: Path) -> list[tuple[int, ReadPage]]:
    """The reader's side of `write_pages`."""
    data, at, pages = memoryview(source.read_bytes()), 0, []
    while at < len(data):
        number, length = (int.from_bytes(data[at + shift : at + shift + 4], "little") for shift in (0, 4))
        pages.append((number, packing.decode(data[at + 8 : at + 8 + length])))
        at += 8 + length
    return pages
