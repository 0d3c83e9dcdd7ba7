"""`lexo searches list|save|rename|delete`: searches that are kept under names, for `lexo search --saved`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from lexo.cli.output import put_json, put_table, say, visible

if TYPE_CHECKING:
    from lexo.store.database import Database
    from lexo.store.saved_searches import SavedSearch

app = typer.Typer(help="Searches that are kept under names.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Accents and capitals do not matter.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def kept(db: "Database", name: str) -> str:
    """What is looked for under a name; nothing where no name is given. Raises SavedSearchNotFound."""
    from lexo.store import saved_searches

    return saved_searches.named(db, name).query if name else ""


def typed_out(query: str, named: Mapping[str, Sequence[str] | str | None]) -> str:
    """A query with the filters of a command's options, as one would type it. Raises FilterUnknown."""
    from lexo.library.typed.named import part_named, typed_with

    typed = typed_with((part_named(name, value) for name, value in _each(named)), query)
    if not typed.strip():
        raise typer.BadParameter("Say what to look for: words, or filters.")
    return typed


def _each(named: Mapping[str, Sequence[str] | str | None]) -> Iterator[tuple[str, str]]:
    for name, given in named.items():
        for value in (given,) if isinstance(given, str) else given or ():
            if value:
                yield name, value


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Show what is kept, by name."""
    from lexo.cli.library import opened_library
    from lexo.store import saved_searches

    with opened_library() as library:
        found = saved_searches.list_searches(library.db)
    if as_json:
        put_json({"items": [_shape(each) for each in found], "next": None, "total": len(found)})
        return
    if found:
        put_table(("Name", "Search"), [(visible(each.name), visible(each.query)) for each in found])
    say(f"{len(found)} saved searches.")


@app.command("save")
def save(
    name: Name,
    query: Annotated[list[str], typer.Argument(help="Words and filters, as `lexo search` takes them.")],
    as_json: Json = False,
) -> None:
    """Keep a search, in the place of one of that name. Put -- before a query that begins with a minus."""
    from lexo.cli.library import opened_library
    from lexo.store import saved_searches

    with opened_library() as library:
        saved = saved_searches.save(library.db, name, " ".join(query))
    if as_json:
        put_json(_shape(saved))
    else:
        say("Kept.")


@app.command("rename")
def rename(name: Name, new: Annotated[str, typer.Argument(metavar="NEW", help="What it is to be called.")]) -> None:
    """Give a search another name."""
    from lexo.cli.library import opened_library
    from lexo.store import saved_searches

    with opened_library() as library:
        saved_searches.change(library.db, saved_searches.named(library.db, name).id, name=new)
    say("Renamed.")


@app.command("delete")
def delete(name: Name) -> None:
    """Forget a search; no paper is touched."""
    from lexo.cli.library import opened_library
    from lexo.store import saved_searches

    with opened_library() as library:
        saved_searches.delete(library.db, saved_searches.named(library.db, name).id)
    say("Deleted.")


def _shape(search: "SavedSearch") -> dict[str, str | int]:
    return {"id": search.id, "name": search.name, "query": search.query, "created_at": search.created_at}
