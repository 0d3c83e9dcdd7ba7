"""The head of a typed paper, and what is to be read from it."""

from collections.abc import Mapping
from typing import NamedTuple


class Head(NamedTuple):
    """A paper's first page; `wanted` holds the normalised values by the fields' names."""

    text: str
    wanted: dict[str, str]


def heads_of(module: Mapping[str, object]) -> dict[str, Head]:
    """All heads of a module by their names in small letters."""
    return {name.lower(): value for name, value in module.items() if isinstance(value, Head)}
