"""What a PDF of several papers is made of: its cover in words, its parts in order. Values, and their form as JSON."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a part; `title` is what its bookmark says."""

    document_id: int
    title: str
    note: str = ""  # small, below the title


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the PDF: what was asked for, and the papers that answer it."""

    label: str
    entries: tuple[Entry, ...] = ()
    note: str = ""  # what is missing of it


@dataclass(frozen=True, slots=True)
class CoverWords:
    """What the cover says besides titles, in the person's language; `page` has a {} for the number."""

    contents: str
    page: str
    missing: str
    left_out: str
    protected: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A PDF to be made; `missing` are parts without any paper."""

    title: str
    lines: tuple[str, ...]  # below the title
    sections: tuple[Section, ...]
    missing: tuple[Section, ...]
    words: CoverWords


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a paper: its pages as files of their own, in order; or why it stays out."""

    document_id: int
    files: tuple[Path, ...] = ()
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Sheaf:
    """An outline with its papers at hand: all that binding takes."""

    outline: Outline
    papers: tuple[Copied, ...]


def encode(sheaf: Sheaf) -> str:
    """As JSON, for a reader process."""
    return json.dumps(asdict(sheaf), default=str, ensure_ascii=False)


def decode(text: str) -> Sheaf:
    """The reader's side of `encode`. Raises ValueError, KeyError, TypeError on anything else."""
    values = json.loads(text)
    outline = values["outline"]
    return Sheaf(
        Outline(
            outline["title"],
            tuple(outline["lines"]),
            tuple(map(_section, outline["sections"])),
            tuple(map(_section, outline["missing"])),
            CoverWords(**outline["words"]),
        ),
        tuple(
            Copied(each["document_id"], tuple(map(Path, each["files"])), each["is_protected"])
            for each in values["papers"]
        ),
    )


def _section(values: dict[str, Any]) -> Section:
    return Section(values["label"], tuple(Entry(**each) for each in values["entries"]), values["note"])
