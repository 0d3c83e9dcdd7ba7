"""`lexo similar`."""

from dataclasses import asdict
from typing import Annotated

import typer

from lexo.cli.output import put, put_json, say, visible

SAID = {
    "sender": "same sender",
    "kind": "same kind",
    "number": "same number",
    "party": "same number",
    "meaning": "near in meaning",
}


def similar(
    document_id: Annotated[int, typer.Argument(metavar="ID", help="As `lexo add` and `lexo search` print it.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="At most so many papers.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the papers that are most like one, and what they have in common."""
    from lexo.cli.library import opened_library
    from lexo.library.searching.similar import similar_papers
    from lexo.library.searching.vectors import Vectors

    with opened_library() as library:
        vectors = Vectors(library.db, lambda: None)  # no model is needed to compare papers
        found = similar_papers(library.db, document_id, vectors, limit)
        vectors.close()
    if as_json:
        put_json({"items": [asdict(paper) for paper in found], "next": None, "total": len(found)})
        return
    for paper in found:
        why = ", ".join(f"{SAID.get(each.what, each.what)} {each.detail}".strip() for each in paper.why)
        put(f"{paper.document_id}  {visible(paper.title)}\n    {paper.score:.2f}  {visible(why)}")
    if not found:
        say("No other paper has much in common with this one.")
