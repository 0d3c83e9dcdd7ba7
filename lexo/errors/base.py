"""The root of all reasons, and the limits behind some of them."""

from typing import ClassVar

MAX_PAGES = 10_000  # pages of one document
MAX_SIDE_PX = 32_767  # Tesseract's own limit for a side of an image
MAX_PIXELS = 178_956_970  # where Pillow calls an image a bomb
MAX_UNPACKED_BYTES = 1 << 30  # one image once unpacked
PAGE_TIMEOUT_S = 120.0
MAX_TEXT_CHARS = 2_000_000  # of one page; more is cut, with a warning
SNIFF_BYTES = 4096

Details = dict[str, str | int]


class LexoError(Exception):
    """Base of all reasons. `status` is the HTTP status, `exit_code` the command line's."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong inside LEXO."
    hint: ClassVar[str] = "Your papers are safe. Try again; the log says more."
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, **details: str | int) -> None:
        super().__init__(self.code)
        self.details: Details = details

    def __str__(self) -> str:
        return said(f"{self.title} {self.hint}", self.details)


def said(template: str, details: Details) -> str:
    """Fill a template; a value that is missing shows as a dash rather than raising."""
    return template.strip() % _Filled(details)


class _Filled(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "–"
