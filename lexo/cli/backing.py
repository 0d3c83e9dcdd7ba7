"""`lexo backup` and `lexo restore`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import progress, put, put_json, say
from lexo.errors import DatabaseDamaged, LibraryNotEmpty, StopFirst

if TYPE_CHECKING:
    from lexo.settings import Settings
    from lexo.upkeep.manifest import Backup

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def backup(
    to: Annotated[Path | None, typer.Option(help="Another folder of backups, on another disk for example.")] = None,
    wants_list: Annotated[bool, typer.Option("--list", help="Only name the backups there are.")] = False,
    as_json: Json = False,
) -> None:
    """Back the whole library up; each paper is kept once. May run while LEXO works."""
    from lexo.cli.library import opened_library
    from lexo.upkeep import backup as backups
    from lexo.upkeep.holdings import Library

    if wants_list:
        _list(backups.list_backups(_folder(to)), as_json)
        return
    with opened_library() as library, progress() as tell:
        what = Library(library.settings.home, library.db, library.files)
        made = backups.make(what, _folder(to), on_file=lambda done, all_: tell(done, all_, "papers"))
    if as_json:
        put_json({**_shape(made.backup), "new_papers": made.new_papers, "new_bytes": made.new_bytes, "gone": made.gone})
    else:
        put(str(made.backup.path))
    papers = len(made.backup.manifest.papers)
    say(f"{papers} papers backed up, {made.new_papers} of them new ({made.new_bytes / 1e6:.1f} MB).")
    if made.backup.manifest.left_out:
        say(
            f"{len(made.backup.manifest.left_out)} papers were left out: their copy is damaged. lexo verify names them."
        )


def restore(
    name: Annotated[str, typer.Argument(metavar="[BACKUP]", help="As --list names it; else the newest.")] = "",
    source: Annotated[Path | None, typer.Option("--from", help="The folder of backups.")] = None,
    is_trial: Annotated[bool, typer.Option("--dry-run", help="Check all, and only say what would be done.")] = False,
    is_sure: Annotated[bool, typer.Option("--yes", help="Put the library that is there aside.")] = False,
    as_json: Json = False,
) -> None:
    """Bring a library back out of a backup, once all of it is known to be whole. LEXO must not run."""
    from lexo.cli.library import settings_in_force
    from lexo.cli.running import find_server
    from lexo.upkeep import backup as backups
    from lexo.upkeep import restore as restoring

    settings = settings_in_force()
    if find_server(settings.home) is not None and not is_trial:
        raise StopFirst()
    with progress() as tell:
        chosen = backups.find(_folder(source, settings), name)
        planned = restoring.plan(chosen, settings.home, on_file=lambda done, all_: tell(done, all_, "checked"))
        papers = _papers_of(settings)
        if papers and not is_trial and not is_sure:
            raise LibraryNotEmpty(papers=papers)
        if not is_trial:
            restoring.restore(planned, settings.home, on_file=lambda done, all_: tell(done, all_, "papers"))
    if as_json:
        aside = str(planned.puts_aside) if planned.puts_aside else None
        put_json({**_shape(chosen), "missing_papers": planned.missing_papers, "put_aside": aside, "done": not is_trial})
    would = "would be" if is_trial else "were"
    say(f"{chosen.name}: {planned.papers} papers {would} restored, {planned.missing_papers} of them copied.")
    if planned.puts_aside is not None:
        say(f"The library that is there {'would be' if is_trial else 'was'} put aside in {planned.puts_aside}.")


def _folder(given: Path | None, settings: "Settings | None" = None) -> Path:
    from lexo.cli.library import settings_in_force

    return given.expanduser().absolute() if given is not None else (settings or settings_in_force()).backups


def _papers_of(settings: "Settings") -> int:
    """How many papers the library that is there holds; one at least where that cannot be told."""
    from lexo.store import snapshots

    if not settings.database.exists():
        return 0
    snapshots.settle(settings.database)
    try:
        return len(snapshots.copies_in(settings.database))
    except DatabaseDamaged:
        return 1


def _list(found: "tuple[Backup, ...]", as_json: bool) -> None:
    if as_json:
        put_json({"items": [_shape(each) for each in found], "next": None, "total": len(found)})
        return
    for each in found:
        said = each.manifest
        put(f"{each.name}  {len(said.papers)} papers, {said.database.size_bytes / 1e6:.1f} MB of database, {said.why}")
    say(f"{len(found)} backups.")


def _shape(backup: "Backup") -> dict[str, Any]:
    said = backup.manifest
    return {
        "name": backup.name,
        "path": str(backup.path),
        "made_at": said.made_at,
        "why": said.why,
        "version": said.version,
        "papers": len(said.papers),
        "paper_bytes": sum(paper.size_bytes for paper in said.papers),
        "database_bytes": said.database.size_bytes,
    }
