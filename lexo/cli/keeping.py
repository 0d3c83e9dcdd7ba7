"""`lexo verify` and `lexo doctor`: looking after the library and the machine."""

from dataclasses import asdict
from typing import Annotated

import typer

from lexo.cli.output import FINDINGS, progress, put, put_json, say
from lexo.document import Reason
from lexo.errors import DatabaseDamaged, DatabaseNewer, SystemProblem, UnsafeFolders

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def verify(
    read_data: Annotated[bool, typer.Option("--read-data", help="Read every copy and compare its content.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="Make the search index anew if it is not in step.")] = False,
    as_json: Json = False,
) -> None:
    """Check database, search index and copies. Exit code 10 where something is found."""
    from lexo.cli.library import opened_library
    from lexo.upkeep.verify import Finding, Verified
    from lexo.upkeep.verify import verify as look

    try:
        with opened_library() as library, progress() as tell:
            files = library.files
            found = look(
                library.db,
                files,
                read_data=read_data,
                repair=repair,
                on_file=lambda done, all_: tell(done, all_, "copies"),
            )
    except (DatabaseDamaged, DatabaseNewer) as error:
        found = Verified(0, 0, (Finding(error.code, str(error)),))
    if as_json:
        put_json({"sound": found.is_sound, **asdict(found)})
    else:
        put("\n".join(f"{finding.code}: {finding.sentence}{_ids(finding.ids)}" for finding in found.findings))
    for code in found.repaired:
        say(f"Repaired: {code}.")
    data = f", {found.bytes_read / 1e6:.1f} MB read" if read_data else ""
    say(f"{found.documents} papers looked at{data}: {'all is well' if found.is_sound else 'see above'}.")
    if not found.is_sound:
        raise typer.Exit(FINDINGS)


def doctor(as_json: Json = False) -> None:
    """Check what LEXO needs of this machine, and say what to do. Exit code 8 where something fails."""
    from lexo.cli.running import find_server
    from lexo.intake.folders import check_folders
    from lexo.settings import CHECKOUT, load
    from lexo.upkeep import doctor as looking

    loaded = load()
    settings = loaded.settings
    try:
        folder_problems = check_folders(settings.watch, settings.home, CHECKOUT)
    except UnsafeFolders as error:
        folder_problems = (Reason(error.code, error.details),)
    checks = looking.examine(
        looking.Patient(
            home=settings.home,
            watch=settings.watch,
            models=settings.models,
            database=settings.database,
            languages=settings.languages,
            host=settings.host,
            port=settings.port,
            is_running=find_server(settings.home) is not None,
            problems=loaded.problems,
            folder_problems=folder_problems,
            model_memory_mb=settings.model_memory_mb,
            remote_url=settings.remote_url,
        )
    )
    status = looking.worst(checks)
    if as_json:
        put_json({"status": status, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            put(
                f"{check.status:<4}  {check.name}: {check.sentence}"
                + (f"\n      {check.remedy}" if check.remedy else "")
            )
    if status == "fail":
        raise typer.Exit(SystemProblem.exit_code)


def _ids(ids: tuple[int, ...]) -> str:
    return f" ({', '.join(map(str, ids))})" if ids else ""
