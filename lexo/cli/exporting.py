"""`lexo export`: papers of the library in open formats."""

import itertools
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexo.cli.output import PARTLY, put, put_bytes, say, visible, write_whole
from lexo.errors import LexoError, OutputExists
from lexo.library.export.formats import Format, format_of

if TYPE_CHECKING:
    from lexo.library.export.bundle import Source


def export(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID...", min=1, help="As `lexo search` prints them.")
    ] = None,
    shapes: Annotated[
        list[Format] | None, typer.Option("--format", help="One or several; instead of what the name says.")
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", help="A file, a folder, a .zip; - prints.")] = "-",
    everything: Annotated[bool, typer.Option("--all", help="All papers but those in the trash.")] = False,
    originals: Annotated[bool, typer.Option("--originals", help="In a .zip, the files as they came too.")] = False,
) -> None:
    """Give papers away: one as a file, several as a folder or a .zip with a manifest of checksums."""
    if bool(ids) == everything:
        raise typer.BadParameter("Name papers by their ids, or add --all.", param_hint="ID...")
    target = Path(output)
    if target.suffix.lower() == ".zip":
        shapes = shapes or ([] if originals else [Format.MARKDOWN])
        _write_zip(ids or [], shapes, target, with_original=originals)
    elif originals:
        raise typer.BadParameter("Originals go into a .zip.", param_hint="--originals")
    elif ids and len(ids) == 1 and not target.is_dir() and len(shapes or ()) <= 1:
        _write_one(ids[0], shapes[0] if shapes else _format_of(output), output)
    else:
        _write_folder(ids or [], shapes or [Format.MARKDOWN], target)


def _write_one(document_id: int, shape: Format, output: str) -> None:
    if output == "-" and not shape.is_text and sys.stdout.isatty():
        raise typer.BadParameter("This format is not for a terminal: add -o FILE.", param_hint="--format")
    with _source() as source:
        data = _made(source, document_id, shape)
    if output == "-":
        put_bytes(data, is_text=shape.is_text)
        return
    try:
        write_whole(Path(output), data)
    except OSError as error:
        raise OutputExists(path=output) from error


def _write_folder(ids: list[int], shapes: list[Format], folder: Path) -> None:
    """Every paper by its name; one that cannot be had is told, and the others go on."""
    from lexo.library.export.naming import name_of
    from lexo.store import documents

    if str(folder) == "-":
        raise typer.BadParameter("Several files go into a folder or a .zip.", param_hint="--output")
    failed, taken = 0, set[str]()
    with _source() as source:
        for document_id, shape in itertools.product(ids or documents.all_ids(source.db), dict.fromkeys(shapes)):
            try:
                name = f"{name_of(documents.get(source.db, document_id))}.{shape}"
                if name.casefold() in taken:
                    name = f"{name.removesuffix(f'.{shape}')} ({document_id}).{shape}"
                data = _made(source, document_id, shape)
                folder.mkdir(parents=True, exist_ok=True)
                write_whole(folder / name, data)
            except LexoError as error:
                failed += 1
                say(f"{document_id}.{shape}: {error}")
                continue
            except OSError as error:
                raise OutputExists(path=str(folder)) from error
            taken.add(name.casefold())
            put(visible(str(folder / name)))
    if failed:
        raise typer.Exit(PARTLY)


def _write_zip(ids: list[int], shapes: list[Format], target: Path, *, with_original: bool) -> None:
    """Beside the target first: all of it is there, or what was there before."""
    from lexo.library.export.bundle import Wish, stream
    from lexo.store import documents

    fresh = target.with_name(f".{target.name[:100]}.new")
    try:
        with _source() as source, fresh.open("wb") as file:
            wanted = list(dict.fromkeys(ids)) or documents.all_ids(source.db)
            for piece in stream(source, wanted, Wish(tuple(dict.fromkeys(shapes)), with_original=with_original)):
                file.write(piece)
        fresh.replace(target)
    except OSError as error:
        raise OutputExists(path=str(target)) from error
    finally:
        fresh.unlink(missing_ok=True)
    say(f"Written: {visible(str(target))}")


def _made(source: "Source", document_id: int, shape: Format) -> bytes:
    from lexo.library.export import formats, gather

    if shape is not Format.PDF:
        return formats.write(gather.paper_of(source.db, document_id), shape)
    path = source.searchable(document_id)
    try:
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _source() -> Iterator["Source"]:
    """The library, and a reader of this command's own: a server beside it is left alone."""
    from lexo.cli.library import opened_library
    from lexo.library.export.bundle import Source
    from lexo.library.export.gather import language_tag
    from lexo.pipeline import searchable
    from lexo.pipeline.dossiers import Bindery
    from lexo.pipeline.readers import Readers

    with opened_library() as library, tempfile.TemporaryDirectory(prefix="lexo-") as folder:
        readers = Readers(1, page_timeout_s=library.settings.page_timeout_s)
        numbers = itertools.count()
        room = Bindery(library.db, library.files, readers, lambda: Path(folder, str(next(numbers))), {})

        def copy(document_id: int) -> Path:
            return searchable.write(room, document_id, language_tag(library.db, document_id))

        try:
            yield Source(library.db, library.files.path, copy, lambda _: None)
        finally:
            readers.stop(0)


def _format_of(output: str) -> Format:
    shape = Format.TEXT if output == "-" else format_of(Path(output).name)
    if shape is None:
        raise typer.BadParameter(f"End the name in .{', .'.join(Format)}, or add --format.", param_hint="--output")
    return shape
