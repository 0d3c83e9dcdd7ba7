"""Filters that programs and commands give by name, beside what is typed: `kind`, `sender`, `after`, `min`, `field`."""

from collections.abc import Iterable
from datetime import date, datetime

from lexo.errors import FilterUnknown, InvalidRequest
from lexo.library.typed.reading import MAX_CHARS, Part, What, part_of

_SIGNS = {"min": ">=", "max": "<="}


def part_named(name: str, value: str, today: date | None = None) -> Part:
    """The filter of that name, as if it had been typed; of `field` the value is `name=value`. Raises FilterUnknown."""
    key = "amount" if name in _SIGNS else name
    if name == "field":
        key, _, value = value.partition("=")
    part = part_of(key.strip(), _SIGNS.get(name, "") + value, today or datetime.now().astimezone().date())
    if part is None or (part.what is What.FIELD) is not (name == "field"):
        raise FilterUnknown(name=name)
    return part


def typed_with(parts: Iterable[Part], q: str) -> str:
    """The search that says all of it, as one would type it. Raises InvalidRequest where the filters are too long."""
    typed = " ".join(part.written() for part in parts)
    if len(typed) >= MAX_CHARS:
        raise InvalidRequest()
    return f"{typed} {q}" if typed else q
