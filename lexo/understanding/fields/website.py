"""Addresses of websites, whose host says who a sender is.

Source: RFC 3986, of which what people print: with "http", with "www", or after a word that says so.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, bare, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9@_-])"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9@._-])(?:https?://(?P<host>{_HOST})|(?P<www>www\.{_HOST})"
    rf"|(?i:internet|site(?:\s+(?:web|internet))?|web(?:site)?)\s?:\s?(?P<named>{_HOST}))(?:/[^\s,;<>\"']{{0,200}})?"
)
FORM = Judgement(Verdict.PLAUSIBLE, 0.9, "form")


def is_valid(text: str) -> bool:
    """Whether it is an address that begins with "http" or "www".

    >>> is_valid("https://www.example.fr/aide"), is_valid("example")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def normalized(text: str) -> str:
    """The host alone, in small letters, without "www".

    >>> normalized("https://www.Example.fr/aide?x=1")
    'example.fr'
    """
    match = _ADDRESS.match(text)
    host = (match["host"] or match["www"] or match["named"]) if match else ""
    return host.casefold().removeprefix("www.")


def formatted(host: str) -> str:
    """As it is."""
    return host


def find(paper: Paper) -> Iterator[Field]:
    """Every website, once for each host."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for strip, match in bare(page, _ADDRESS):
        start = match.start("named") if match["named"] else match.start()
        value = strip.text[start : match.end()].rstrip(".,;:)/")
        found = found_at(page, strip, start, start + len(value))
        yield found.field("website", normalized(match[0]), value, FORM)
