"""`lexo add`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import PARTLY, progress, put, put_json, reason_shape, say, visible
from lexo.errors import LexoError, NotRunning

if TYPE_CHECKING:
    from lexo.cli.library import Library
    from lexo.document import Document
    from lexo.store.documents import Added

POLL_S = 0.3


def add(
    files: Annotated[list[Path], typer.Argument(help="PDF, PNG, JPEG, TIFF, WebP, HEIC, BMP, GIF.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait until they are read.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Never show them to a model or an assistant.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Add papers to the library, wherever they lie. They are copied; a running LEXO reads them at once."""
    from lexo.cli.library import opened_library
    from lexo.cli.running import find_server

    with opened_library() as library:
        taken, failures = _take(library, files, is_private=private)
        is_served = find_server(library.settings.home) is not None
        documents = _wait(library, list(taken.values())) if wait and is_served else {}
        items = [_shape(path, added, documents.get(added.document_id)) for path, added in taken.items()]
    if as_json:
        put_json({"items": items, "next": None, "total": len(items)})
    else:
        put("\n".join(f"{item['id']}\t{item['state']}\t{visible(item['path'])}" for item in items))
    for item in items:
        if item["reason"]:
            say(f"lexo: {visible(item['path'])}: {item['reason']}")
    if taken and not is_served:
        say("LEXO is not running; it reads them when it starts.")
    unread = [item for item in items if item["state"] == "failed" or (item["reason"] and wait)]
    if failures or unread:
        only = failures[0].exit_code if failures and len(files) == 1 else PARTLY
        raise typer.Exit(only)
    if wait and taken and not is_served:
        raise typer.Exit(NotRunning.exit_code)


def _take(library: "Library", files: list[Path], *, is_private: bool) -> tuple[dict[Path, "Added"], list[LexoError]]:
    """Add each file; one that cannot be added is told, and does not keep the others from it."""
    from lexo.intake.add import add_path

    taken, failures = {}, []
    with progress(is_quiet=len(files) < 5) as tell:
        for number, path in enumerate(files):
            tell(number, len(files), path.name)
            try:
                taken[path] = add_path(library.db, library.files, path, is_private=is_private)
            except LexoError as error:
                failures.append(error)
                say(f"lexo: {visible(str(path))}: {error}")
    return taken, failures


def _wait(library: "Library", added: list["Added"]) -> dict[int, "Document"]:
    """The documents once each is read, or needs a person."""
    from lexo.store import documents

    found: dict[int, Document] = {}
    open_ids = list(dict.fromkeys(each.document_id for each in added))
    with progress() as tell:
        while open_ids:
            for document_id in list(open_ids):
                document = documents.get(library.db, document_id)
                if document.state.is_final or document.reason is not None:
                    found[document_id] = document
                    open_ids.remove(document_id)
            tell(len(found), len(found) + len(open_ids), "reading")
            if open_ids:
                time.sleep(POLL_S)
    return found


def _shape(path: Path, added: "Added", document: "Document | None") -> dict[str, Any]:
    return {
        "id": added.document_id,
        "state": str(document.state if document else added.state),
        "duplicate": added.is_duplicate,
        "path": str(path),
        "page_count": document.page_count if document else None,
        **reason_shape(document.reason if document else None),
    }
