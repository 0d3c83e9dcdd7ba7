"""How commands speak: data to stdout, talk to stderr, progress only where somebody watches."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from lexo.document import Reason
from lexo.errors import sentence

PARTLY = 7  # exit code: some of several files failed
FINDINGS = 10  # exit code: `lexo verify` found something

Progress = Callable[[int, int, str], None]  # done, total, what is in hand


def say(text: str) -> None:
    """Tell a person something."""
    print(text, file=sys.stderr, flush=True)


def put(text: str) -> None:
    """Write data; exactly one line break at its end."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
    sys.stdout.flush()


def put_json(value: Any) -> None:
    """Write data as JSON."""
    put(json.dumps(value, ensure_ascii=False, indent=1))


def tell_problems(problems: Sequence[Reason]) -> None:
    """Say which settings could not be used."""
    for problem in problems:
        say(f"lexo: {sentence(problem.code, problem.details)}")


def reason_shape(reason: Reason | None) -> dict[str, str | None]:
    """A reason as JSON carries it."""
    if reason is None:
        return {"reason": None, "reason_code": None}
    return {"reason": sentence(reason.code, reason.details), "reason_code": reason.code}


def put_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns on a terminal, separated by tabs elsewhere."""
    if not sys.stdout.isatty():
        put("\n".join("\t".join(row) for row in rows))
        return
    from rich.console import Console  # not for programs that read our output
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(_plain, row))
    Console().print(table)


@contextmanager
def progress(*, is_quiet: bool = False) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if is_quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=_plain(what))


def put_bytes(data: bytes, *, is_text: bool) -> None:
    """Write data as it is; text ends with a line break."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data + b"\n" if is_text and data and not data.endswith(b"\n") else data)
    sys.stdout.buffer.flush()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file: all of it is there, or what was there before."""
    fresh = path.with_name(f".{path.name[:100]}.{uuid4().hex[:8]}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def visible(text: str) -> str:
    """A file's name for a line of a terminal: no control characters."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _plain(text: str) -> str:
    return visible(text).replace("[", "\\[")
