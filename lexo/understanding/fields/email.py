"""E-mail addresses.

Source: RFC 5321 and 5322, of which what people print: no comments, no quotes. The length of each part is bounded, so
that no text takes long.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, bare, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage

_PERSON = r"(?<![A-Za-z0-9._%+@-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9@_-])"
_ADDRESS = re.compile(rf"{_PERSON}@{_DOMAIN}")
_READ_ADDRESS = re.compile(rf"{_PERSON} ?@ ?{_DOMAIN}")  # readers of pixels see a gap beside the sign
FORM = Judgement(Verdict.PLAUSIBLE, 0.95, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of an address.

    >>> is_valid("service.client@example.fr"), is_valid("service client@example"), is_valid("a..b@example.fr")
    (True, False, False)
    """
    return _ADDRESS.fullmatch(text) is not None and ".." not in text and ".@" not in text


def normalized(text: str) -> str:
    """In small letters, without gaps.

    >>> normalized("Info@ Example.FR")
    'info@example.fr'
    """
    return "".join(text.split()).casefold()


def formatted(address: str) -> str:
    """As it is."""
    return address


def domain_of(address: str) -> str:
    """What stands behind the sign.

    >>> domain_of("info@example.fr")
    'example.fr'
    """
    return address.rpartition("@")[2]


def find(paper: Paper) -> Iterator[Field]:
    """Every e-mail address."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    if "@" not in page.text:
        return
    pattern = _READ_ADDRESS if page.is_read_from_pixels else _ADDRESS
    for strip, match in bare(page, pattern):
        address = normalized(match[0])
        if is_valid(address):
            yield found_at(page, strip, *match.span()).field("email", address, "".join(match[0].split()), FORM)
