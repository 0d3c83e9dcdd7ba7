"""The one web app and the one process that serves it."""

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from lexo import __version__
from lexo.app import Lexo
from lexo.web import download, errors, openapi, process, render
from lexo.web.deps import Threads
from lexo.web.later import Later
from lexo.web.live import Queue
from lexo.web.routes import (
    api_health,
    documents,
    home,
    language,
)
from lexo.web.security import Guard
from lexo.web.uploads import UPLOADS

# FastAPI would send spans, metrics and logs, exceptions' texts among them, wherever the environment says.
NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)


def create_app(lexo: Lexo) -> FastAPI:
    """The app around one Lexo, which starts and stops with it."""
    app = FastAPI(
        title=openapi.TITLE,
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        form_limits={"max_files": 200, "max_fields": 10, "max_part_size": 1 << 16},
        telemetry=NO_TELEMETRY,
    )
    app.state.lexo = lexo
    app.state.threads = Threads()
    openapi.describe(app)
    errors.install(app)
    for routes in (
        api_health,
        home,
        documents,
        language,
    ):
        app.include_router(routes.router)
    app.include_router(api_health.ocr_router)
    app.mount("/static", download.KeptFiles(directory=render.folder("static")), name="static")
    app.state.later = Later(app)
    app.router.routes.append(app.state.later)
    app.add_middleware(
        Guard, port=lexo.settings.port, max_upload_bytes=lexo.settings.max_upload_mb << 20, uploads=UPLOADS
    )
    return app


def serve(lexo: Lexo) -> None:
    """Serve this library until SIGTERM or SIGINT. Raises AlreadyRunning, PortTaken, UnsafeAddress."""
    settings = lexo.settings
    with process.claimed(settings.home, settings.host, settings.port) as listener:
        run(lexo, listener)


def run(lexo: Lexo, listener: socket.socket) -> None:
    """Serve on a socket that `process.claimed` gave, so that the library is opened by its one server alone."""
    app = create_app(lexo)
    process.run(app, listener, lambda: _end_streams(app))


def _end_streams(app: FastAPI) -> None:
    queue: Queue = app.state.queue  # there once the app has started
    queue.is_over.set()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start Lexo, and stop it in order. Uploads are written to LEXO's own folder while they come in."""
    lexo: Lexo = app.state.lexo
    app.state.queue = Queue(lexo)
    tempfile.tempdir = str(lexo.settings.home / "tmp")
    await to_thread.run_sync(lexo.start)
    timer = app.state.later.load_soon()
    try:
        yield
    finally:
        timer.cancel()
        app.state.queue.is_over.set()
        await to_thread.run_sync(lexo.stop)
        tempfile.tempdir = None
