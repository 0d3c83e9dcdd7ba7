"""What a model may answer: the schema it is held to, and the strict reading of what it wrote all the same."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lexo.understanding.model.plain import plain

MAX_TITLE, MAX_SUMMARY, MAX_VALUE, MAX_NOTE = 90, 400, 120, 240  # characters
MAX_FIELDS = 20
MAX_ANSWER = 65_536  # characters; a model that writes more does not answer


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one answer is to hold; `kinds` is empty where the paper as a whole is not asked about."""

    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of facts that are still missing
    pages: int = 1  # of the paper
    note: bool = False  # a sentence on what a part says


@dataclass(frozen=True, slots=True)
class Said:
    """One fact as a model says it; `page` may be any number."""

    name: str
    value: str
    page: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that fits, nothing of it believed yet."""

    kind: str = ""
    title: str = ""
    summary: str = ""
    note: str = ""
    fields: tuple[Said, ...] = ()


def schema(wanted: Wanted) -> dict[str, Any]:
    """The JSON schema of one answer: closed lists, every string and array bounded, nothing else allowed."""
    properties: dict[str, Any] = {}
    if wanted.kinds:
        properties["kind"] = {"type": "string", "enum": list(wanted.kinds)}
        properties["title"] = {"type": "string", "maxLength": MAX_TITLE}
        properties["summary"] = {"type": "string", "maxLength": MAX_SUMMARY}
    if wanted.note:
        properties["note"] = {"type": "string", "maxLength": MAX_NOTE}
    if wanted.names:
        fact = {
            "name": {"type": "string", "enum": list(wanted.names)},
            "value": {"type": "string", "maxLength": MAX_VALUE},
            "page": {"type": "integer", "minimum": 1, "maximum": max(wanted.pages, 1)},
        }
        properties["fields"] = {"type": "array", "maxItems": MAX_FIELDS, "items": _closed(fact)}
    return _closed(properties)


def schema_text(wanted: Wanted) -> str:
    """The schema as JSON text, as a model's limits want it."""
    return json.dumps(schema(wanted), ensure_ascii=False)


def read_answer(text: str, wanted: Wanted) -> Answer | None:
    """Read what a model wrote; None where it is no JSON object.

    Keys that nobody asked for are not looked at, values outside the closed lists are dropped, strings are cut and made
    plain text. Nothing here trusts that the schema was heeded: not every server does.
    """
    told = _parsed(text)
    if told is None:
        return None
    kind = told.get("kind")
    return Answer(
        kind=kind if isinstance(kind, str) and kind in wanted.kinds else "",
        title=_line(told, "title", MAX_TITLE) if wanted.kinds else "",
        summary=_line(told, "summary", MAX_SUMMARY) if wanted.kinds else "",
        note=_line(told, "note", MAX_NOTE) if wanted.note else "",
        fields=tuple(_facts(told.get("fields"), wanted.names)),
    )


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _parsed(text: str) -> dict[str, Any] | None:
    if len(text) > MAX_ANSWER:
        return None
    try:
        told = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A key that comes twice says two things: which one counts must not depend on the reader."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a key comes twice")
    return told


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _line(told: dict[str, Any], key: str, limit: int) -> str:
    value = told.get(key)
    return plain(value[: 4 * limit], limit) if isinstance(value, str) else ""


def _facts(told: Any, names: Sequence[str]) -> Iterator[Said]:
    if not isinstance(told, list):
        return
    known: set[tuple[str, str]] = set()
    for each in told[:MAX_FIELDS]:
        if not isinstance(each, dict):
            continue
        name, value, page = each.get("name"), each.get("value"), each.get("page")
        if not isinstance(name, str) or name not in names or not isinstance(value, str):
            continue
        shown = plain(value[: 4 * MAX_VALUE], MAX_VALUE, keeps_mail="mail" in name)
        if shown and (name, shown) not in known:
            known.add((name, shown))
            yield Said(name, shown, page if type(page) is int and 0 < page < 100_000 else 0)
