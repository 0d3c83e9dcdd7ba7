"""What was made of a paper, as JSON: how it travels from a reader, and how it is kept for concluding anew."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lexo.document import BBox, Reason
from lexo.facts import Field, KindGuess, Proof, Source, Split, Understanding, Verdict

MAX_FIELDS = 600
MAX_ROWS = 1000
MAX_TEXT = 2000  # characters of one value
MAX_NAME = 60
MAX_NUMBER = (1 << 31) - 1  # of a page
SIGNATURE = 64  # hashes
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def encode(understanding: Understanding) -> str:
    """As JSON text."""
    return json.dumps(asdict(understanding), ensure_ascii=False)


def decode(text: str | bytes) -> Understanding:
    """The reader's word, which nobody has to believe: all is bounded. Raises ValueError, KeyError, TypeError."""
    try:
        return _understanding(json.loads(text))
    except (AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("no understanding") from error


def _understanding(values: Mapping[str, Any]) -> Understanding:
    date = str(values["date"])
    return Understanding(
        fields=tuple(map(field_of, values["fields"][:MAX_FIELDS])),
        kinds=tuple(map(_guess, values["kinds"][:64])),
        title=_text(values["title"], 200),
        summary=_text(values["summary"], 1000),
        sender=_text(values["sender"], 200),
        date=date if _DATE.fullmatch(date) else "",
        features=tuple(_text(each, 200) for each in values["features"][:32]),
        signature=tuple(int(each) & (1 << 62) - 1 for each in values["signature"][:SIGNATURE]),
        splits=tuple(Split(_number(each["page"]), _fraction(each["confidence"])) for each in values["splits"][:500]),
        warnings=tuple(_reason(each) for each in values["warnings"][:32]),
    )


def field_of(values: Mapping[str, Any]) -> Field:
    """One fact out of its JSON. Raises ValueError, KeyError, TypeError."""
    name = str(values["name"])
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        raise ValueError("no name of a field")
    return Field(
        name,
        _text(values["value"]),
        _text(values["normalized"]),
        Source(values["source"]),
        Verdict(values["verdict"]),
        _fraction(values["confidence"]),
        proof_of(values["proof"]),
        _text(values["rule"], 100),
        tuple({_text(key, MAX_NAME): _text(each) for key, each in row.items()} for row in values["rows"][:MAX_ROWS]),
    )


def proof_of(values: Mapping[str, Any]) -> Proof:
    """Where a fact stands, out of its JSON. Raises ValueError, KeyError, TypeError."""
    page = values["page"]
    boxes = tuple(BBox(*map(_fraction, box)) for box in values["boxes"][:200])
    return Proof(None if page is None else _number(page), boxes, _text(values["text"]), _text(values["engine"], 100))


def _guess(values: Mapping[str, Any]) -> KindGuess:
    reasons = tuple(map(_reason, values["reasons"][:20]))
    return KindGuess(_text(values["kind"], MAX_NAME), _fraction(values["probability"]), reasons)


def _reason(values: Mapping[str, Any]) -> Reason:
    details = {
        _text(key, MAX_NAME): each if isinstance(each, int) else _text(each, 200)
        for key, each in values["details"].items()
    }
    return Reason(_text(values["code"], MAX_NAME), details)


def _text(value: object, limit: int = MAX_TEXT) -> str:
    return _CONTROL.sub("", str(value)[:limit]).encode("utf-8", "replace").decode()


def _number(value: object) -> int:
    """Of a page: whole, from 1."""
    number = int(value)  # type: ignore[call-overload]  # JSON: a number or a mistake
    if not 1 <= number <= MAX_NUMBER:
        raise ValueError("no page's number")
    return int(number)


def _fraction(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]  # JSON: a number or a mistake
    if not math.isfinite(number):
        raise ValueError("not a number")
    return min(max(number, 0.0), 1.0)
