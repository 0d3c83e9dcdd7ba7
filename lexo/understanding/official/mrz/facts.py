"""Facts out of a machine-readable zone."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.official.mrz.zone import Zone, birth_of, expiry_of, issued_of
from lexo.understanding.paper import Strip

RULE = "mrz_check_digits"
VERIFIED = 0.98  # confidence; one wrong character in ten would have to hide behind another
_FILLERS_READ = re.compile(r"[KC]+")  # a name of these letters alone is a row of misread fillers


class _Said(NamedTuple):
    """One fact and the part of the zone that says it."""

    name: str
    value: str
    normalized: str
    part: str


def facts_of(zone: Zone, strips: Sequence[Strip], today: date) -> Iterator[Field]:
    """What a zone says, in the printed lines `strips`.

    Parts whose own check digit is wrong are left out; what no digit covers is plausible at most.
    """
    reading = min(strip.confidence for strip in strips)
    checked = {check.part for check in zone.layout.checks}
    for said in _all_said(zone, today):
        if not said.value or (said.part in checked and said.part not in zone.right_parts):
            continue
        if said.part.startswith("optional") and not zone.is_whole:
            continue
        is_proven = zone.is_whole and zone.covers(said.part) and said.part not in zone.unsure
        confidence = VERIFIED if is_proven else (0.5 + 0.3 * reading) * (1.0 if zone.is_whole else 0.8)
        yield Field(
            said.name,
            said.value,
            said.normalized,
            Source.MRZ,
            Verdict.VERIFIED if is_proven else Verdict.PLAUSIBLE,
            round(confidence, 3),
            _proof(zone, strips, said.part),
            RULE if is_proven else "",
        )


def _proof(zone: Zone, strips: Sequence[Strip], part: str) -> Proof:
    strip = strips[zone.layout.parts[part].line]
    return Proof(strip.page, (strip.bbox,), strip.text, strip.engine)


def _all_said(zone: Zone, today: date) -> Iterator[_Said]:
    yield _Said("mrz_type", zone.layout.name, zone.layout.name, "birth_date")
    for part in zone.layout.parts:
        if part == "birth_date":
            yield _dated(part, birth_of(zone, today))
        elif part == "expiry_date":
            yield _dated(part, expiry_of(zone))
        else:
            for name, text in _texts(zone, part):
                yield _Said(name, text, text, part)
    if issued := issued_of(zone):
        yield _Said("issue_month", f"{issued:%m/%Y}", f"{issued:%Y-%m}", "document_number")


def _dated(part: str, day: date | None) -> _Said:
    return _Said(part, f"{day:%d/%m/%Y}", day.isoformat(), part) if day else _Said(part, "", "", part)


def _texts(zone: Zone, part: str) -> Iterator[tuple[str, str]]:
    """The facts of one part, by the names of docs/fields.md."""
    text = zone.part(part)
    if part == "names":
        surname, _, given = zone.at(zone.layout.parts[part]).partition("<<")
        yield "surname", " ".join(surname.replace("<", " ").split())
        yield "given_names", _given(given.partition("<<")[0])
    elif part == "given_names":
        yield part, _given(zone.at(zone.layout.parts[part]))
    elif part == "sex":
        yield part, text if text in ("M", "F") else "X"
    elif part == "optional_data_2":
        yield "optional_data", text
    elif part in ("document_number", "personal_number", "issuing_office"):
        yield part, text.replace(" ", "")
    elif part == "surname":
        yield part, " ".join(zone.at(zone.layout.parts[part]).partition("<<<")[0].replace("<", " ").split())
    else:
        yield part, text


def _given(text: str) -> str:
    """Given names up to the row of fillers behind them."""
    words = text.replace("<", " ").split()
    while len(words) > 1 and _FILLERS_READ.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)
