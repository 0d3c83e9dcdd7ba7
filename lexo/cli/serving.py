"""`lexo serve`, `lexo status`, `lexo open`."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import put, put_json, put_table, say, tell_problems
from lexo.errors import NotRunning

if TYPE_CHECKING:
    from socket import socket

    from fastapi import FastAPI

    from lexo.settings import Loaded, Settings

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port, instead of 8000 or LEXO_PORT.")] = None,
    host: Annotated[str | None, typer.Option(help="Address of this machine: 127.0.0.1, localhost or ::1.")] = None,
    reload: Annotated[bool, typer.Option("--reload", help="For developers: start again when a file changes.")] = False,
) -> None:
    """Watch the folder, read what is dropped into it, and show it in the browser. Ctrl-C stops."""
    from lexo import guard, log
    from lexo.app import Lexo
    from lexo.settings import load
    from lexo.web import process, server

    loaded = load(port=port, host=host)
    settings = loaded.settings
    log.configure(settings.log_level, settings.log_format)
    with process.claimed(settings.home, settings.host, settings.port) as listener:
        tell_problems(loaded.problems)
        say(f"LEXO is at {settings.url} and watches {settings.watch}")
        if reload:
            _serve_reloading(loaded, listener)
        else:
            lexo = Lexo.build(loaded)
            guard.install(lexo.reachable)
            server.run(lexo, listener)


def status(as_json: Json = False) -> None:
    """Say whether LEXO runs and how far it is. Exit code 3 where it does not run."""
    from lexo.cli.library import settings_in_force
    from lexo.cli.running import find_server

    settings = settings_in_force()
    server = find_server(settings.home)
    found: dict[str, Any] = {
        "running": server is not None,
        "url": server.url if server else None,
        "pid": server.pid if server else None,
        "started_at": server.started_at if server else None,
        "home": str(settings.home),
        "watch": str(settings.watch),
        **_counts(settings),
    }
    if as_json:
        put_json(found)
    else:
        put_table(("", ""), [(name, str(value)) for name, value in _lines(found)])
    if server is None:
        say(f"lexo: {NotRunning()}")
        raise typer.Exit(NotRunning.exit_code)


def open_(
    document_id: Annotated[int | None, typer.Argument(help="Open this document.", metavar="[ID]")] = None,
) -> None:
    """Show LEXO in the browser, and print the address."""
    import webbrowser

    from lexo.cli.library import settings_in_force
    from lexo.cli.running import find_server

    server = find_server(settings_in_force().home)
    if server is None:
        raise NotRunning()
    url = server.url if document_id is None else f"{server.url}/documents/{document_id}"
    put(url)
    if not webbrowser.open(url):
        say("No browser was found; open the address yourself.")


def reloaded_app() -> "FastAPI":
    """The app that uvicorn's reloader makes anew in a process of its own each time."""
    from lexo import guard, log
    from lexo.app import Lexo
    from lexo.settings import load
    from lexo.web.server import create_app

    loaded = load()
    log.configure(loaded.settings.log_level, loaded.settings.log_format)
    lexo = Lexo.build(loaded)
    guard.install(lexo.reachable)
    return create_app(lexo)


def _serve_reloading(loaded: "Loaded", listener: "socket") -> None:
    import uvicorn
    from uvicorn.supervisors import ChangeReload

    from lexo.settings import CHECKOUT

    settings = loaded.settings
    os.environ |= {"LEXO_HOST": settings.host, "LEXO_PORT": str(settings.port)}  # for the processes that serve
    folders = [str(folder) for name in ("lexo", "templates", "static") if (folder := CHECKOUT / name).is_dir()]
    config = uvicorn.Config(
        "lexo.cli.serving:reloaded_app",
        factory=True,
        reload=True,
        reload_dirs=folders,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    ChangeReload(config, target=uvicorn.Server(config).run, sockets=[listener]).run()


def _counts(settings: "Settings") -> dict[str, Any]:
    """How many documents stand where; a library that was never opened is not made for this."""
    from dataclasses import asdict

    from lexo.store import documents, jobs
    from lexo.store.database import Database

    if not settings.database.exists():
        return {"documents": {}, "queue": {}}
    db = Database(settings.database)
    try:
        return {
            "documents": {str(state): count for state, count in documents.counts(db).items()},
            "queue": asdict(jobs.totals(db)),
        }
    finally:
        db.close()


def _lines(found: dict[str, Any]) -> list[tuple[str, Any]]:
    """What is told of a status, nested counts as `queue.failed`."""
    lines: list[tuple[str, Any]] = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines += [(f"{name}.{key}", inner) for key, inner in value.items() if inner]
        elif value is not None:
            lines.append((name, {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value))
    return lines
