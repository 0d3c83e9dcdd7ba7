"""`lexo dossier`: papers that somebody asks for, gathered from the command line."""

import itertools
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import put, put_json, put_table, say, visible
from lexo.errors import OutputExists

if TYPE_CHECKING:
    from lexo.library.dossiers.check import Checked

app = typer.Typer(
    help="Papers that somebody asks for: what is there, what is missing, one PDF.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Id = Annotated[int, typer.Argument(metavar="ID", min=1, help="As `lexo dossier list` prints it.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Language = Annotated[str, typer.Option("--language", help="Of what is written: fr or en.")]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Show the dossiers, and the lists that one can begin with."""
    from lexo.cli.library import opened_library
    from lexo.library.dossiers import desk, registry
    from lexo.store import dossiers

    with opened_library() as library:
        checked = desk.look_at_all(library.db, dossiers.list_all(library.db), _today())
    if as_json:
        templates = [{"id": each.id, "name": each.name.en} for each in registry.ALL]
        put_json({"items": [_summary(each) for each in checked], "next": None, "templates": templates})
        return
    rows = [
        (str(each.dossier.id), f"{each.ready}/{each.asked}", each.dossier.template or "-", visible(each.dossier.name))
        for each in checked
    ]
    put_table(("id", "ready", "list", "name"), rows)
    say(f"Begin one with: {', '.join(each.id for each in registry.ALL)}.")


@app.command("new")
def new(
    template: Annotated[str, typer.Argument(metavar="LIST", help="As `lexo dossier list` names them.")] = "",
    name: Annotated[str, typer.Option("--name", help="What to call it; needed without a list.")] = "",
    person: Annotated[str, typer.Option("--person", help="Whose papers to take.")] = "",
    language: Language = "fr",
    as_json: Json = False,
) -> None:
    """Begin a dossier and print its id."""
    from lexo.cli.library import opened_library
    from lexo.library.dossiers import desk
    from lexo.store.dossiers import NewDossier

    with opened_library() as library:
        dossier_id = desk.begin(library.db, NewDossier(template, name, person), language)
        checked = desk.look(library.db, dossier_id, _today())
    if as_json:
        put_json(_summary(checked))
    else:
        put(str(dossier_id))
        say(f"{checked.ready} of {checked.asked} pieces are there: lexo dossier show {dossier_id}")


@app.command("show")
def show(dossier_id: Id, language: Language = "fr", as_json: Json = False) -> None:
    """Print what is there and what is missing."""
    from lexo.cli.library import opened_library
    from lexo.library.dossiers import desk, lists

    with opened_library() as library:
        checked = desk.look(library.db, dossier_id, _today())
    if as_json:
        put_json({**_summary(checked), "pieces": [_piece(checked, at, language) for at in range(len(checked.pieces))]})
    else:
        put(lists.as_text(checked, language))


@app.command("export")
def export(
    dossier_id: Id,
    output: Annotated[Path, typer.Option("--output", "-o", help="A .pdf, .csv or .txt; - prints the list.")],
    language: Language = "fr",
) -> None:
    """Write the PDF of a dossier, or its list. Originals stay as they are."""
    from lexo.cli.library import opened_library
    from lexo.library.dossiers import desk, lists

    if output.suffix.lower() == ".pdf":
        _write_pdf(dossier_id, output, language)
        say(f"Written: {visible(str(output))}")
        return
    with opened_library() as library:
        checked = desk.look(library.db, dossier_id, _today())
    is_csv = output.suffix.lower() == ".csv"
    text = "\ufeff" + lists.as_csv(checked, language) if is_csv else lists.as_text(checked, language)
    if str(output) == "-":
        put(text)
        return
    try:
        output.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise OutputExists(path=str(output)) from error


def _write_pdf(dossier_id: int, output: Path, language: str) -> None:
    """By a reader of this command's own: a server beside it is left alone, and so are the passwords it knows."""
    from lexo.cli.library import opened_library
    from lexo.library.dossiers.lists import outline_of
    from lexo.pipeline.dossiers import Bindery, write
    from lexo.pipeline.readers import Readers

    with opened_library() as library, tempfile.TemporaryDirectory() as folder:
        outline = outline_of(library.db, dossier_id, language)
        readers = Readers(1, page_timeout_s=library.settings.page_timeout_s)
        numbers = itertools.count()

        def scratch() -> Path:
            return Path(folder) / str(next(numbers))

        try:
            path = write(Bindery(library.db, library.files, readers, scratch, {}), outline)
        finally:
            readers.stop(0)
        try:
            shutil.move(path, output)
        except OSError as error:
            raise OutputExists(path=str(output)) from error


def _summary(checked: "Checked") -> dict[str, Any]:
    dossier = checked.dossier
    return {
        "id": dossier.id,
        "name": dossier.name,
        "template": dossier.template,
        "person": checked.person,
        "asked": checked.asked,
        "ready": checked.ready,
        "is_complete": checked.is_complete,
    }


def _piece(checked: "Checked", at: int, language: str) -> dict[str, Any]:
    from lexo.library.dossiers import wording

    each = checked.pieces[at]
    return {
        "key": each.key,
        "label": each.piece.label.in_(language),
        "state": each.state,
        "sentence": wording.sentence(each, language),
        "found": [one.paper.document.id for one in each.found],
        "doubtful": [one.paper.document.id for one in each.doubtful],
        "missing": each.missing,
    }


def _today() -> date:
    return datetime.now().astimezone().date()
