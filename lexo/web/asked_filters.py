"""Filters that an address asks for by name, beside what is typed: the same as `typed.read` understands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from lexo.errors import FilterUnknown, InvalidRequest
from lexo.library.typed import MAX_CHARS, Part, What, part_of

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
    bounds = (("after", "after", after), ("before", "before", before))
    amounts = (("min", "amount", lowest and f">={lowest}"), ("max", "amount", highest and f"<={highest}"))
    return tuple(_part(asked, key, value) for asked, key, value in (*bounds, *amounts) if value)


def sender_and_fields(
    sender: Annotated[Several, Query(description="Words of the sender's name, any of several; `=EDF`: the whole")] = (),
    language: Annotated[Several, Query(description="`fra`, `en`, `German`; any of several")] = (),
    field: Annotated[Several, Query(description="`name=value`, of docs/fields.md; all of several")] = (),
) -> tuple[Part, ...]:
    """Sender, language and fields. Raises FilterUnknown."""
    named = ((name.strip(), value) for name, _, value in (each.partition("=") for each in field))
    fields = tuple(_part("field", name, value) for name, value in named)
    if any(part.what is not What.FIELD for part in fields):
        raise FilterUnknown(name="field")
    return (*_parts("sender", sender), *_parts("language", language), *fields)


def kind_and_state(
    kind: Annotated[Several, Query(description="Ids or names of kinds; any of several")] = (),
    state: Annotated[Several, Query(description="States of documents; any of several")] = (),
) -> tuple[Part, ...]:
    """Kind and state. Raises FilterUnknown."""
    return (*_parts("kind", kind), *_parts("state", state))


def typed_with(parts: Iterable[Part], q: str) -> str:
    """The search that says all of it, as one would type it. Raises InvalidRequest where that is too long."""
    typed = " ".join(part.written() for part in parts)
    if len(typed) >= MAX_CHARS:
        raise InvalidRequest()
    return f"{typed} {q}" if typed else q


def _parts(key: str, values: Iterable[str]) -> tuple[Part, ...]:
    return tuple(_part(key, key, value) for value in values)


def _part(asked: str, key: str, value: str) -> Part:
    part = part_of(key, value, datetime.now().astimezone().date())
    if part is None:
        raise FilterUnknown(name=asked)
    return part


DayAndAmount = Annotated[tuple[Part, ...], Depends(day_and_amount)]
SenderAndFields = Annotated[tuple[Part, ...], Depends(sender_and_fields)]
KindAndState = Annotated[tuple[Part, ...], Depends(kind_and_state)]
