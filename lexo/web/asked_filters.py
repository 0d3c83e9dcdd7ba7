"""Filters that an address asks for by name, beside what is typed: the same as `typed.read` understands."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Query

from lexo.library.typed.named import part_named
from lexo.library.typed.reading import Part

_SEVERAL = 8  # values of one name
Several = Annotated[tuple[str, ...], Query(max_length=_SEVERAL)]
_DAY = "A day, month or year: `2024-03-15`, `2024-03`, `2024`"


def day_and_amount(
    after: Annotated[str, Query(max_length=100, description=f"{_DAY}; the papers are younger")] = "",
    before: Annotated[str, Query(max_length=100, description=f"{_DAY}; the papers are older")] = "",
    lowest: Annotated[str, Query(alias="min", max_length=40, description="What the papers are about, at least")] = "",
    highest: Annotated[str, Query(alias="max", max_length=40, description="What they are about, at most")] = "",
) -> tuple[Part, ...]:
    """Bounds of date and amount. Raises FilterUnknown."""
    named = (("after", after), ("before", before), ("min", lowest), ("max", highest))
    return tuple(part_named(name, value) for name, value in named if value)


def sender_and_fields(
    sender: Annotated[Several, Query(description="Words of the sender's name, any of several; `=EDF`: the whole")] = (),
    language: Annotated[Several, Query(description="`fra`, `en`, `German`; any of several")] = (),
    field: Annotated[Several, Query(description="`name=value`, of docs/fields.md; all of several")] = (),
) -> tuple[Part, ...]:
    """Sender, language and fields. Raises FilterUnknown."""
    return (*_parts("sender", sender), *_parts("language", language), *_parts("field", field))


def kind_and_state(
    kind: Annotated[Several, Query(description="Ids or names of kinds; any of several")] = (),
    state: Annotated[Several, Query(description="States of documents; any of several")] = (),
) -> tuple[Part, ...]:
    """Kind and state. Raises FilterUnknown."""
    return (*_parts("kind", kind), *_parts("state", state))


def _parts(name: str, values: Iterable[str]) -> tuple[Part, ...]:
    return tuple(part_named(name, value) for value in values)


DayAndAmount = Annotated[tuple[Part, ...], Depends(day_and_amount)]
SenderAndFields = Annotated[tuple[Part, ...], Depends(sender_and_fields)]
KindAndState = Annotated[tuple[Part, ...], Depends(kind_and_state)]
