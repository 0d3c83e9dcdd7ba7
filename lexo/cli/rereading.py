"""`lexo reread`: read a paper of the library again, in another way."""

from typing import Annotated

import typer

from lexo.cli.converting import Dpi, Engine, StrategyOption
from lexo.cli.output import put, put_json, say
from lexo.document import Strategy


def reread(
    document_id: Annotated[int, typer.Argument(metavar="ID", min=1, help="Of the document, as `lexo search` says it.")],
    page: Annotated[int | None, typer.Option("--page", min=1, help="Only this page; otherwise all.")] = None,
    engine: Engine = "auto",
    strategy: StrategyOption = Strategy.AUTO,
    dpi: Dpi = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Read a document again, or one of its pages, with another engine or more work. Its text stays until then."""
    from lexo.cli.library import opened_library
    from lexo.cli.looks import Looks
    from lexo.cli.running import find_server
    from lexo.document import ReadingOptions
    from lexo.store import documents, jobs, private

    with opened_library() as library:
        looks = Looks(library.settings)
        looks.check(engine)
        documents.get(library.db, document_id)
        if looks.is_model(engine):
            private.refuse_private(library.db, document_id)
        options = ReadingOptions(library.settings.languages, engine, strategy, dpi)
        job_id = jobs.retry_document(library.db, document_id, options, everything=page is None, number=page)
        is_served = find_server(library.settings.home) is not None
    if as_json:
        put_json({"document_id": document_id, "page": page, "job_id": job_id, "state": "queued"})
    else:
        put(f"{document_id}\tqueued")
    if not is_served:
        say("LEXO is not running; it reads them when it starts.")
