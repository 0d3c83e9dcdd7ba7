"""The command `lexo`: data on stdout, talk on stderr, exit codes as `docs/cli.md` lists them.

Modules of LEXO are imported inside the commands: each command loads what it needs, so that `lexo status` is quick.
"""

import os
import sys
from typing import Annotated

import typer

from lexo import __version__
from lexo.cli import (
    adding,
    asking,
    backing,
    converting,
    dossiers,
    exporting,
    finding,
    hiding,
    ipc,
    keeping,
    likeness,
    mcp,
    models,
    rereading,
    searches,
    serving,
    trusting,
)
from lexo.cli.output import put, say
from lexo.errors import LexoError

app = typer.Typer(
    name="lexo",
    help="Reads your papers on this machine, and finds them again by their words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    serving.serve,
    serving.status,
    serving.open_,
    adding.add,
    converting.convert,
    converting.batch,
    exporting.export,
    finding.search,
    finding.show,
    likeness.similar,
    asking.ask,
    rereading.reread,
    hiding.private,
    ipc.ipc,
    mcp.mcp,
    keeping.verify,
    backing.backup,
    backing.restore,
    keeping.doctor,
):
    app.command(command.__name__.rstrip("_"))(command)
app.add_typer(models.app, name="models")
app.add_typer(dossiers.app, name="dossier")
app.add_typer(trusting.app, name="trust")
app.add_typer(searches.app, name="searches")


def _version(is_wanted: bool) -> None:
    if is_wanted:
        put(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line and exit."""
    try:
        app(prog_name="lexo")
    except LexoError as error:
        say(f"lexo: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: say nothing more
        sys.exit(1)
