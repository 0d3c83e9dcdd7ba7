"""`lexo trust import|list`: whose signatures on papers this library takes as real. Nothing here uses a network."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from lexo.cli.output import put_json, put_table, say, visible
from lexo.errors import UploadTooLarge

app = typer.Typer(
    help="Certificates that the signed codes of French papers (2D-Doc) are checked with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, metavar="FILE", help="The file.")],
    as_json: Json = False,
) -> None:
    """Take in certificates: the trust list of France Titres (XML), one certificate (PEM, DER), or a ZIP of those.

    The list names authorities alone; the certificate that a paper was signed with is published by its authority.
    """
    from lexo.cli.library import opened_library
    from lexo.store import due
    from lexo.understanding.official.twod_doc import MAX_FILE_BYTES, import_trust

    if file.stat().st_size > MAX_FILE_BYTES:
        raise UploadTooLarge(limit_mb=MAX_FILE_BYTES >> 20)
    os.umask(0o077)
    found = import_trust(_folder(), file.read_bytes(), file.name)
    with opened_library() as library:
        again = due.want_signed(library.db) if found.fresh else 0
    if as_json:
        counts = {"authorities": found.authorities, "certificates": found.certificates, "new": found.fresh}
        put_json({**counts, "papers": again})
    say(f"{found.authorities} authorities and {found.certificates} certificates taken in, {found.fresh} of them new.")
    if again:
        say(f"{again} papers with signed codes are looked at anew while LEXO runs.")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Show the certificates that were taken in."""
    from lexo.understanding.official.twod_doc import load_trust

    folder = _folder()
    items: list[dict[str, Any]] = [
        {
            "authority": one.authority,
            "certificate": one.certificate or None,
            "name": one.name,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "is_trusted": one.is_trusted,
        }
        for one in load_trust(folder).described()
    ]
    if as_json:
        put_json({"folder": str(folder), "items": items})
        return
    put_table(("authority", "certificate", "name", "from", "to", "trusted"), [_row(item) for item in items])
    if not items:
        say("No certificate was taken in yet, so every signature is of an unknown authority. See `lexo trust import`.")


def _folder() -> Path:
    from lexo.cli.library import settings_in_force

    return settings_in_force().home / "trust"


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    return (
        item["authority"],
        item["certificate"] or "authority",
        visible(item["name"]),
        item["valid_from"],
        item["valid_to"],
        "yes" if item["is_trusted"] else "no",
    )
