"""Text that a format must show as it is."""

import html
import re

_SPECIAL = re.compile(r"([\\`*<\[\]]|(?<![^\W_])_|_(?![^\W_]))")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold at all
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula (OWASP)
_NUMBER = re.compile(r"[+-]?\s?[€$£]?\s?(?:\d[\d\s.,'’]*|[.,]\d+)\s?[%‰€$£]?$")


def escaped(text: str) -> str:
    """The text with a backslash before every sign that Markdown would take for its own."""
    return _SPECIAL.sub(r"\\\1", text)


def storable(text: str) -> str:
    """The text without the signs that no XML file may hold, escaped or not."""
    return _NOT_XML.sub("", text)


def marked_up(text: str) -> str:
    """The text for HTML and XML, within elements and within quoted attributes."""
    return html.escape(storable(text))


def harmless(text: str) -> str:
    """The text for a cell of CSV: an apostrophe before what a spreadsheet would run, not before a number."""
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.match(text) else text
