"""Looking up values in an invoice's tree by the local names of its elements."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from lexo.understanding.official.einvoice.invoice import Identifier

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_TEXT = 1000  # characters of one value
_MAX_NUMBER = 32  # characters
_LARGEST = 10**15


def nodes(node: "Element | None", path: str) -> "Iterator[Element]":
    """The elements at a path of local names: "Party/PostalAddress"; "A|B" stands for either."""
    found = [node] if node is not None else []
    for names in _steps(path):
        found = [child for each in found for child in each if _local(child.tag) in names]
    return iter(found)


def first(node: "Element | None", path: str) -> "Element | None":
    """The first of `nodes`."""
    return next(nodes(node, path), None)


def text(node: "Element | None", path: str = "") -> str:
    """The first text at the path that is not empty, its white space made one."""
    return next((found for each in nodes(node, path) if (found := own_text(each))), "")


def own_text(node: "Element | None") -> str:
    """The text of one element without what lies in it, printable and bounded."""
    raw = (node.text or "")[: 4 * MAX_TEXT] if node is not None else ""
    words = " ".join(raw.split())
    return "".join(sign for sign in words if sign.isprintable())[:MAX_TEXT]


def texts(node: "Element | None", path: str) -> tuple[str, ...]:
    """The different texts at the path, at most ten."""
    return tuple(islice(dict.fromkeys(filter(None, map(own_text, nodes(node, path)))), 10))


def identifiers(node: "Element | None", path: str) -> tuple[Identifier, ...]:
    """The texts at the path, with the list that each is of; at most ten."""
    found = (Identifier(own_text(each), each.get("schemeID", "")) for each in nodes(node, path))
    return tuple(islice((each for each in found if each.text), 10))


def number(node: "Element | None", path: str) -> Decimal | None:
    """The first number at the path; XML writes them with a point."""
    return decimal(text(node, path))


def decimal(written: str) -> Decimal | None:
    """A plain decimal number, or None."""
    if not 0 < len(written) <= _MAX_NUMBER or not set(written) <= set("+-.0123456789"):
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return value if abs(value) < _LARGEST else None


@cache
def _steps(path: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(step.split("|")) for step in path.split("/")) if path else ()


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
