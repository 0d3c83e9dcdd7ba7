"""Print docs/errors.md: every reason LEXO gives, with its code and what it means for the API and the command line."""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs before LEXO is installed

from lexo import errors

INTRODUCTION = """\
# Reasons

Every reason LEXO gives has a code that never changes. It stands in `reason_code` of a document, a page or a job, in
`code` of an API error (`application/problem+json`), and in `--json` output of the command line. `%(name)s` stands for a
value of that one case. This page is written by `make docs` from `lexo/errors/`.

*Status* is the HTTP status where a request fails for this reason; *exit* is the exit code of `lexo`.
"""

HEADER = "| Code | What happened | What to do | Status | Exit | Worth a retry |\n|---|---|---|---|---|---|\n"


def families() -> Iterator[type[errors.LexoError]]:
    yield errors.LexoError
    yield from errors.LexoError.__subclasses__()


def members(family: type[errors.LexoError]) -> Iterator[type[errors.LexoError]]:
    """The family's own code, then its descendants'; the root stands alone."""
    yield family
    if family is not errors.LexoError:
        for child in family.__subclasses__():
            yield from members(child)


def row(error: type[errors.LexoError]) -> str:
    again = "yes" if error.retryable else ""
    return f"| `{error.code}` | {error.title} | {error.hint} | {error.status} | {error.exit_code} | {again} |\n"


def section(family: type[errors.LexoError]) -> str:
    heading = (family.__doc__ or "").splitlines()[0].split(";")[0].rstrip(".")
    if family is errors.LexoError:
        heading = "Unforeseen"
    return f"\n## {heading}\n\n{HEADER}" + "".join(row(error) for error in members(family))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # always a text file here
    sys.stdout.write(INTRODUCTION + "".join(section(family) for family in families()))
