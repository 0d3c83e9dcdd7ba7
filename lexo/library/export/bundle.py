"""Many papers as one ZIP, made while it is sent: a piece at a time, with a manifest of checksums at its end."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

from lexo import __version__
from lexo.document import Document
from lexo.errors import LexoError
from lexo.library.export import formats, gather
from lexo.library.export.formats import Format
from lexo.library.export.naming import name_of
from lexo.store import documents
from lexo.store.database import Database

SCHEMA = "lexo-export/1"
MANIFEST = "manifest.json"
PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Wish:
    """What of each paper is wanted."""

    formats: tuple[Format, ...] = ()
    with_original: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where papers come from. `searchable` writes the copy of one, deleted here; `settle` finds tables yet to come."""

    db: Database
    original: Callable[[str], Path]
    searchable: Callable[[int], Path]
    settle: Callable[[int], None]


class _Pipe(io.RawIOBase):
    """Where the ZIP is written; it cannot be gone back in, and is emptied again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += data
        return len(data)

    def taken(self) -> bytes:
        """All that is held, once."""
        data = bytes(self.held)
        self.held.clear()
        return data


def stream(source: Source, ids: Iterable[int], wish: Wish) -> Iterator[bytes]:
    """The ZIP in pieces. What cannot be made of a paper is said in the manifest; the others go on."""
    pipe, taken = _Pipe(), {MANIFEST}
    told: list[dict[str, Any]] = []
    with zipfile.ZipFile(pipe, "w") as archive:
        for document_id in ids:
            entry: dict[str, Any] = {"id": document_id, "files": [], "problems": []}
            told.append(entry)
            for member in _members(source, entry, wish):
                path = _free(member.name, document_id, taken)
                try:
                    said = yield from _written(archive, pipe, path, member)
                    entry["files"].append(said)
                finally:
                    member.forget()
        archive.writestr(_info(MANIFEST, is_packed=False), _manifest(told))
    yield pipe.taken()


def _written(
    archive: zipfile.ZipFile, pipe: _Pipe, path: str, member: "_Member"
) -> Generator[bytes, None, dict[str, Any]]:
    """Write one file, handing out what is ready; what the manifest says of it."""
    digest, size = hashlib.sha256(), 0
    with archive.open(_info(path, is_packed=member.is_packed), "w", force_zip64=True) as file:
        for piece in member.pieces():
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            yield pipe.taken()
    yield pipe.taken()
    return {"path": path, "format": member.shape, "size": size, "sha256": digest.hexdigest()}


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    shape: str
    content: bytes | Path
    is_packed: bool = False  # already: packing it again costs time and saves nothing
    is_passing: bool = False  # a file that was only made to be sent

    def pieces(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def forget(self) -> None:
        if self.is_passing and isinstance(self.content, Path):
            self.content.unlink(missing_ok=True)


def _members(source: Source, entry: dict[str, Any], wish: Wish) -> Iterator[_Member]:
    """What can be had of one paper; why the rest cannot goes into `entry`."""
    try:
        document = documents.get(source.db, entry["id"])
    except LexoError as error:
        entry["problems"].append(_problem("", error))
        return
    entry |= {"title": document.title, "filename": document.filename, "sha256": document.sha256}
    for shape in ("original", *wish.formats) if wish.with_original else wish.formats:
        try:
            yield _member(source, document, shape)
        except (LexoError, OSError) as error:
            entry["problems"].append(_problem(shape, error))


def _member(source: Source, document: Document, shape: str) -> _Member:
    """One file of one paper. Raises LexoError, OSError before anything of it is written."""
    name = name_of(document)
    if shape == "original":
        path = source.original(document.sha256)
        path.stat()
        suffix = PurePath(document.filename).suffix.lower() or f".{document.media_type.name.lower()}"
        return _Member(f"originals/{name}{suffix}", shape, path, is_packed=True)
    if shape == Format.PDF:
        made = source.searchable(document.id)
        return _Member(f"{name}.pdf", shape, made, is_packed=True, is_passing=True)
    source.settle(document.id)
    data = formats.write(gather.paper_of(source.db, document.id), Format(shape))
    return _Member(f"{name}.{shape}", shape, data, is_packed=shape in (Format.XLSX, Format.DOCX))


def _free(name: str, document_id: int, taken: set[str]) -> str:
    """The name, with the paper's id where another has it; names that differ in case only are one on a Mac."""
    if name.casefold() in taken:
        folder, stem, suffixes = _split(name)
        name = f"{folder}{stem} ({document_id}){suffixes}"
    taken.add(name.casefold())
    return name


def _split(name: str) -> tuple[str, str, str]:
    folder, _, file = name.rpartition("/")
    known = next((f".{each}" for each in sorted(Format, key=len, reverse=True) if file.endswith(f".{each}")), "")
    suffix = known or PurePath(file).suffix
    return f"{folder}/" if folder else "", file.removesuffix(suffix), suffix


def _info(name: str, *, is_packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, datetime.now().astimezone().timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _problem(shape: str, error: LexoError | OSError) -> dict[str, str]:
    if isinstance(error, LexoError):
        return {"format": shape, "code": error.code, "message": str(error)}
    return {"format": shape, "code": "unreadable", "message": "The file cannot be read."}


def _manifest(told: Sequence[Mapping[str, Any]]) -> str:
    whole = {
        "schema": SCHEMA,
        "made_by": f"LEXO {__version__}",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "documents": told,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)
