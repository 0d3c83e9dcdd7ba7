"""Routes that nobody asks for at first: imported right after the first page, or when somebody does ask for them.

A route costs a millisecond to build and there are a hundred: the first page would wait for all of them.
"""

import threading
from importlib import import_module

from fastapi import FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

MODULES = (
    "api_events",
    "api_pages",
    "api_documents",
    "api_export",
    "api_errors",
    "search",
    "api_search",
    "ask",
    "api_reading",
    "api_ask",
    "api_searches",
    "api_facts",
    "api_deadlines",
    "api_jobs",
    "api_ocr",
    "api_cache",
    "api_models",
    "api_metrics",
    "api_docs",
    "activity",
    "models",
    "facts",
    "deadlines",
    "api_dossiers",
    "dossiers",
    "private",
    "similar",
    "api_similar",
    "openai",
    "api_assistant",
)
DELAY_S = 1.0  # after the start


class Later(BaseRoute):
    """Stands behind the routes that are there, matches nothing itself, and adds the rest behind itself."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._is_loaded = False

    def load(self) -> None:
        """Add the routes, once."""
        with self._lock:
            if self._is_loaded:
                return
            for name in MODULES:
                self._app.include_router(import_module(f"lexo.web.routes.{name}").router)
            self._is_loaded = True

    def load_soon(self) -> threading.Timer:
        """Add the routes when the server has come to rest; to be cancelled when it ends sooner."""
        timer = threading.Timer(DELAY_S, self.load)
        timer.daemon = True
        timer.start()
        return timer

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """None of the routes before it was meant: whoever goes on through the list finds the others behind it."""
        self.load()
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """It never matches; what is asked for all the same is answered by the app."""
        await self._app(scope, receive, send)
