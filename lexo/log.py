"""Logging: one line per event on stderr, as text or as JSON lines, with the document's and page's id on each record."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

document_id: ContextVar[int | None] = ContextVar("document_id", default=None)
page_number: ContextVar[int | None] = ContextVar("page_number", default=None)


class _Context(logging.Filter):
    """Puts the ids in force on each record; never a file name, never document text."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "document"):
            record.document = document_id.get()
        if not hasattr(record, "page"):
            record.page = page_number.get()
        return True


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        where = "".join(
            f" {name}={value}" for name in ("document", "page") if (value := getattr(record, name, None)) is not None
        )
        line = f"{self._time(record)} {record.levelname:<7} {record.name}{where} {record.getMessage()}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line

    def _time(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _Json(_Text):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self._time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "document": getattr(record, "document", None),
            "page": getattr(record, "page", None),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str = "INFO", line_format: str = "text") -> None:
    """Send every record to stderr; `line_format` is "text" or "json". A full disk under the log never raises."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if line_format == "json" else _Text())
    handler.addFilter(_Context())
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("uvicorn.access", "watchdog", "multipart", "python_multipart"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
