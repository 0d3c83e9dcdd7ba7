"""`lexo private`: papers that no model and no assistant is ever shown."""

from typing import Annotated

import typer

from lexo.cli.output import put, put_json


def private(
    document_id: Annotated[int, typer.Argument(metavar="ID", min=1, help="Of the document, as `lexo search` says it.")],
    off: Annotated[bool, typer.Option("--off", help="Models may see it again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Never show a document to a model or an assistant. You find it as before."""
    from lexo.cli.library import opened_library
    from lexo.store import documents
    from lexo.store import private as marks

    with opened_library() as library:
        documents.get(library.db, document_id)
        marks.set_private(library.db, document_id, is_private=not off)
    if as_json:
        put_json({"document_id": document_id, "is_private": not off})
    else:
        put(f"{document_id}\t{'not private' if off else 'private'}")
